"""The members of a room: what changed since the last frame, and who may still come back."""

from collections.abc import Iterable
from heapq import heappop, heappush

from server.core.ports import Arrived, PresenceChange
from server.protocol.close_codes import CloseCode
from server.protocol.entries import Member
from server.protocol.server_frames import Presence


class Roster:
    """The members of a room, folded from the changes of all nodes.

    Every change may be applied twice: a second time it changes nothing.
    """

    def __init__(self, listed_members: int) -> None:
        self._listed_members = listed_members
        self._here: dict[int, Arrived] = {}
        self._told: dict[int, Member] = {}
        self._told_in_full = True

    @property
    def count(self) -> int:
        """How many members there are."""
        return len(self._here)

    @property
    def members(self) -> tuple[Member, ...] | None:
        """Who is here, in the order of arrival; None in a large room (PR8)."""
        if self.count > self._listed_members:
            return None
        return tuple(arrived.member for arrived in self._here.values())

    def connection_of(self, client_id: int) -> str | None:
        """Return the connection that a client is here on, if it is."""
        arrived = self._here.get(client_id)
        return arrived.connection if arrived else None

    def welcome(self, newcomer: Member) -> tuple[tuple[Member, ...] | None, int]:
        """Return who is here and how many, for the newcomer's welcome (PR1).

        The store has taken the newcomer, but its word of it may come later.
        """
        is_new = newcomer.client_id not in self._here
        count = self.count + is_new
        if count > self._listed_members:
            self._told_in_full = False  # PR8: it is owed a list when the room shrinks.
            return None, count
        return (*(self.members or ()), *([newcomer] if is_new else [])), count

    def in_full(self) -> Presence:
        """Return one frame that tells all there is to know now."""
        members = self.members
        return Presence(full=members is not None, joined=members or (), left=(), member_count=self.count)

    def load(self, members: Iterable[Arrived]) -> None:
        """Begin with the members that a store listed; they are not announced."""
        self._here = {arrived.member.client_id: arrived for arrived in members}
        self._told = {arrived.member.client_id: arrived.member for arrived in self._here.values()}

    def apply(self, change: PresenceChange) -> None:
        """Fold in one change."""
        if isinstance(change, Arrived):
            self._here[change.member.client_id] = change
        else:
            self._here.pop(change.client_id, None)

    def tell(self) -> Presence | None:
        """Return one frame for all that changed since the last, or None (PR2)."""
        now = {client_id: arrived.member for client_id, arrived in self._here.items()}
        joined = tuple(member for client_id, member in now.items() if self._told.get(client_id) != member)
        left = tuple(member for client_id, member in self._told.items() if client_id not in now)
        self._told = now
        if not joined and not left:
            return None
        return self._frame(now, joined, left)

    def _frame(self, now: dict[int, Member], joined: tuple[Member, ...], left: tuple[Member, ...]) -> Presence:
        was_full, self._told_in_full = self._told_in_full, len(now) <= self._listed_members
        if not self._told_in_full:
            return Presence(full=False, joined=(), left=(), member_count=len(now))
        if not was_full:
            return Presence(full=True, joined=tuple(now.values()), left=(), member_count=len(now))
        return Presence(full=False, joined=joined, left=left, member_count=len(now))


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
