"""Where those begin who come into a room: what many need at once is read once."""

import asyncio
from dataclasses import dataclass

from server.core.cursor import can_resume
from server.core.ports import Page, StoreUnavailable
from server.core.room import Room
from server.edge.clock import Clock
from server.edge.fan_out import FanOut
from server.protocol.entries import MAX_PAGE_ENTRIES, Position

LOOK_SECONDS = 0.05
"""For how long one look at the log serves all who come: a thousand that return
in one second cause twenty."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a reader begins: what it is shown, and the offset it reads on from."""

    page: Page
    recovered: bool | None
    offset: int


class Newcomers:
    """Finds each newcomer's start in the tail, which reaches back as far as they need."""

    def __init__(self, room: Room, fan_out: FanOut, clock: Clock, replay_entries: int) -> None:
        self._room = room
        self._fan_out = fan_out
        self._clock = clock
        self._replay_entries = replay_entries
        self._looked: tuple[float, Page] | None = None
        self._reads: dict[int | None, asyncio.Task[Page]] = {}

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
        return Start(page, None if position is None else False, page.head)

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
            page = Page(look.epoch, (), look.oldest, self._head(look))
            return Start(page, True, position.offset) if key == position.key else None
        # Beyond the tip, where another node is ahead of this one, or further back than the tail holds.
        found = await self._fan_out.read(after=position.offset - 1, limit=1)
        if found is None or not can_resume(position, found, self._replay_entries):
            return None
        return Start(found, True, position.offset)

    async def _newest_page(self, look: Page) -> Page:
        tail = self._room.tail
        if look.head <= tail.tip:
            await self._reach_back(tail.tip + 1 - MAX_PAGE_ENTRIES, look)
            entries = tail.newest(MAX_PAGE_ENTRIES, look.oldest)
            if self._room.tail is tail and len(entries) == min(MAX_PAGE_ENTRIES, tail.tip + 1 - look.oldest):
                return Page(look.epoch, entries, look.oldest, tail.tip)
        return await self._read_once(None, MAX_PAGE_ENTRIES)

    async def _reach_back(self, offset: int, look: Page) -> None:
        """Read into the tail what lies between ``offset`` and its beginning, as far as it has room."""
        tail = self._room.tail
        while tail.first > max(offset, look.oldest) and not tail.is_at_its_bound:
            first = tail.first
            page = await self._read_once(first, MAX_PAGE_ENTRIES)
            if self._room.tail is not tail:
                return  # Another life of the log began meanwhile.
            if tail.first == first and (not page.entries or not tail.reach_back(page.entries)):
                return

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
        page = await self._fan_out.read(before=before, limit=limit)
        if page is None:  # Another life of the log; it is followed from here on.
            page = await self._fan_out.read(before=before, limit=limit)
        if page is None:
            raise StoreUnavailable("the log begins one life after another")
        return page

    def _head(self, look: Page) -> int:
        return max(look.head, self._room.tail.tip)
