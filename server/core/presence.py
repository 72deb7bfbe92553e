"""The members of a room: what changed since the last frame, and who may still come back."""

from collections.abc import Iterable
from enum import Enum, auto
from heapq import heappop, heappush
from typing import NamedTuple

from server.core.ports import Arrived, Departed, PresenceChange
from server.protocol.close_codes import CloseCode
from server.protocol.entries import Member
from server.protocol.server_frames import Presence


class Listing(Enum):
    """The forms of a list of members: all of them, one of each person, or numbers only (PR8)."""

    EVERYBODY = auto()
    ONE_OF_EACH_PERSON = auto()
    COUNTS = auto()


def person_of(member: Member) -> str | int:
    """Return what all clients of one person have in common; without a login each client is a person of its own."""
    return member.client_id if member.author is None else member.author


class Listed(NamedTuple):
    """A list of members at one moment. ``person_count`` is None where each member is another person."""

    members: tuple[Member, ...] | None
    member_count: int
    person_count: int | None


class Roster:
    """The members of a room, folded from the changes of all nodes.

    Every change may be applied twice: a second time it changes nothing.
    """

    def __init__(self, listed_members: int) -> None:
        self._listed_members = listed_members
        self._here: dict[int, Arrived] = {}
        self._people: dict[str | int, dict[int, None]] = {}
        """The clients of each person, in the order of arrival."""
        self._told: dict[int, Member] = {}
        self._told_listed: dict[int, Member] = {}
        self._told_listing = Listing.EVERYBODY
        self._owes_list = False
        """Whether a newcomer's welcome had another listing than the frame before it."""

    @property
    def count(self) -> int:
        """How many members there are."""
        return len(self._here)

    @property
    def members(self) -> tuple[Member, ...] | None:
        """The members in the list of clients, in the order of arrival; None where clients get numbers only (PR8)."""
        listing = self._listing(self.count, len(self._people))
        return None if listing is Listing.COUNTS else tuple(self._listed(listing).values())

    def connection_of(self, client_id: int) -> str | None:
        """Return the connection that a client is here on, if it is."""
        arrived = self._here.get(client_id)
        return arrived.connection if arrived else None

    def welcome(self, newcomer: Member) -> Listed:
        """Return what the newcomer's welcome tells (PR1).

        The store has taken the newcomer, but its word of it may come later.
        """
        count = self.count + (newcomer.client_id not in self._here)
        people = len(self._people) + (newcomer.client_id not in self._here and person_of(newcomer) not in self._people)
        listing = self._listing(count, people)
        if listing is not self._told_listing:
            self._owes_list = True
        if listing is Listing.COUNTS:
            return _listed(None, count, people)
        listed = self._listed(listing)
        listed.setdefault(newcomer.client_id, newcomer)
        return _listed(tuple(listed.values()), count, people)

    def in_full(self) -> Presence:
        """Return one frame that tells all there is to know now."""
        members = self.members
        return self._frame(full=members is not None, joined=members or ())

    def listed_client_of(self, client_id: int) -> int:
        """Return the client that stands for a person where the list has one of each (SE10)."""
        arrived = self._here.get(client_id)
        if arrived is None or self._listing(self.count, len(self._people)) is not Listing.ONE_OF_EACH_PERSON:
            return client_id
        return next(iter(self._people[person_of(arrived.member)]))

    def person_of(self, client_id: int) -> str | int:
        """Return whose client it is; one that is not here is a person of its own."""
        arrived = self._here.get(client_id)
        return client_id if arrived is None else person_of(arrived.member)

    def load(self, members: Iterable[Arrived]) -> None:
        """Begin with the members that a store listed; they are not announced."""
        self._here, self._people = {}, {}
        for arrived in members:
            self.apply(arrived)
        self._note_told(self._listing(self.count, len(self._people)))

    def apply(self, change: PresenceChange) -> None:
        """Fold in one change."""
        if isinstance(change, Departed):
            self._remove(change.client_id)
            return
        client_id, before = change.member.client_id, self._here.get(change.member.client_id)
        if before is not None and person_of(before.member) != person_of(change.member):
            self._remove(client_id)
        self._here[client_id] = change
        self._people.setdefault(person_of(change.member), {})[client_id] = None

    def tell(self) -> Presence | None:
        """Return one frame for all that changed since the last, or None (PR2)."""
        before, listed_before, listing_before = self._told, self._told_listed, self._told_listing
        listing = self._listing(self.count, len(self._people))
        self._note_told(listing)
        if self._told == before:
            return None
        owes_list, self._owes_list = self._owes_list, False
        if listing is Listing.COUNTS:
            return self._frame(full=False)
        now = self._told_listed
        if owes_list or listing is not listing_before:
            return self._frame(full=True, joined=tuple(now.values()))
        joined = tuple(member for client_id, member in now.items() if listed_before.get(client_id) != member)
        left = tuple(member for client_id, member in listed_before.items() if client_id not in now)
        return self._frame(full=False, joined=joined, left=left)

    def _remove(self, client_id: int) -> None:
        gone = self._here.pop(client_id, None)
        if gone is None:
            return
        clients = self._people[person_of(gone.member)]
        del clients[client_id]
        if not clients:
            del self._people[person_of(gone.member)]

    def _listing(self, members: int, people: int) -> Listing:
        if members <= self._listed_members:
            return Listing.EVERYBODY
        return Listing.ONE_OF_EACH_PERSON if people <= self._listed_members else Listing.COUNTS

    def _listed(self, listing: Listing) -> dict[int, Member]:
        if listing is Listing.EVERYBODY:
            return {client_id: arrived.member for client_id, arrived in self._here.items()}
        firsts = (next(iter(clients)) for clients in self._people.values())
        return {client_id: self._here[client_id].member for client_id in firsts}

    def _note_told(self, listing: Listing) -> None:
        self._told_listing = listing
        self._told = self._listed(Listing.EVERYBODY)
        self._told_listed = self._listed(listing) if listing is Listing.ONE_OF_EACH_PERSON else self._told

    def _frame(self, *, full: bool, joined: tuple[Member, ...] = (), left: tuple[Member, ...] = ()) -> Presence:
        _, member_count, person_count = _listed(None, self.count, len(self._people))
        return Presence(full=full, joined=joined, left=left, member_count=member_count, person_count=person_count)


def _listed(members: tuple[Member, ...] | None, member_count: int, people: int) -> Listed:
    return Listed(members, member_count, None if people == member_count else people)


class Departures:
    """Connections that ended and whose clients may still come back.

    Keyed by connection: a client that came back lives on another one, and the
    late end of the first takes nobody out (PR7).
    """

    def __init__(self) -> None:
        self._due: list[tuple[float, str, int]] = []

    @property
    def next_at(self) -> float | None:
        """When the next grace ends; None when nobody is away."""
        return self._due[0][0] if self._due else None

    def away(self, client_id: int, connection: str, until: float) -> None:
        """Note that a client's connection ended; its grace ends at ``until``."""
        heappush(self._due, (until, connection, client_id))

    def take_due(self, now: float) -> list[tuple[int, str]]:
        """Return, once, each client whose grace is over, with its old connection."""
        due: list[tuple[int, str]] = []
        while self._due and self._due[0][0] <= now:
            _, connection, client_id = heappop(self._due)
            due.append((client_id, connection))
        return due


def grace_for(code: int, *, grace_seconds: float, reload_grace_seconds: float) -> float:
    """Return how long a client may stay away after its connection ended so."""
    if code == CloseCode.NORMAL:
        return 0.0  # PR3
    if code in (CloseCode.GOING_AWAY, CloseCode.PAGE_HIDDEN):
        return reload_grace_seconds  # PR4: a reload says the same as a closed tab.
    return grace_seconds  # PR5
