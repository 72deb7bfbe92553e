"""What one socket has accepted and not yet sent."""

from collections.abc import Callable, Sequence
from typing import Protocol

from server.edge.clock import Clock, Timer
from server.protocol.close_codes import CloseCode

HIGH_WATER_BYTES = 64 * 1024
"""Above it an outbox is full: entries wait in the log. As much as uvicorn lets a
transport hold before it stops a writer."""

ANSWER_BOUND_BYTES = 256 * 1024
"""BP3: above it the client's input is not read."""

STALL_SECONDS = 9.0
"""BP4: as long without any progress cuts a connection off. In a busy room its
buffers fill within another second, so that who stops reading is gone within ten."""


class Outbox(Protocol):
    """Where a member's messages go. Nothing here ever waits."""

    on_drain: Callable[[], None]
    """Called when an outbox that was full has room again."""

    @property
    def is_full(self) -> bool:
        """True when entries should wait in the log; answers may still be written."""
        ...

    def write(self, wire: bytes) -> None:
        """Send whole messages in their final bytes, in order; nothing happens after a close."""
        ...

    def write_last(self, wire: bytes) -> None:
        """The same, from who knows that nobody writes here any more in this turn but by chance."""
        ...

    def write_pieces(self, pieces: Sequence[bytes]) -> None:
        """Send one message that is given in pieces. Large ones are not copied: others may be sent them, too."""
        ...

    def close(self, code: CloseCode) -> None:
        """Close after what was written; a second call does nothing."""
        ...

    async def wait_below_bound(self) -> None:
        """Wait until the answers that queue here are fewer (BP3)."""
        ...


class Socket(Protocol):
    """What an outbox needs of the transport below it."""

    def abort(self) -> None:
        """Cut the connection off without a word."""
        ...

    def waiting_bytes(self) -> int:
        """Return how much the transport holds that is not sent."""
        ...


def nothing() -> None:
    """Do nothing, in the place of a callback that nobody gave."""


class StallWatch:
    """Cuts a socket off that takes nothing for ``STALL_SECONDS`` (BP4).

    ``look`` may be called at any time and at any rate; what counts is whether
    less waits than before, or ``moved`` was called since.
    """

    def __init__(self, clock: Clock, socket: Socket, give_up: Callable[[], None]) -> None:
        self._clock = clock
        self._socket = socket
        self._give_up = give_up
        self._progress_at = 0.0
        self._unsent_bytes = 0
        self._timer: Timer | None = None

    def begin(self) -> None:
        """Expect progress from now on; while it is expected already, do nothing."""
        if self._timer is None:
            self._progress_at = self._clock.now()
            self._unsent_bytes = self._socket.waiting_bytes()
            self._timer = self._clock.call_at(self._progress_at + STALL_SECONDS, self._look)

    def moved(self) -> None:
        """Note that something got through."""
        self._progress_at = self._clock.now()

    def end(self) -> None:
        """Expect nothing any more; may be called twice."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        self._timer = None
        before, self._unsent_bytes = self._unsent_bytes, self._socket.waiting_bytes()
        if self._unsent_bytes < before:
            self._progress_at = self._clock.now()  # A large message is on its way out.
        due = self._progress_at + STALL_SECONDS
        if due > self._clock.now():
            self._timer = self._clock.call_at(due, self._look)
            return
        self._socket.abort()
        self._give_up()
