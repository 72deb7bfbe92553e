"""A room while somebody is in it: its readers, its fan-out and its attendance."""

from collections.abc import Callable

from server.core.ports import RoomLog
from server.core.room import Room
from server.edge.attendance import Attendance
from server.edge.clock import Clock
from server.edge.fan_out import FanOut
from server.edge.newcomers import Newcomers
from server.edge.reader import Reader
from server.edge.reads import Reads
from server.edge.turn import Turn
from server.protocol.close_codes import CloseCode


class LiveRoom:
    """One room on this node. ``fan_out`` is its log, ``attendance`` its people, ``newcomers`` the way in."""

    def __init__(
        self,
        room: Room,
        log: RoomLog,
        reads: Reads,
        clock: Clock,
        turn: Turn,
        tick_seconds: float,
        replay_entries: int,
        on_departure: Callable[[str, int, str], None],
    ) -> None:
        self.log = room
        """What is known of its log, for those who read pages of it."""
        self._room = room
        self._readers: dict[str, Reader] = {}
        self._by_client: dict[int, Reader] = {}
        self.fan_out = FanOut(room, self._readers, log, reads, clock, turn)
        self.newcomers = Newcomers(room, self.fan_out, clock, replay_entries)
        self.attendance = Attendance(room, self._readers, clock, tick_seconds, on_departure)
        self.welcome = room.roster.welcome

    @property
    def is_empty(self) -> bool:
        """True when nobody is here and nobody may still come back."""
        return not self._readers and self._room.departures.next_at is None

    def add(self, reader: Reader, offset: int) -> None:
        """Let a reader follow the log from after ``offset``."""
        other = self._by_client.get(reader.client_id)
        if other is not None:
            other.close(CloseCode.SESSION_REPLACED)  # ID4
        self._by_client[reader.client_id] = reader
        self._readers[reader.connection] = reader
        reader.cursor.offset = offset
        reader.outbox.on_drain = lambda: self._drained(reader)
        self.attendance.greet(reader)
        self.fan_out.read_on(reader)

    @property
    def name(self) -> str:
        """The item's name."""
        return self._room.name

    @property
    def epoch(self) -> str:
        """Which life of the log the room follows."""
        return self._room.epoch

    @property
    def head(self) -> int:
        """How far this node has read the room's log; 0 where nobody wrote yet."""
        return self._room.tail.tip

    @property
    def life(self) -> object:
        """What is another one after each rollback too, which keeps the epoch."""
        return self._room.tail

    def remove(self, reader: Reader, grace_seconds: float) -> bool:
        """Let a reader go; its client is gone when the grace is over. Return whether it was writing."""
        self._readers.pop(reader.connection, None)
        if reader.reading is not None:
            reader.reading.cancel()
        was_writing = False
        if self._by_client.get(reader.client_id) is reader:
            del self._by_client[reader.client_id]
            was_writing = self.attendance.set_typing(reader.client_id, False)
        self.attendance.depart_later(reader.client_id, reader.connection, grace_seconds)
        return was_writing

    def stop(self) -> None:
        """Cancel every timer and every read, and hold nothing of the log."""
        self.fan_out.stop()
        self.attendance.stop()
        self._room.tail.release()

    def _drained(self, reader: Reader) -> None:
        if reader.connection in self._readers:
            self.attendance.make_up(reader)
            self.fan_out.read_on(reader)
