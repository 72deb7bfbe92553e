"""A room while somebody is in it: reads the log on, hands it out, tells who is here."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from server.core.ports import Arrived, Page, PresenceChange, RoomLog, StoreUnavailable, Wakeup
from server.core.room import Room, encode_entry
from server.edge.clock import Clock, Timer
from server.edge.reader import Reader
from server.protocol.close_codes import CloseCode
from server.protocol.codec import encode
from server.protocol.entries import MAX_PAGE_ENTRIES, Entry
from server.protocol.server_frames import ServerFrame, TypingFrame

CHUNK_ENTRIES = 16
"""Entries handed to a lagging reader between two looks at its outbox."""

telemetry = logging.getLogger(__name__)


class LiveRoom:
    """The fan-out of one room on this node.

    There is one read of the log for the room and one at most for each reader
    that lags behind the tail; nobody waits for anybody else's.
    """

    def __init__(
        self,
        room: Room,
        log: RoomLog,
        clock: Clock,
        tick_seconds: float,
        on_departure: Callable[[str, int, str], None],
    ) -> None:
        self.name = room.name
        self.room = room
        self.entering = 0
        self.readers: dict[str, Reader] = {}
        self._by_client: dict[int, Reader] = {}
        self._log = log
        self._clock = clock
        self._tick_seconds = tick_seconds
        self._on_departure = on_departure
        self._head = room.tail.tip
        self._early: list[PresenceChange] | None = []
        self._pull: asyncio.Task[None] | None = None
        self._tick_at: float | None = None
        self._timer: Timer | None = None

    @property
    def is_empty(self) -> bool:
        """True when nobody is here, nobody comes in and nobody may still come back."""
        return not self.readers and not self.entering and self.room.departures.next_at is None

    def add(self, reader: Reader, offset: int) -> None:
        """Let a reader follow the log from after ``offset``."""
        other = self._by_client.get(reader.client_id)
        if other is not None:
            other.close(CloseCode.SESSION_REPLACED)  # ID4
        self._by_client[reader.client_id] = reader
        reader.cursor.offset = offset
        reader.outbox.on_drain = lambda: self.read_on(reader)
        self.readers[reader.connection] = reader
        self.read_on(reader)

    def remove(self, reader: Reader, grace_seconds: float) -> None:
        """Let a reader go; its client is gone when the grace is over."""
        self.readers.pop(reader.connection, None)
        if reader.reading is not None:
            reader.reading.cancel()
        if self._by_client.get(reader.client_id) is reader:
            del self._by_client[reader.client_id]
            self.set_typing(reader.client_id, False)
        self.depart_later(reader.client_id, reader.connection, grace_seconds)

    def depart_later(self, client_id: int, connection: str, seconds: float) -> None:
        """Take a client out of the room after ``seconds``, unless it is here on another connection."""
        self.room.departures.away(client_id, connection, self._clock.now() + seconds)
        self._schedule()

    def stop(self) -> None:
        """Cancel every timer and every read."""
        tasks = [self._pull, *(reader.reading for reader in self.readers.values())]
        for task in tasks:
            if task is not None:
                task.cancel()
        if self._timer is not None:
            self._timer.cancel()

    # The log.

    def wakeup(self, wakeup: Wakeup) -> None:
        """Take a hint; what it does not carry whole is read (FO3)."""
        entries = wakeup.entries
        if entries and entries[0].offset <= self.room.tail.tip + 1:
            self._extend(entries)
        self._head = max(self._head, wakeup.head)
        self.read_log()

    def read_log(self) -> None:
        """Read the log on to where it is known to reach."""
        if self._head > self.room.tail.tip and self._pull is None:
            self._pull = asyncio.create_task(self._pull_log())

    def read_on(self, reader: Reader) -> None:
        """Hand a reader what follows its cursor, as far as its outbox takes it (BP2)."""
        if reader.reading is not None:
            return
        tail = self.room.tail
        while reader.cursor.offset < tail.tip and not reader.outbox.is_full:
            entries = tail.after(reader.cursor.offset, CHUNK_ENTRIES)
            if entries is None:
                reader.reading = asyncio.create_task(self._read_for(reader))
                return
            reader.hand(entries)

    def resume_reading(self) -> None:
        """Read on everywhere; for when the store is back."""
        self.read_log()
        for reader in self.readers.values():
            self.read_on(reader)

    def _extend(self, entries: Sequence[Entry]) -> None:
        tip = self.room.tail.tip
        fresh = self.room.tail.extend(entries)
        if not fresh:
            return
        for reader in self.readers.values():
            if reader.cursor.offset == tip and fresh[0].offset == tip + 1 and not reader.outbox.is_full:
                reader.hand(fresh)
            else:
                self.read_on(reader)

    async def _pull_log(self) -> None:
        try:
            while self._head > self.room.tail.tip:
                page = await self._read(self.room.tail.tip)
                if page is None or not page.entries:
                    # The hint was false, or the log was rolled back.
                    self._head = self.room.tail.tip
                    return
                self._extend(page.entries)
        except StoreUnavailable as error:
            telemetry.warning("reading on failed: %s", error)
        except Exception:
            telemetry.exception("reading on failed")
        finally:
            self._pull = None

    async def _read_for(self, reader: Reader) -> None:
        try:
            page = await self._read(reader.cursor.offset)
        except StoreUnavailable:
            return  # ``resume_reading`` comes back to it.
        except Exception:
            telemetry.exception("reading for a member failed")
            reader.close(CloseCode.INTERNAL_ERROR)
            return
        finally:
            reader.reading = None
        if page is None:
            return
        if page.oldest > reader.cursor.offset + 1:
            reader.close(CloseCode.TRIMMED_PAST)  # BP5
            return
        for entry in page.entries:
            if reader.outbox.is_full:
                break
            reader.hand((encode_entry(entry),))
        self.read_on(reader)

    async def _read(self, after: int) -> Page | None:
        page = await self._log.read(self.name, after=after, before=None, limit=MAX_PAGE_ENTRIES)
        if page.epoch == self.room.epoch:
            return page
        # Another life of the store: no offset that anybody here holds means anything.
        for reader in list(self.readers.values()):
            reader.close(CloseCode.SERVICE_RESTART)
        return None

    # The people.

    def load(self, members: Sequence[Arrived]) -> None:
        """Begin with who was here already, and with what changed while they were listed."""
        self.room.roster.load(members)
        early, self._early = self._early or [], None
        for change in early:
            self.apply(change)

    def apply(self, change: PresenceChange) -> None:
        """Fold in who came or went, on whichever node."""
        if self._early is not None:
            self._early.append(change)
            return
        client_id = change.member.client_id if isinstance(change, Arrived) else change.client_id
        before = self.room.roster.connection_of(client_id)
        self.room.roster.apply(change)
        if before in self.readers and before != self.room.roster.connection_of(client_id):
            # ID4: the order in which the store tells it says which one is newer.
            self.readers[before].close(CloseCode.SESSION_REPLACED)
        self._tick_soon()

    def set_typing(self, client_id: int, active: bool) -> None:
        """Note that somebody writes, or stopped."""
        self.room.typists.set(client_id, active, self._clock.now())
        self._tick_soon()

    def tell(self, frame: ServerFrame) -> None:
        """Write one frame to every reader, encoded once."""
        text = encode(frame)
        for reader in self.readers.values():
            reader.tell(frame, text)

    def _tick_soon(self) -> None:
        if self._tick_at is None:
            self._tick_at = self._clock.now() + self._tick_seconds
            self._schedule()

    def _schedule(self) -> None:
        moments = (self._tick_at, self.room.typists.next_at, self.room.departures.next_at)
        due = min((moment for moment in moments if moment is not None), default=None)
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if due is None else self._clock.call_at(due, self._tick)

    def _tick(self) -> None:
        self._timer = None
        self._tick_at = None
        now = self._clock.now()
        for client_id, connection in self.room.departures.take_due(now):
            self._on_departure(self.name, client_id, connection)
        presence = self.room.roster.tell()
        if presence is not None:
            self.tell(presence)
        if self.room.typists.tell(now):
            self._tell_typing()
        self._schedule()

    def _tell_typing(self) -> None:
        typists = self.room.typists.client_ids
        everybody = TypingFrame(client_ids=typists)
        text = encode(everybody)
        for reader in self.readers.values():
            if reader.client_id in typists:
                others = TypingFrame(client_ids=tuple(one for one in typists if one != reader.client_id))
                reader.tell(others, encode(others))
            else:
                reader.tell(everybody, text)
