"""Sends a room its joins, leaves and typing: at most once a tick, and less often where that never ends (BP19)."""

from collections.abc import Callable, Sequence

from server.core.pace import Pace
from server.core.ports import Arrived, Departed, PresenceChange
from server.core.room import Room
from server.edge.clock import Clock, Timer
from server.edge.reader import Reader
from server.protocol.close_codes import CloseCode
from server.protocol.codec import encode_message
from server.protocol.server_frames import ServerFrame, TypingFrame

TICKS_PER_SECOND = 4.0
"""BP19: how often a room gets such changes in the long run, and ``TICK_BURST``
times at once. One person who comes and goes, or begins and stops writing, all the
time would otherwise have 20 frames a second written to everybody."""

TICK_BURST = 20


class Attendance:
    """The members of one room on this node, and the frames about them."""

    def __init__(
        self,
        room: Room,
        readers: dict[str, Reader],
        clock: Clock,
        tick_seconds: float,
        on_departure: Callable[[str, int, str], None],
    ) -> None:
        self._room = room
        self._readers = readers
        self._clock = clock
        self._tick_seconds = tick_seconds
        self._on_departure = on_departure
        self._early: list[PresenceChange] | None = []
        self._tick_at: float | None = None
        self._timer: Timer | None = None
        self._pace = Pace(TICKS_PER_SECOND, TICK_BURST)

    def stop(self) -> None:
        """Let nothing more fall due."""
        if self._timer is not None:
            self._timer.cancel()

    def load(self, members: Sequence[Arrived]) -> None:
        """Begin with who was here already, and with what changed while they were listed."""
        self._room.roster.load(members)
        early, self._early = self._early or [], None
        for change in early:
            self.apply(change)

    def apply(self, change: PresenceChange) -> None:
        """Fold in who came or went, on whichever node."""
        if self._early is not None:
            self._early.append(change)
            return
        client_id = change.member.client_id if isinstance(change, Arrived) else change.client_id
        before = self._room.roster.connection_of(client_id)
        self._room.roster.apply(change)
        if isinstance(change, Departed):
            self._room.typists.set(client_id, False, self._clock.now())  # SE7: on whichever node.
        elif before in self._readers and before != change.connection:
            # ID4: the order in which the store tells it says which one is newer. A
            # departure of somebody who sits here is no other connection: this node
            # was taken for gone, and its store puts its people back.
            self._readers[before].close(CloseCode.SESSION_REPLACED)
        self._tick_soon()

    def set_typing(self, client_id: int, active: bool) -> bool:
        """Note that somebody writes, or stopped; return False of who did not write and did not stop."""
        is_news = self._room.typists.set(client_id, active, self._clock.now())
        if is_news:
            self._tick_soon()
        return is_news

    def depart_later(self, client_id: int, connection: str, seconds: float) -> None:
        """Take a client out of the room after ``seconds``, unless it is here on another connection."""
        self._room.departures.away(client_id, connection, self._clock.now() + seconds)
        self._schedule()

    def tell(self, frame: ServerFrame) -> None:
        """Write one frame to every reader that can take it, encoded once."""
        wire = encode_message(frame)
        for reader in self._readers.values():
            reader.tell(frame, wire)

    def announce(self, frame: ServerFrame) -> None:
        """Write one frame to every reader, whether or not it can take more."""
        wire = encode_message(frame)
        for reader in self._readers.values():
            reader.write(frame, wire)

    def greet(self, reader: Reader) -> None:
        """Send a newcomer who is writing; its welcome had the rest (SE7)."""
        if self._room.typists.told:
            self._tell_typing(reader)

    def make_up(self, reader: Reader) -> None:
        """Send a reader that has room again the present state of everything that it missed."""
        missed, reader.missed = reader.missed or set(), None
        if "presence" in missed:
            frame = self._room.roster.in_full()
            reader.tell(frame, encode_message(frame))
        if "typing" in missed:
            self._tell_typing(reader)

    def _tell_typing(self, reader: Reader) -> None:
        frame = TypingFrame(client_ids=self._room.typists.others(reader.client_id))
        reader.tell(frame, encode_message(frame))

    def _tick_soon(self) -> None:
        if self._tick_at is None:
            now = self._clock.now()
            self._tick_at = now + max(self._tick_seconds, self._pace.wait(now))
            self._schedule()

    def _schedule(self) -> None:
        # A tick also sends that typists fell silent.
        silent_at = self._room.typists.next_at if self._tick_at is None else None
        moments = (self._tick_at, silent_at, self._room.departures.next_at)
        due = min((moment for moment in moments if moment is not None), default=None)
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if due is None else self._clock.call_at(due, self._tick)

    def _tick(self) -> None:
        self._timer = None
        now = self._clock.now()
        try:
            for client_id, connection in self._room.departures.take_due(now):
                self._on_departure(self._room.name, client_id, connection)
            wait = self._pace.wait(now)
            # A member who leaves was announced before, unless the room gets too many frames already.
            if self._tick_at is None or not wait:
                self._tick_at = now + wait
            if self._tick_at <= now:
                self._tick_at = None
                self._tell_changes(now)
        finally:
            self._schedule()

    def _tell_changes(self, now: float) -> None:
        roster = self._room.roster
        presence = roster.tell()
        is_typing_news = self._room.typists.tell(now, roster.person_of, roster.listed_client_of)
        if presence is not None or is_typing_news:
            self._pace.spend()
        if presence is not None:
            self.tell(presence)
        if is_typing_news:
            self._tell_who_writes()

    def _tell_who_writes(self) -> None:
        typists = self._room.typists
        everybody = TypingFrame(client_ids=typists.told)
        wire = encode_message(everybody)
        for reader in self._readers.values():
            if typists.concerns(reader.client_id):
                self._tell_typing(reader)
            else:
                reader.tell(everybody, wire)
