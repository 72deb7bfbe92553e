"""The rooms that this node serves."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any

from server.core.encoding import EncodedPage
from server.core.ports import PresenceNews, Store, StoreUnavailable, TypingChanged, Wakeup
from server.core.presence import Listed, grace_for
from server.core.room import Room, TailBytes
from server.edge.appender import Appender
from server.edge.clock import Clock
from server.edge.live_room import LiveRoom
from server.edge.newcomers import Start
from server.edge.open_rooms import OpenRooms
from server.edge.outage import Outage
from server.edge.pages import Pages
from server.edge.reader import Reader
from server.edge.reads import Reads
from server.edge.tasks import start_task
from server.edge.turn import Turn
from server.protocol.entries import MAX_PAGE_ENTRIES, Member, Position
from server.protocol.server_frames import Status, StoreStatus

LEAVE_RETRY_SECONDS = 1.0
"""When a departure that the store did not take is tried again."""

telemetry = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HubSettings:
    """The settings of a hub."""

    grace_seconds: float
    reload_grace_seconds: float
    presence_tick_seconds: float
    listed_members: int
    replay_entries: int


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where a reader begins, and who is here."""

    start: Start
    listed: Listed


class Hub:
    """Every live room of this node. ``following`` keeps it in step with the store."""

    def __init__(self, store: Store, clock: Clock, settings: HubSettings) -> None:
        self._log = store.log
        self._presence = store.presence
        self._clock = clock
        self._settings = settings
        self._rooms = OpenRooms(store.log, self._prepare, self._fill, self.spawn)
        self._tasks: set[asyncio.Task[None]] = set()
        self._reads = Reads(clock)
        self._all_tails = TailBytes()
        self._pages = Pages(store.log)
        self._undeparted = Outage(telemetry)
        self.turn = Turn()
        self.appender = Appender(store.log)
        self.status: StoreStatus = store.log.status()

    @property
    def room_count(self) -> int:
        """How many rooms are open here."""
        return len(self._rooms)

    @property
    def is_full(self) -> bool:
        """Whether the store takes nothing more for want of room."""
        return self._log.is_full()

    async def enter(
        self,
        name: str,
        reader: Reader,
        member: Member,
        position: Position | None,
        welcome: Callable[[Entrance], None],
    ) -> None:
        """Make a client a member, and let its reader follow the log.

        ``welcome`` is called once, before the reader is handed anything.

        Raises:
            StoreUnavailable: the client is no member, and may try again.
        """
        async with self._rooms.entered(name) as room:
            self._require_store()
            start = await room.newcomers.start(position)
            life = room.life
            await self._join(room, name, reader, member)
            if room.life is not life or start.epoch != room.epoch:
                # RE2: another life of the log began meanwhile, in which no offset of the start means anything.
                room.remove(reader, 0.0)
                raise StoreUnavailable("the log began another life")
            welcome(Entrance(start, room.welcome(member)))
            room.add(reader, start.offset)
            room.fan_out.expect(start.head)

    def leave(self, name: str, reader: Reader, code: int) -> None:
        """Let a reader go whose connection ended with ``code``."""
        grace = grace_for(
            code,
            grace_seconds=self._settings.grace_seconds,
            reload_grace_seconds=self._settings.reload_grace_seconds,
        )
        room = self._rooms.get(name)
        if room is not None and room.remove(reader, grace):
            self._presence.tell_typing(name, reader.client_id, False)  # SE7

    def expect(self, name: str, head: int) -> None:
        """Take an append's own word that a room has come to ``head``."""
        room = self._rooms.get(name)
        if room is not None:
            room.fan_out.expect(head)

    def has_entries(self, name: str) -> bool:
        """Return whether anything was ever appended to a room, as far as this node knows."""
        room = self._rooms.get(name)
        return room is not None and room.head > 0

    def set_typing(self, name: str, client_id: int, active: bool) -> None:
        """Tell a room that somebody writes, or stopped."""
        self._rooms[name].attendance.set_typing(client_id, active)
        self._presence.tell_typing(name, client_id, active)

    async def read(self, name: str, reader: str, *, after: int | None, before: int | None, limit: int) -> EncodedPage:
        """Read a page of a room's log, when it is ``reader``'s turn.

        Raises:
            StoreUnavailable: nothing was read.
        """
        self._require_store()
        if after is not None:
            read = partial(self._pages.after, name, after, limit)
        else:
            room = self._rooms.get(name)
            read = partial(self._pages.before, name, None if room is None else room.log, before, limit)
        return await self._reads.page(name, reader, read, lambda page: len(page.entries))

    def _require_store(self) -> None:
        if self._log.status() != "ok":
            # ST2: a store that can be read but not written is away too: one
            # answer for everything is one that people understand.
            raise StoreUnavailable("the store is degraded")

    def wakeup(self, wakeup: Wakeup) -> None:
        """Take a hint from the store."""
        room = self._rooms.get(wakeup.room)
        if room is not None:
            room.fan_out.wakeup(wakeup)

    def apply(self, change: PresenceNews) -> None:
        """Take the store's word of who came or went, or writes on another node."""
        room = self._rooms.get(change.room)
        if room is None:
            return
        if isinstance(change, TypingChanged):
            room.attendance.set_typing(change.client_id, change.active)
        else:
            room.attendance.apply(change)

    def set_status(self, status: StoreStatus) -> None:
        """Tell everybody that the store went away or came back (ST1)."""
        self.status = status
        for room in self._rooms:
            room.attendance.announce(Status(store=status))
            if status == "ok":
                room.fan_out.resume()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something that nobody waits for; it ends with the hub."""
        task = start_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Finish what was accepted, then stop."""
        await self.appender.flush()
        tasks = [*self._tasks, *self._rooms.stop()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._rooms.close()

    async def _prepare(self, name: str) -> LiveRoom:
        self._require_store()
        page = await self._reads.first(name, partial(self._log.read, name, after=None, before=None, limit=1))
        room = Room(
            name,
            page.epoch,
            page.head,
            # As much as anybody may have missed, and never less than a page,
            # so that who stands at the tip need not read the log.
            tail_entries=max(self._settings.replay_entries, MAX_PAGE_ENTRIES),
            listed_members=self._settings.listed_members,
            all_tails=self._all_tails,
        )
        room.tail.reach_back(page.entries)
        return LiveRoom(
            room,
            self._log,
            self._reads,
            self._clock,
            self.turn,
            self._settings.presence_tick_seconds,
            self._settings.replay_entries,
            self._depart,
        )

    async def _fill(self, room: LiveRoom) -> None:
        # What the list has and the changes tell too does no harm.
        room.attendance.load(await self._presence.members(room.name))

    async def _join(self, room: LiveRoom, name: str, reader: Reader, member: Member) -> None:
        try:
            await self._presence.join(name, member, reader.connection)
        except BaseException:
            # Unknown whether the store took it; taking out who is not in does no harm.
            room.remove(reader, 0.0)
            raise

    def _depart(self, name: str, client_id: int, connection: str) -> None:
        stack = ExitStack()
        stack.enter_context(self._rooms.held(name))
        self.spawn(self._leave_store(stack, name, client_id, connection))

    async def _leave_store(self, kept_open: ExitStack, name: str, client_id: int, connection: str) -> None:
        with kept_open:
            try:
                await self._presence.leave(name, client_id, connection)
                self._undeparted.is_over()
            except Exception as error:
                self._undeparted.tell("who left stays listed until the store takes it; each is tried again: %s", error)
                self._rooms[name].attendance.depart_later(client_id, connection, LEAVE_RETRY_SECONDS)
