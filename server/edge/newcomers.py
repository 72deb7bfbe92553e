"""Where those begin who come into a room: what many need at once is read once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from server.core.cursor import can_resume
from server.core.encoding import EncodedPage, encode_page, last_of
from server.core.ports import Page, StoreUnavailable
from server.core.room import Room, Tail
from server.edge.clock import Clock
from server.edge.fan_out import FanOut
from server.protocol.entries import MAX_PAGE_ENTRIES, Position

LOOK_SECONDS = 0.05
"""For how long one look at the log serves all who come: a thousand that return
in one second cause twenty."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a reader begins: where the log stands, the offset it reads on from, and what it is shown, if anything."""

    epoch: str
    oldest: int
    head: int
    recovered: bool | None
    offset: int
    page: EncodedPage | None = None


class Newcomers:
    """Finds each newcomer's start in the tail, which reaches back as far as they need."""

    def __init__(self, room: Room, fan_out: FanOut, clock: Clock, replay_entries: int) -> None:
        self._room = room
        self._fan_out = fan_out
        self._clock = clock
        self._replay_entries = replay_entries
        self._looked: tuple[float, Page] | None = None
        self._reads: dict[int | None, asyncio.Task[Page]] = {}
        self._newest: tuple[float, EncodedPage] | None = None
        self._reading_newest: asyncio.Task[EncodedPage] | None = None

    async def start(self, position: Position | None) -> Start:
        """Return where somebody begins who stood at ``position``, if anywhere.

        Raises:
            StoreUnavailable: it cannot be said now.
        """
        look = await self._look()
        if position is not None:
            start = await self._resume(position, look)
            if start is not None:
                return start
        page = await self._newest_page(look)
        recovered = None if position is None else False
        return Start(page.epoch, page.oldest, page.head, recovered, page.head, page)

    async def _resume(self, position: Position, look: Page) -> Start | None:
        """Return a start that certainly leaves nothing out (RE1), or None."""
        if position.epoch != look.epoch or self._head(look) - position.offset > self._replay_entries:
            return None
        if position.offset < look.oldest:
            return None  # LOG9: the tail may remember it; what was trimmed is handed to nobody.
        await self._reach_back(position.offset, look)
        tail = self._room.tail
        key = tail.key_at(position.offset)
        if key is not None:
            head = self._head(look)
            return Start(look.epoch, look.oldest, head, True, position.offset) if key == position.key else None
        # Beyond the tip, where another node is ahead of this one, or further back than the tail holds.
        found = await self._fan_out.read(after=position.offset - 1, limit=1)
        if found is None or not can_resume(position, found, self._replay_entries):
            return None
        return Start(found.epoch, found.oldest, found.head, True, position.offset)

    async def _newest_page(self, look: Page) -> EncodedPage:
        tail = self._room.tail
        while look.head <= tail.tip and self._room.tail is tail:
            page = tail.page(tail.tip + 1, MAX_PAGE_ENTRIES, look.oldest)
            if page is not None:
                return EncodedPage(look.epoch, look.oldest, tail.tip, page)
            if not await self._reach_back_once(tail):
                break
        return await self._newest_messages()

    async def _newest_messages(self) -> EncodedPage:
        """Return the newest page from the log: the tail holds too many changes, or too little, to have it.

        Like a look it serves all who come for a while; what came since they read on.
        """
        if self._newest is not None:
            since, page = self._newest
            if self._clock.now() < since + LOOK_SECONDS and page.epoch == self._room.epoch:
                return page
        if self._reading_newest is None:
            self._reading_newest = asyncio.create_task(self._read_newest())
            self._reading_newest.add_done_callback(self._end_newest)
        return await asyncio.shield(self._reading_newest)

    async def _read_newest(self) -> EncodedPage:
        since = self._clock.now()
        page = await self._certain(partial(self._fan_out.read_messages, MAX_PAGE_ENTRIES))
        encoded = encode_page(page, last_of(page))
        self._newest = since, encoded
        self._clock.call_at(since + LOOK_SECONDS, self._forget_newest)
        return encoded

    def _forget_newest(self) -> None:
        self._newest = None  # Else each room would hold a page for as long as it is open.

    def _end_newest(self, _: object) -> None:
        self._reading_newest = None

    async def _reach_back(self, offset: int, look: Page) -> None:
        """Read into the tail what lies between ``offset`` and its beginning, as far as it has room."""
        tail = self._room.tail
        while tail.first > max(offset, look.oldest) and await self._reach_back_once(tail):
            pass

    async def _reach_back_once(self, tail: Tail) -> bool:
        """Read a page into the tail; return whether it is the room's still, and has more than before."""
        first = tail.first
        if tail.is_at_its_bound:
            return False
        page = await self._read_once(first, MAX_PAGE_ENTRIES)
        if self._room.tail is not tail:
            return False  # Another life of the log began meanwhile.
        if tail.first == first:
            tail.reach_back(page.entries)
        return tail.first < first

    async def _look(self) -> Page:
        """Find out whether it is the log that we follow, and where it stands."""
        now = self._clock.now()
        if self._looked is not None:
            since, page = self._looked
            if now < since + LOOK_SECONDS and page.epoch == self._room.epoch:
                return page
        page = await self._read_once(None, 1)
        self._looked = (now, page)
        return page

    async def _read_once(self, before: int | None, limit: int) -> Page:
        """Read a page; those who ask for the same while it is under way get the same."""
        at = before if before is not None else -limit
        if at not in self._reads:
            self._reads[at] = asyncio.create_task(self._read(before, limit))
            self._reads[at].add_done_callback(lambda _: self._reads.pop(at))
        # Shielded: one who gives up does not take it from the others.
        return await asyncio.shield(self._reads[at])

    async def _read(self, before: int | None, limit: int) -> Page:
        return await self._certain(partial(self._fan_out.read, before=before, limit=limit))

    async def _certain(self, read: Callable[[], Awaitable[Page | None]]) -> Page:
        page = await read()
        if page is None:  # Another life of the log; it is followed from here on.
            page = await read()
        if page is None:
            raise StoreUnavailable("the log begins one life after another")
        return page

    def _head(self, look: Page) -> int:
        return max(look.head, self._room.tail.tip)
