"""People in rooms, without sockets: what the tests of the hub are about."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from typing import cast

from server.auth.resume_tokens import ResumeTokens
from server.core.pace import Allowance
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
    StoreUnavailable,
    Wakeup,
)
from server.core.session import Session
from server.core.welcome import Facts
from server.edge.connection import Connection
from server.edge.hub import Hub
from server.protocol.entries import Member
from server.protocol.server_frames import Limits, ServerFrame, StoreStatus, Welcome
from server.stores.memory.room_log import MemoryRoomLog
from server.tests.doubles import FakeClock, RecordingOutbox

LIMITS = Limits(
    frame_bytes=131072,
    body_length=8000,
    page_entries=100,
    replay_entries=20,
    pending_sends=8,
    listed_members=5,
    messages_per_second=1000,
    message_burst=1000,
)
TURNS = 2_000
"""Turns of the event loop within which everything that needs no time has happened."""


async def until(condition: Callable[[], object]) -> None:
    """Let the event loop turn until the condition holds."""
    for _ in range(TURNS):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came to hold")


async def settled() -> None:
    """Let the event loop turn until nothing is left to do that needs no time."""
    for _ in range(100):
        await asyncio.sleep(0)


class UnsteadyLog:
    """A log that goes away, keeps silent or keeps one waiting, when a test says so."""

    def __init__(self, log: RoomLog) -> None:
        self.below = log
        self.is_away = False
        self.is_mute = False
        self.failure: Exception | None = None
        self.reads = 0
        self.entries_read = 0
        self.watched = 0
        self.another_life: Page | None = None
        self.oldest = 1
        self.gate = asyncio.Event()
        self.gate.set()

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Appended | Refused]:
        await self._answer()
        return await self.below.append(drafts)

    async def read(
        self, room: str, *, after: int | None, before: int | None, limit: int, max_bytes: int = PAGE_BYTES
    ) -> Page:
        await self._begin_reading()
        return self._told(await self.below.read(room, after=after, before=before, limit=limit, max_bytes=max_bytes))

    async def read_messages(self, room: str, *, before: int | None, limit: int, max_bytes: int = PAGE_BYTES) -> Page:
        await self._begin_reading()
        return self._told(await self.below.read_messages(room, before=before, limit=limit, max_bytes=max_bytes))

    async def _begin_reading(self) -> None:
        self.reads += 1
        await self._answer()

    def _told(self, page: Page) -> Page:
        self.entries_read += len(page.entries)
        return self.another_life or self._trimmed(page)

    @asynccontextmanager
    async def watch(self, room: str) -> AsyncIterator[None]:
        self.watched += 1
        try:
            async with self.below.watch(room):
                yield
        finally:
            self.watched -= 1

    async def wakeups(self) -> AsyncIterator[Wakeup]:
        async for wakeup in self.below.wakeups():
            if not self.is_mute:
                yield wakeup

    def status(self) -> StoreStatus:
        return "degraded" if self.is_away else "ok"

    def is_full(self) -> bool:
        return self.below.is_full()

    def _trimmed(self, page: Page) -> Page:
        entries = tuple(entry for entry in page.entries if entry.offset >= self.oldest)
        return replace(page, entries=entries, oldest=max(page.oldest, self.oldest))

    async def _answer(self) -> None:
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        if self.is_away:
            raise StoreUnavailable("the test took it away")


class UnsteadyPresence:
    """A presence store that fails to take departures when a test says so."""

    def __init__(self, presence: PresenceStore) -> None:
        self._presence = presence
        self.failure: Exception | None = None
        self.joined = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.typing_told: list[tuple[int, bool]] = []

    async def join(self, room: str, member: Member, connection: str) -> None:
        self.joined += 1
        await self.gate.wait()
        await self._presence.join(room, member, connection)

    async def leave(self, room: str, client_id: int, connection: str) -> None:
        if self.failure is not None:
            raise self.failure
        await self._presence.leave(room, client_id, connection)

    async def members(self, room: str) -> Sequence[Arrived]:
        return await self._presence.members(room)

    def tell_typing(self, room: str, client_id: int, active: bool) -> None:
        self.typing_told.append((client_id, active))
        self._presence.tell_typing(room, client_id, active)

    def changes(self) -> AsyncIterator[PresenceNews]:
        return self._presence.changes()

    async def heartbeat(self) -> None:
        await self._presence.heartbeat()


@dataclass
class Person:
    """Somebody with a connection to a room."""

    connection: Connection
    outbox: RecordingOutbox
    refs: "count[int]" = field(default_factory=count)

    def say(self, type_: str, **fields: object) -> None:
        self.connection.receive(json.dumps({"type": type_, **fields}))

    def send(self, body: str, *, key: str | None = None, kind: str = "message", target: int | None = None) -> int:
        ref = next(self.refs)
        key = key or secrets.token_hex(16)
        self.say("send", ref=ref, key=key, kind=kind, target=target, body=body)
        return ref

    @property
    def frames(self) -> list[ServerFrame]:
        return self.outbox.frames

    @property
    def welcome(self) -> Welcome:
        (frame,) = (frame for frame in self.frames if isinstance(frame, Welcome))
        return frame

    @property
    def is_welcome(self) -> bool:
        return any(isinstance(frame, Welcome) for frame in self.frames)

    def told(self, type_: str) -> list[ServerFrame]:
        return [frame for frame in self.frames if frame.type == type_]


@dataclass
class Venue:
    """A hub, and what it stands on."""

    hub: Hub
    log: UnsteadyLog
    presence: UnsteadyPresence
    clock: FakeClock
    tokens: ResumeTokens = field(default_factory=lambda: ResumeTokens(b"k" * 32))

    def connect(
        self,
        item_id: str = "foo",
        *,
        author: str | None = None,
        name: str | None = None,
        allowance: Allowance | None = None,
    ) -> Person:
        """Open a connection that has not said hello."""
        facts = Facts(item_id, author, name, LIMITS, heartbeat_seconds=20)
        session, outbox = Session(facts, self.clock.now() + 10, allowance), RecordingOutbox()
        return Person(Connection(session, self.hub, outbox, self.clock, self.tokens, outbox), outbox)

    async def join(
        self,
        item_id: str = "foo",
        *,
        token: str | None = None,
        position: dict[str, object] | None = None,
        author: str | None = None,
        name: str | None = None,
        allowance: Allowance | None = None,
    ) -> Person:
        """Return somebody who was welcomed, after everybody heard of it."""
        person = self.connect(item_id, author=author, name=name, allowance=allowance)
        person.say("hello", contract=1, name=name, resume_token=token, position=position)
        await until(lambda: person.is_welcome)
        await self.tick()
        return person

    async def tick(self, seconds: float = 0.05) -> None:
        """Let time pass, and everything happen that it brings."""
        await settled()
        self.clock.advance(seconds)
        await settled()
        self.clock.advance(0.05)
        await settled()

    async def fill(self, room: str, bodies: Sequence[str]) -> None:
        """Append to a room's log behind the hub's back, as another node would."""
        start = (await self.log.read(room, after=None, before=None, limit=1)).head
        drafts = [
            Draft(room, f"{start + index:032x}", "message", 7, None, None, None, body)
            for index, body in enumerate(bodies, 1)
        ]
        await self.log.append(drafts)

    def lose_room(self, room: str) -> None:
        """Lose all that was written in a room, as a store that is rolled back does; the epoch stays."""
        del cast("MemoryRoomLog", self.log.below)._rooms[room]

    async def delete(self, room: str, target: int, *, key: str) -> None:
        """Delete what ``fill`` wrote, as another node would."""
        await self.log.append([Draft(room, key, "deletion", 7, None, None, target, "")])
