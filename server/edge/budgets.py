"""The budgets of persons, rooms and the node, over all their connections: one table for a node (BP16 to BP18).

Whoever shows no author is known by their address. An account is kept while a
connection uses it, and after that until it has rested so long that it is as
good as a new one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from server.core.pace import Budget, Pace
from server.core.read_pace import ReadPace
from server.edge.quotas import Visit, site_of
from server.protocol.entries import MAX_FRAME_BYTES

BURST_SECONDS = 10.0
"""A budget that has rested holds as many seconds' worth of what it gets."""

REQUEST_BURST_SECONDS = 20.0
"""Of plain HTTP requests: with 200 a second as many as 600 people need who open the
page for the first time and together, behind one address (an office, a proxy)."""

FROM_MEMORY_PRICE = 0.25
"""What a request costs that was answered from memory: no thread and no file, and about
the time that a refusal takes. A page of 25 files costs as much as six other requests."""

MIN_BURST_BYTES = 2 * MAX_FRAME_BYTES
"""And no less than two of the largest frames, or nobody could send one."""

ENTRY_COST_BYTES = 512
"""What a send costs beside its own bytes: about what an entry takes in a store
beside its text, so that a flood of short messages is no cheaper on the disk."""

MAX_WAIT_SECONDS = 10.0
"""The longest that somebody is asked to wait for a budget of bytes or frames."""

MAX_RESTING = 100_000
"""Accounts that are kept although nobody uses them; beyond it some are forgotten too early."""

_SWEPT_AT_ONCE = 4
"""More than come at once, so that what has rested does not pile up."""


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of one budget."""

    messages_per_second: float
    bytes_per_second: float


@dataclass(frozen=True, slots=True)
class PersonRates(Rates):
    """The rates of a person, or of an address."""

    joins_per_minute: float
    rooms_per_hour: float
    read_bytes_per_second: float


@dataclass(frozen=True, slots=True)
class NodeRates:
    """The rates of everybody on a node."""

    person: PersonRates
    address: PersonRates
    room: Rates
    node: Rates
    requests_per_second: float


class _Account:
    """One person's, address' or room's budget, and how many connections use it."""

    __slots__ = ("begins", "begun_by", "budget", "has_begun", "joins", "reads", "requests", "unsettled", "users")

    def __init__(self, rates: Rates) -> None:
        self.budget = new_budget(rates)
        reads_per_second = rates.read_bytes_per_second if isinstance(rates, PersonRates) else None
        self.reads = None if reads_per_second is None else ReadPace(reads_per_second, reads_per_second * BURST_SECONDS)
        self.joins: Pace | None = None
        self.begins: Pace | None = None
        self.requests: Pace | None = None
        self.has_begun = False
        """Of a room: it has an entry in the log."""
        self.begun_by: _Account | None = None
        """Of a room that has not begun: who paid for its first entry, which may be on its way."""
        self.unsettled = 0
        """Of a room that has not begun: the sends on their way into it."""
        self.users = 0

    def is_rested(self, now: float) -> bool:
        paces = (self.joins, self.begins, self.requests)
        is_paid = self.reads is None or self.reads.is_full(now)
        return is_paid and self.budget.is_full(now) and all(pace is None or pace.is_full(now) for pace in paces)


class ConnectionAllowance:
    """What one connection may say, within its person's budget, its room's and its node's."""

    __slots__ = ("_begin_room", "_node", "_person", "_room", "_room_budget", "reads")

    def __init__(self, person: _Account, room: _Account, node: Budget, begin_room: Callable[[float], float]) -> None:
        self._person = person.budget
        self._room_budget = room.budget
        self._node = node
        self._room = room
        self._begin_room = begin_room
        self.reads = person.reads

    def take(self, now: float, size: int) -> float:
        """Take a frame, if its person can pay for it."""
        wait = self._person.take(now, size)
        return self._person.promise(now, size, wait, MAX_WAIT_SECONDS) if wait else 0.0

    def take_send(self, now: float, size: int) -> float:
        """Take a send, if its person, its room and the node can all pay for it.

        HOT: for every send; what one of them refuses costs nothing in the others.
        """
        cost = size + ENTRY_COST_BYTES
        wait = self._person.take(now, cost)
        if wait:
            return self._person.promise(now, cost, wait, MAX_WAIT_SECONDS)
        wait = self._room_budget.take(now, cost)
        if wait:
            self._person.give_back(cost)
            return self._room_budget.promise(now, cost, wait, MAX_WAIT_SECONDS)
        wait = self._node.take(now, cost)
        if wait:
            self._give_back(cost)
            return self._node.promise(now, cost, wait, MAX_WAIT_SECONDS)
        return 0.0 if self._room.has_begun else self._begin(now, cost)

    def settle(self, *, is_appended: bool) -> None:
        """Take note of what became of a send; a room that none of them began was not begun (BP17)."""
        room = self._room
        if room.has_begun:
            return
        room.has_begun = is_appended
        room.unsettled -= 1
        if not room.unsettled and not is_appended and room.begun_by is not None and room.begun_by.begins is not None:
            room.begun_by.begins.give_back(1)
            room.begun_by = None

    def _begin(self, now: float, cost: int) -> float:
        wait = self._begin_room(now)
        if wait:
            self._give_back(cost)
            self._node.give_back(cost)
        elif not self._room.has_begun:
            self._room.unsettled += 1
        return wait

    def _give_back(self, cost: int) -> None:
        self._person.give_back(cost)
        self._room_budget.give_back(cost)


class Budgets:
    """The accounts of a node.

    Args:
        rates: What each of them gets.
        has_entries: Whether anything was ever appended to a room that is open here.
        max_resting: Accounts that are kept although nobody uses them.
    """

    def __init__(self, rates: NodeRates, has_entries: Callable[[str], bool], *, max_resting: int = MAX_RESTING) -> None:
        self._rates = rates
        self._max_resting = max_resting
        self._has_entries = has_entries
        self._node = new_budget(rates.node)
        self._accounts: dict[tuple[str, str], _Account] = {}
        self._resting: dict[tuple[str, str], _Account] = {}

    def __len__(self) -> int:
        """How many accounts are kept."""
        return len(self._accounts)

    @contextmanager
    def opened(self, visit: Visit, now: Callable[[], float]) -> Iterator[ConnectionAllowance]:
        """Keep the accounts of a connection while the context is open."""
        allowance = self.open(visit)
        try:
            yield allowance
        finally:
            self.close(visit, now())

    def open(self, visit: Visit) -> ConnectionAllowance:
        """Return what a connection may spend, until ``close`` is called with the same visit."""
        person, room = (self._account(key) for key in _keys(visit))
        for account, key in zip((person, room), _keys(visit), strict=True):
            account.users += 1
            self._resting.pop(key, None)
        return ConnectionAllowance(person, room, self._node, partial(self._begin_room, visit, person, room))

    def close(self, visit: Visit, now: float) -> None:
        """Take note that a connection is gone."""
        for key in _keys(visit):
            account = self._accounts.get(key)
            if account is not None:
                account.users -= 1
                if not account.users:
                    self._rest(key, account, now)

    def join(self, visit: Visit, now: float) -> float:
        """Let somebody in once more (BP18); return 0, or in how many seconds they may come."""
        key, rates = _person_key(visit), self._person_rates(visit)
        account = self._account(key)
        if account.joins is None:
            account.joins = Pace(rates.joins_per_minute / 60, rates.joins_per_minute)
        return self._noted(key, account, account.joins.take(now), now)

    def request(self, address: str, now: float) -> float:
        """Take one HTTP request of an address (BP18); return 0, or in how many seconds there may be one."""
        key, rate = ("address", site_of(address)), self._rates.requests_per_second
        account = self._account(key)
        if account.requests is None:
            account.requests = Pace(rate, rate * REQUEST_BURST_SECONDS)
        return self._noted(key, account, account.requests.take(now), now)

    def request_was_cheap(self, address: str) -> None:
        """Take note that the answer to a request was in memory (BP18)."""
        account = self._accounts.get(("address", site_of(address)))
        if account is not None and account.requests is not None:
            account.requests.give_back(1 - FROM_MEMORY_PRICE)

    def _begin_room(self, visit: Visit, person: _Account, room: _Account, now: float) -> float:
        if visit.item_id is not None and self._has_entries(visit.item_id):
            room.has_begun = True
        if room.has_begun or room.begun_by is not None:
            return 0.0
        if person.begins is None:
            rooms_per_hour = self._person_rates(visit).rooms_per_hour
            person.begins = Pace(rooms_per_hour / 3600, rooms_per_hour)
        wait = person.begins.take(now)
        room.begun_by = None if wait else person
        return wait

    def _person_rates(self, visit: Visit) -> PersonRates:
        return self._rates.address if visit.author is None else self._rates.person

    def _account(self, key: tuple[str, str]) -> _Account:
        account = self._accounts.get(key)
        if account is None:
            rates = {"address": self._rates.address, "author": self._rates.person, "room": self._rates.room}
            account = self._accounts[key] = _Account(rates[key[0]])
        return account

    def _noted(self, key: tuple[str, str], account: _Account, wait: float, now: float) -> float:
        if not account.users:
            self._rest(key, account, now)
        return wait

    def _rest(self, key: tuple[str, str], account: _Account, now: float) -> None:
        """Keep an account that nobody uses until it has rested; forget some that have."""
        self._resting.pop(key, None)
        self._resting[key] = account
        for _ in range(min(_SWEPT_AT_ONCE, len(self._resting))):
            oldest = next(iter(self._resting))
            resting = self._resting.pop(oldest)
            if resting.is_rested(now) or len(self._resting) >= self._max_resting:
                del self._accounts[oldest]
            else:
                self._resting[oldest] = resting


def new_budget(rates: Rates) -> Budget:
    """Return a budget that has rested."""
    return Budget(
        rates.messages_per_second,
        max(1.0, rates.messages_per_second * BURST_SECONDS),
        rates.bytes_per_second,
        max(MIN_BURST_BYTES, rates.bytes_per_second * BURST_SECONDS),
    )


def _keys(visit: Visit) -> tuple[tuple[str, str], tuple[str, str]]:
    return _person_key(visit), _room_key(visit)


def _person_key(visit: Visit) -> tuple[str, str]:
    return ("address", site_of(visit.address)) if visit.author is None else ("author", visit.author)


def _room_key(visit: Visit) -> tuple[str, str]:
    # A connection in no room writes in none, and pays as in a room without others.
    return ("room", visit.item_id or "")
