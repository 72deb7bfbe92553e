"""One member's way through a room's log: a cursor, an outbox, and a manner of speech."""

from asyncio import Task
from collections.abc import Callable, Sequence
from typing import Protocol

from server.core.cursor import Cursor
from server.core.room import Encoded
from server.edge.outbox import Outbox
from server.protocol.close_codes import CloseCode
from server.protocol.server_frames import ServerFrame


class Rendering(Protocol):
    """How a member is told things: as frames, or in the chapter's plain lines."""

    def entries(self, entries: Sequence[Encoded]) -> Sequence[str]:
        """Return the texts for these entries; may be none."""
        ...

    def frame(self, frame: ServerFrame, text: str) -> Sequence[str]:
        """Return the texts for any other frame, whose JSON is ``text``."""
        ...


class FrameRendering:
    """The typed protocol: every frame as its JSON."""

    def entries(self, entries: Sequence[Encoded]) -> Sequence[str]:
        return [encoded.text for encoded in entries]

    def frame(self, frame: ServerFrame, text: str) -> Sequence[str]:
        return (text,)


class Reader:
    """A connection that follows a room's log.

    ``connection`` names it over all nodes. ``reading`` is its read of the log
    that is under way, if there is one: never two at a time.
    """

    def __init__(
        self,
        client_id: int,
        connection: str,
        outbox: Outbox,
        rendering: Rendering,
        close: Callable[[CloseCode], None],
    ) -> None:
        self.client_id = client_id
        self.connection = connection
        self.cursor = Cursor(0)
        self.outbox = outbox
        self.rendering = rendering
        self.close = close
        self.reading: Task[None] | None = None
        self.missed: set[str] = set()

    def hand(self, entries: Sequence[Encoded]) -> None:
        """Write the entries that follow the cursor, and move it."""
        fresh = self.cursor.take(entries)
        if fresh:
            self.outbox.write(self.rendering.entries(fresh))

    def tell(self, frame: ServerFrame, text: str) -> None:
        """Write any other frame of the room's, if there is room for it.

        What is not told is noted in ``missed``: these frames say how things
        are, so the next one makes up for those before it.
        """
        if self.outbox.is_full:
            self.missed.add(frame.type)
        else:
            self.outbox.write(self.rendering.frame(frame, text))
