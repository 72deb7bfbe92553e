"""The room log in memory: the shortest correct one, gone with its process."""

import asyncio
from bisect import bisect_left
from collections import OrderedDict, defaultdict, deque
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from server.core.ports import PAGE_BYTES, Appended, Draft, ErrorCode, Page, Refused, StoreStatus, Wakeup
from server.protocol.changes import CHANGE_KINDS, emptied, fold, is_change, refusal, refusal_of_reply, superseded
from server.protocol.entries import Entry
from server.stores.drafts import UnstorableDraft, digest, entry_of
from server.stores.filling import filled
from server.stores.options import StoreOptions, next_time
from server.stores.timekeeping import SLACK, KeptTime, Timekeeper
from server.stores.wakeups import Wakeups


@dataclass(frozen=True, slots=True)
class _Known:
    """What is remembered of a key."""

    author: str | None
    digest: bytes
    appended: Appended


@dataclass(slots=True)
class _Room:
    """The newest entries, ending at ``head``, where the messages stand among them, and the keys, oldest first."""

    max_messages: int
    entries: deque[Entry] = field(default_factory=deque)
    messages: deque[int] = field(default_factory=deque)
    head: int = 0
    last: datetime | None = None
    keys: OrderedDict[str, _Known] = field(default_factory=OrderedDict)

    @property
    def oldest(self) -> int:
        return self.head - len(self.entries) + 1

    def kept(self, since: datetime | None) -> int:
        """Return the first offset that is not too old; LOG6 lets it be found by halving."""
        return self.oldest if since is None else self.oldest + bisect_left(self.entries, since, key=lambda e: e.at)

    def sweep(self, since: datetime | None) -> None:
        self._drop_before(self.kept(since))

    def _drop_before(self, offset: int) -> None:
        for _ in range(offset - self.oldest):
            self.entries.popleft()
        while self.messages and self.messages[0] < offset:
            self.messages.popleft()

    def append(self, draft: Draft, now: datetime) -> Appended | Refused:
        try:
            said = digest(draft)
        except UnstorableDraft:
            return Refused(ErrorCode.WRONG_FIELD)
        known = self.keys.get(draft.key)
        if known is not None:
            same = (known.author, known.digest) == (draft.author, said)
            # LOG4: the same again gives the first answer. LOG5: another is refused.
            return known.appended if same else Refused(ErrorCode.KEY_REUSED)
        target, changes = self.find(draft.target), draft.kind in CHANGE_KINDS
        code = refusal(target, draft) if changes else refusal_of_reply(self.head, is_change(target), draft)
        if code is not None:
            return Refused(code)
        self.head, self.last = self.head + 1, next_time(now, self.last)
        entry = entry_of(draft, self.head, self.last)
        self.entries.append(entry)
        if changes and target is not None:
            self._rewrite(target, entry)
        else:
            self.messages.append(self.head)
        if len(self.messages) > self.max_messages:
            # LOG17: messages are counted, and changes go with what they follow.
            self._drop_before(self.messages[-self.max_messages])
        appended = Appended(self.head, self.last)
        self.keys[draft.key] = _Known(draft.author, said, appended)
        return appended

    def run(self, start: int, stop: int) -> tuple[Entry, ...]:
        """Return the entries from ``start`` to before ``stop``, where kept."""
        # By index, which in a deque is quick near both ends.
        oldest = self.oldest
        return tuple(self.entries[offset - oldest] for offset in range(max(start, oldest), stop))

    def newest_messages(self, oldest: int, stop: int, limit: int) -> Iterator[Entry]:
        """Return the entry before ``stop`` and the messages before that, backwards; at the beginning what is there."""
        if not oldest < stop:
            return
        number = bisect_left(self.messages, stop - 1)
        first = max(bisect_left(self.messages, oldest), number - limit + 1)
        places = [stop - 1, *(self.messages[index] for index in reversed(range(first, number)))]
        if len(places) < limit and places[-1] != oldest:
            places.append(oldest)
        yield from (self.entries[place - self.oldest] for place in places)

    def find(self, offset: int | None) -> Entry | None:
        """Return the entry at an offset, if there is one."""
        return self.entries[offset - self.oldest] if offset and self.oldest <= offset <= self.head else None

    def _rewrite(self, target: Entry, change: Entry) -> None:
        """CH3, CH4: Let the change show in its target, and the text that it takes the place of go."""
        self._replace(fold(target, change))
        edit = self.find(superseded(target, change))
        if edit is not None:
            self._replace(emptied(edit))

    def _replace(self, entry: Entry) -> None:
        self.entries[entry.offset - self.oldest] = entry

    def forget_keys(self, before: datetime) -> None:
        """LOG9: Forget keys by age alone; the entry may be trimmed long before, or live on."""
        while self.keys:
            oldest = next(iter(self.keys))
            if self.keys[oldest].appended.at >= before:
                return
            self.keys.popitem(last=False)

    def set_right(self, now: datetime) -> None:
        """Bring what is of a time to come to ``now``."""
        for entry in list(self.entries):
            if entry.at > now:
                self._replace(Entry.trusted(**{**entry.__dict__, "at": now}))
        for key, known in self.keys.items():
            if known.appended.at > now:
                self.keys[key] = replace(known, appended=known.appended._replace(at=now))
        self.last = now


class MemoryRoomLog:
    """Every room's log, in dictionaries.

    ``append`` has no ``await`` in it, so nothing comes in between.
    """

    def __init__(self, options: StoreOptions) -> None:
        self.keeper = Timekeeper(options.now)
        self._options = options
        self._mark: str | None = ""
        self._epoch = options.random_bytes(16).hex()
        self._rooms: defaultdict[str, _Room] = defaultdict(self._new_room)
        self._wakeups = Wakeups()

    def _new_room(self) -> _Room:
        return _Room(self._options.max_entries_per_room)

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Appended | Refused]:
        heads = {draft.room: self._rooms[draft.room].head for draft in drafts}
        now = self.keeper.moment()
        self._forget_keys(heads)
        answers = [self._rooms[draft.room].append(draft, now) for draft in drafts]
        for room, head in heads.items():
            log = self._rooms[room]
            self._wakeups.wake(room, log.run(head + 1, log.head + 1))
        return answers

    async def read(
        self, room: str, *, after: int | None, before: int | None, limit: int, max_bytes: int = PAGE_BYTES
    ) -> Page:
        log, oldest, stop = await self._stand(room, before)
        if after is not None:
            start = max(after + 1, oldest)
            found = filled(log.run(start, min(stop, start + limit)), max_bytes)
        else:
            found = filled(reversed(log.run(max(stop - limit, oldest), stop)), max_bytes)[::-1]
        return Page(self._epoch, tuple(found), oldest, log.head)

    async def read_messages(self, room: str, *, before: int | None, limit: int, max_bytes: int = PAGE_BYTES) -> Page:
        log, oldest, stop = await self._stand(room, before)
        found = filled(log.newest_messages(oldest, stop, limit), max_bytes)
        return Page(self._epoch, tuple(reversed(found)), oldest, log.head)

    async def _stand(self, room: str, before: int | None) -> tuple[_Room, int, int]:
        """Return a room, its first offset that is kept, and where a page ends that precedes ``before``."""
        # Others have their turn between two pages, as with a log that waits for a disk.
        await asyncio.sleep(0)
        log = self._rooms.get(room) or self._new_room()
        end = log.head + 1
        # LOG15: what is too old is not there.
        since = self._options.kept_since(self.keeper.moment())
        return log, log.kept(since), end if before is None else min(end, before)

    @asynccontextmanager
    async def watch(self, room: str) -> AsyncIterator[None]:
        with self._wakeups.watch(room):
            yield

    def wakeups(self) -> AsyncIterator[Wakeup]:
        return aiter(self._wakeups)

    def status(self) -> StoreStatus:
        return "ok"

    def is_full(self) -> bool:
        return False

    async def sweep(self, known: datetime) -> None:
        since = self._options.kept_since(known)
        for log in list(self._rooms.values()):
            log.sweep(since)
            await asyncio.sleep(0)

    async def kept_time(self) -> KeptTime:
        return KeptTime(self._mark, self._options.now())

    async def keep_time(self, before: str | None, mark: str) -> None:
        self._mark = mark

    async def set_right(self, now: datetime) -> int:
        ahead = [log for log in self._rooms.values() if log.last is not None and log.last > now + SLACK]
        for log in ahead:
            log.set_right(now)
        return len(ahead)

    def _forget_keys(self, rooms: Iterable[str]) -> None:
        before = self.keeper.forgotten_before
        if before is not None:
            for room in rooms:
                self._rooms[room].forget_keys(before)
