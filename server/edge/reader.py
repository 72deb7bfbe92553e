"""One member's way through a room's log: a cursor, an outbox, and a manner of speech."""

from asyncio import Task
from collections.abc import Callable
from typing import Protocol

from server.core.cursor import Cursor
from server.core.read_pace import ReadPace
from server.core.room import Run
from server.edge.outbox import Outbox
from server.protocol.close_codes import CloseCode
from server.protocol.server_frames import ServerFrame


class Rendering(Protocol):
    """The form of messages for a member that reads no frames: the chapter's plain lines."""

    def entries(self, run: Run) -> bytes:
        """Return the messages for these entries; may be none."""
        ...

    def frame(self, frame: ServerFrame, wire: bytes) -> bytes:
        """Return the messages for any other frame, which is ``wire`` in its final bytes."""
        ...


class Reader:
    """A connection that follows a room's log.

    ``connection`` names it over all nodes. ``reading`` is its read of the log
    that is under way, if there is one: never two at a time. ``budget`` is what
    all connections of its person read of logs together (BP16).
    """

    __slots__ = ("budget", "client_id", "close", "connection", "cursor", "missed", "outbox", "reading", "rendering")

    def __init__(
        self,
        client_id: int,
        connection: str,
        outbox: Outbox,
        close: Callable[[CloseCode], None],
        rendering: Rendering | None = None,
        budget: ReadPace | None = None,
    ) -> None:
        self.budget = budget
        self.client_id = client_id
        self.connection = connection
        self.cursor = Cursor(0)
        self.outbox = outbox
        self.rendering = rendering
        self.close = close
        self.reading: Task[None] | None = None
        self.missed: set[str] | None = None

    def hand(self, run: Run) -> None:
        """Write the entries that follow the cursor, and move it.

        HOT: called for every member and turn. It must not allocate where the
        run follows the cursor, as it nearly always does.
        """
        cursor = self.cursor
        if cursor.offset + 1 != run.first:
            fresh = cursor.take(run.entries)
            if not fresh:
                return
            run = Run(fresh)
        cursor.offset = run.last
        self.outbox.write_last(run.wire if self.rendering is None else self.rendering.entries(run))

    def tell(self, frame: ServerFrame, wire: bytes) -> None:
        """Write any other frame of the room's, if there is room for it.

        A frame that is not written is noted in ``missed``: these frames hold the
        present state, so the next one makes up for those before it.
        """
        if self.outbox.is_full:
            self.missed = {*(self.missed or ()), frame.type}
        else:
            self.write(frame, wire)

    def write(self, frame: ServerFrame, wire: bytes) -> None:
        """Write any other frame, whether or not there is room for it."""
        self.outbox.write(wire if self.rendering is None else self.rendering.frame(frame, wire))
