"""Whose turn it is to read the log: newcomers first, then everybody a fair share of the bytes."""

import asyncio
import heapq
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import count
from typing import TypeVar

from server.edge.clock import Clock

MOST_FIRST = 8
"""Reads under way for those who come in, and for rooms that follow their logs."""

MOST_PAGES = 2
"""Reads under way for pages: one that a store works on, and one on its way there or
back. A newcomer waits for these two at the most."""

QUIET_TURNS = 3
"""Turns of the event loop that a page leaves to everybody else before the next one
takes its place: an ack needs some of them, and a page takes up to a millisecond."""

REST = 2.0
MAX_REST_SECONDS = 0.01
"""So many times as long as a page took its place stays free after it, up to a bound:
a store that works all the time on pages would keep an append waiting, and a thread
that decodes them would keep the event loop from its turn."""

LEAST_COST = 4 * 1024
"""Bytes that a read costs at least: a page of nothing is a trip to the store, too."""

_MANY = 1_000

T = TypeVar("T")


class Reads:
    """One line for all pages that a node reads, and one before it for newcomers (BP14).

    Next is who has had the fewest bytes: the room first, then the reader in it.
    """

    def __init__(self, clock: Clock) -> None:
        self._first = _Line(clock, MOST_FIRST, 0, 0.0)
        self._pages = _Line(clock, MOST_PAGES, QUIET_TURNS, REST)

    async def first(self, room: str, read: Callable[[], Awaitable[T]]) -> T:
        """Read what a room waits for, or those who come into it."""
        return await self._first.run(room, "", read, lambda _: 0)

    async def page(self, room: str, reader: str, read: Callable[[], Awaitable[T]], size_of: Callable[[T], int]) -> T:
        """Read a page for one reader when it is their turn; it costs them and their room its size.

        Whoever is cancelled gives up their place. The line has no bound of its own:
        a connection has one page in it at a time.
        """
        return await self._pages.run(room, reader, read, size_of)


class _Shares:
    """How many bytes each has had; who is new has had as many as whoever was served last.

    So nobody saves up turns, and nobody makes up for those of others.
    """

    def __init__(self) -> None:
        self._had: dict[str, int] = {}
        self._floor = 0
        self._many = _MANY

    def of(self, name: str) -> int:
        return max(self._had.get(name, 0), self._floor)

    def serve(self, name: str) -> None:
        self._floor = self.of(name)

    def charge(self, name: str, size: int) -> None:
        self._had[name] = self.of(name) + size
        if len(self._had) > self._many:
            # Those at the floor are as good as new.
            self._had = {other: had for other, had in self._had.items() if had > self._floor}
            self._many = max(_MANY, 2 * len(self._had))


class _RoomLine:
    """Those who wait in one room, by what they have had and then in their order."""

    def __init__(self) -> None:
        self.shares = _Shares()
        self.waiting: list[tuple[int, int, str, asyncio.Future[None]]] = []


class _Line:
    def __init__(self, clock: Clock, most: int, quiet_turns: int, rest: float) -> None:
        self._clock = clock
        self._rest = rest
        self._most = self._free = most
        self._quiet_turns = quiet_turns
        self._shares = _Shares()
        self._rooms: dict[str, _RoomLine] = {}
        self._order: list[tuple[int, int, str]] = []
        """A heap of the rooms by their rank, each once. A room's rank only gets worse while it waits, which
        shows when its turn comes: to compare all of them each time would take seconds in a storm of thousands."""
        self._numbers = count()

    async def run(self, room: str, reader: str, read: Callable[[], Awaitable[T]], size_of: Callable[[T], int]) -> T:
        await self._turn(room, reader)
        size, began = 0, self._clock.now()
        try:
            result = await read()
            size = size_of(result)
        finally:
            cost = max(size, LEAST_COST)
            self._shares.charge(room, cost)
            if room in self._rooms:  # Else nobody else waits there.
                self._rooms[room].shares.charge(reader, cost)
            self._leave_later(began)
        return result

    async def _turn(self, room: str, reader: str) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        is_first = room not in self._rooms
        line = self._rooms.setdefault(room, _RoomLine())
        heapq.heappush(line.waiting, (line.shares.of(reader), next(self._numbers), reader, turn))
        if is_first:
            heapq.heappush(self._order, self._rank(room))
        self._go_on()
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # It was theirs already.
                self._leave(0)
            raise

    def _go_on(self) -> None:
        while self._free and self._order:
            room = self._take_next_room()
            line = self._rooms[room]
            _, _, reader, turn = heapq.heappop(line.waiting)
            if line.waiting:
                heapq.heappush(self._order, self._rank(room))
            else:
                del self._rooms[room]
            if turn.cancelled():
                continue
            self._shares.serve(room)
            line.shares.serve(reader)
            self._free -= 1
            turn.set_result(None)

    def _take_next_room(self) -> str:
        while (rank := self._rank(self._order[0][-1])) != self._order[0]:
            heapq.heapreplace(self._order, rank)  # Bytes were charged to it since.
        return heapq.heappop(self._order)[-1]

    def _rank(self, room: str) -> tuple[int, int, str]:
        return self._shares.of(room), self._rooms[room].waiting[0][1], room

    def _leave_later(self, began: float) -> None:
        now = self._clock.now()
        rest = min(self._rest * (now - began), MAX_REST_SECONDS)
        if rest > 0:
            self._clock.call_at(now + rest, partial(self._leave, self._quiet_turns))
        else:
            self._leave(self._quiet_turns)

    def _leave(self, turns: int) -> None:
        if turns:
            asyncio.get_running_loop().call_soon(self._leave, turns - 1)
            return
        self._free += 1
        self._go_on()
        if self._free == self._most:
            self._shares = _Shares()  # Nobody waits, and nobody reads.
