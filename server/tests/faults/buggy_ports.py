"""Stores with a bug: each class stands around a port and does one thing wrong."""

import asyncio
import html
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager

from server.core.ports import (
    PAGE_BYTES,
    Appended,
    Arrived,
    Draft,
    Page,
    PresenceNews,
    PresenceStore,
    Refused,
    RoomLog,
    StoreStatus,
    StoreUnavailable,
    Wakeup,
)
from server.protocol.entries import Entry, Member
from server.stores.drafts import entry_of
from server.stores.options import utc_now

Answer = Appended | Refused

HELD_BACK = 10
"""Drafts that are acked and not committed: more than any kill could miss."""

COMMIT_DELAY_SECONDS = 0.3
"""How long an entry is out before it is in: longer than a writer's pause."""


class LogAround:
    """A log that does what the one within does."""

    def __init__(self, log: RoomLog) -> None:
        self.log = log
        self.heads: dict[str, int] = {}

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Answer]:
        return await self.log.append(drafts)

    async def read(
        self, room: str, *, after: int | None, before: int | None, limit: int, max_bytes: int = PAGE_BYTES
    ) -> Page:
        return await self.log.read(room, after=after, before=before, limit=limit, max_bytes=max_bytes)

    async def read_messages(self, room: str, *, before: int | None, limit: int, max_bytes: int = PAGE_BYTES) -> Page:
        return await self.log.read_messages(room, before=before, limit=limit, max_bytes=max_bytes)

    def watch(self, room: str) -> AbstractAsyncContextManager[None]:
        return self.log.watch(room)

    def wakeups(self) -> AsyncIterator[Wakeup]:
        return self.log.wakeups()

    def status(self) -> StoreStatus:
        return self.log.status()

    def is_full(self) -> bool:
        return self.log.is_full()

    async def predict(self, draft: Draft) -> Appended:
        """Return the place that the draft would get, and take it for given."""
        if draft.room not in self.heads:
            self.heads[draft.room] = (await self.log.read(draft.room, after=None, before=None, limit=1)).head
        self.heads[draft.room] += 1
        return Appended(self.heads[draft.room], utc_now())


class AcksBeforeCommit(LogAround):
    """Answers at once, and writes when more than a few wait."""

    def __init__(self, log: RoomLog) -> None:
        super().__init__(log)
        self._known: dict[tuple[str, str], Appended] = {}
        self._late: list[Draft] = []

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Answer]:
        answers: list[Answer] = []
        for draft in drafts:
            place = draft.room, draft.key
            if place not in self._known:
                self._known[place] = await self.predict(draft)
                self._late.append(draft)
            answers.append(self._known[place])
        due, self._late = self._late[:-HELD_BACK], self._late[-HELD_BACK:]
        if due:
            await self.log.append(due)
        return answers


class HandsOutBeforeCommit(LogAround):
    """Wakes the readers with entries that are not in the log yet."""

    def __init__(self, log: RoomLog) -> None:
        super().__init__(log)
        self._waking: asyncio.Queue[Wakeup] = asyncio.Queue()
        self._known: set[str] = set()

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Answer]:
        entries: list[Entry] = []
        for draft in drafts:
            if draft.key not in self._known:
                self._known.add(draft.key)
                place = await self.predict(draft)
                entries.append(entry_of(draft, place.offset, place.at))
        if entries:
            self._waking.put_nowait(Wakeup(drafts[0].room, entries[-1].offset, tuple(entries)))
        await asyncio.sleep(COMMIT_DELAY_SECONDS)
        return await self.log.append(drafts)

    async def wakeups(self) -> AsyncIterator[Wakeup]:
        while True:
            yield await self._waking.get()


class AcksWhatFailed(LogAround):
    """Takes a store that is away for one that has written."""

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Answer]:
        try:
            answers = await self.log.append(drafts)
        except StoreUnavailable:
            return [Appended(self.heads.get(draft.room, 0) + 1, utc_now()) for draft in drafts]
        for draft, answer in zip(drafts, answers, strict=True):
            if isinstance(answer, Appended):
                self.heads[draft.room] = answer.offset
        return answers


class AcksResentAtHead(LogAround):
    """Answers a message that it has already with the place of the newest."""

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Answer]:
        answers: list[Answer] = []
        for draft, answer in zip(drafts, await self.log.append(drafts), strict=True):
            if isinstance(answer, Appended):
                head = self.heads[draft.room] = max(answer.offset, self.heads.get(draft.room, 0))
                answers.append(Appended(head, answer.at))
            else:
                answers.append(answer)
        return answers


class MixesUpAnswers(LogAround):
    """Gives each draft of a batch the answer to its neighbour."""

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Answer]:
        answers = await self.log.append(drafts)
        return [*answers[1:], *answers[:1]]


class ReversesBatches(LogAround):
    """Writes what came last first."""

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Answer]:
        return (await self.log.append(drafts[::-1]))[::-1]


class ChangesWhatIsRead(LogAround):
    """Escapes the text of pages, and not that of live entries."""

    async def read(
        self, room: str, *, after: int | None, before: int | None, limit: int, max_bytes: int = PAGE_BYTES
    ) -> Page:
        return _escaped(await super().read(room, after=after, before=before, limit=limit, max_bytes=max_bytes))

    async def read_messages(self, room: str, *, before: int | None, limit: int, max_bytes: int = PAGE_BYTES) -> Page:
        return _escaped(await super().read_messages(room, before=before, limit=limit, max_bytes=max_bytes))


class LeavesOutMessages(LogAround):
    """Takes every third message for a change of another when somebody asks for messages."""

    async def read_messages(self, room: str, *, before: int | None, limit: int, max_bytes: int = PAGE_BYTES) -> Page:
        page = await super().read_messages(room, before=before, limit=limit, max_bytes=max_bytes)
        ends = {page.oldest, *(entry.offset for entry in page.entries[-1:])}
        entries = tuple(entry for entry in page.entries if entry.offset % 3 or entry.offset in ends)
        return Page(page.epoch, entries, page.oldest, page.head)


def _escaped(page: Page) -> Page:
    entries = tuple(entry.model_copy(update={"body": html.escape(entry.body)}) for entry in page.entries)
    return Page(page.epoch, entries, page.oldest, page.head)


class LosesHints(LogAround):
    """Hears nothing of what other nodes append, and never looks."""

    async def wakeups(self) -> AsyncIterator[Wakeup]:
        async for wakeup in self.log.wakeups():
            if wakeup.entries:
                yield wakeup


class PresenceAround:
    """A presence that does what the one within does."""

    def __init__(self, presence: PresenceStore) -> None:
        self.presence = presence

    async def join(self, room: str, member: Member, connection: str) -> None:
        await self.presence.join(room, member, connection)

    async def leave(self, room: str, client_id: int, connection: str) -> None:
        await self.presence.leave(room, client_id, connection)

    async def members(self, room: str) -> Sequence[Arrived]:
        return await self.presence.members(room)

    def changes(self) -> AsyncIterator[PresenceNews]:
        return self.presence.changes()

    def tell_typing(self, room: str, client_id: int, active: bool) -> None:
        self.presence.tell_typing(room, client_id, active)

    async def heartbeat(self) -> None:
        await self.presence.heartbeat()


class BelievesLateLeaves(PresenceAround):
    """Takes a client out whichever connection ends."""

    async def leave(self, room: str, client_id: int, connection: str) -> None:
        for arrived in await self.presence.members(room):
            if arrived.member.client_id == client_id:
                connection = arrived.connection
        await self.presence.leave(room, client_id, connection)


class LosesLeaves(PresenceAround):
    """Lets nobody go."""

    async def leave(self, room: str, client_id: int, connection: str) -> None:
        pass
