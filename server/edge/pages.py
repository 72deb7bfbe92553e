"""The pages that people ask for: from what is at hand where that is certain to be the truth, else from the log."""

from collections import OrderedDict
from typing import NamedTuple

from server.core.encoding import ENTRIES_BYTES, EncodedPage, encode_page, first_of, last_of
from server.core.ports import Page, RoomLog
from server.core.room import Room, Tail

AT_HAND_BYTES = 16 * ENTRIES_BYTES
"""Of pages that were read and may be asked for again, on the whole node."""


class _Kept(NamedTuple):
    """A page that was read from the log when that stood at its ``head``.

    It counts for as long as the room has the tail that it had then: in another
    life of the log, after a rollback too, the same offsets are other entries.
    """

    page: EncodedPage
    first: int
    tail: Tail


class Pages:
    """Encoded pages of a node's rooms, for many who ask for the same."""

    def __init__(self, log: RoomLog) -> None:
        self._log = log
        self._kept: OrderedDict[tuple[str, int, int], _Kept] = OrderedDict()
        self._bytes = 0

    async def before(self, name: str, room: Room | None, before: int | None, limit: int) -> EncodedPage:
        """Return the newest page of messages, or the one before an offset (LOG18).

        A page at hand is handed out only after a look at the log, which shows
        that this node knows every change of it (CH4).

        Raises:
            StoreUnavailable: nothing can be said now.
        """
        tail = None if room is None else room.tail
        if room is not None and self._may_have(room, before, limit):
            look = await self._log.read(name, after=None, before=None, limit=1)
            if look.epoch == room.epoch and look.head <= room.tail.tip:
                page = self._at_hand(room, look, before, limit)
                if page is not None:
                    return page
        read = await self._log.read_messages(name, before=before, limit=limit)
        entries = last_of(read)
        page = encode_page(read, entries)
        if tail is not None and before is not None and entries and before <= read.head:
            self._keep((name, before, limit), _Kept(page, entries[0].offset, tail))
        return page

    async def after(self, name: str, after: int, limit: int) -> EncodedPage:
        """Return the page after an offset.

        Raises:
            StoreUnavailable: nothing can be said now.
        """
        read = await self._log.read(name, after=after, before=None, limit=limit)
        return encode_page(read, first_of(read))

    def _may_have(self, room: Room, before: int | None, limit: int) -> bool:
        return before is None or before > room.tail.first or (room.name, before, limit) in self._kept

    def _at_hand(self, room: Room, look: Page, before: int | None, limit: int) -> EncodedPage | None:
        tail = room.tail
        array = tail.page(tail.tip + 1 if before is None else before, limit, look.oldest)
        if array is not None:
            return EncodedPage(look.epoch, look.oldest, tail.tip, array)
        key = (room.name, before or 0, limit)
        kept = self._kept.get(key)
        if kept is None:
            return None
        page = kept.page
        is_of_this_life = kept.tail is tail and page.epoch == look.epoch
        if is_of_this_life and look.oldest <= kept.first and tail.newest_change <= page.head <= tail.tip:
            self._kept.move_to_end(key)
            return page._replace(oldest=look.oldest, head=tail.tip)
        self._drop(key)
        return None

    def _keep(self, key: tuple[str, int, int], kept: _Kept) -> None:
        self._drop(key)
        self._kept[key] = kept
        self._bytes += len(kept.page.entries)
        while self._bytes > AT_HAND_BYTES:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: tuple[str, int, int]) -> None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            self._bytes -= len(kept.page.entries)
