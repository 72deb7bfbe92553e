"""What one socket has accepted and not yet sent."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

from starlette.websockets import WebSocket, WebSocketDisconnect

from server.edge.clock import Clock, Timer
from server.protocol.close_codes import CLOSE_RULES, CloseCode

HIGH_WATER_BYTES = 64 * 1024
"""Above it an outbox is full: entries wait in the log. As much as uvicorn lets a
transport hold before it stops a writer."""

ANSWER_BOUND_BYTES = 256 * 1024
"""BP3: above it the client's input is not read."""

STALL_SECONDS = 10.0
"""BP4: as long without any progress cuts a connection off."""


class Outbox(Protocol):
    """Where a member's texts go. Nothing here ever waits."""

    on_drain: Callable[[], None]
    """Called when an outbox that was full has room again."""

    @property
    def is_full(self) -> bool:
        """True when entries should wait in the log; answers may still be written."""
        ...

    def write(self, texts: Sequence[str]) -> None:
        """Send each text as a message, in order; nothing happens after a close."""
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


def size_of(text: str) -> int:
    """Return a text's bytes in UTF-8."""
    return len(text) if text.isascii() else len(text.encode())


def _nothing() -> None:
    pass


class AsgiOutbox:
    """An outbox over ``websocket.send``, for any ASGI server.

    ``run`` is the one task that sends; it ends after the close.
    """

    def __init__(self, websocket: WebSocket, clock: Clock, socket: Socket) -> None:
        self.on_drain: Callable[[], None] = _nothing
        self._websocket = websocket
        self._clock = clock
        self._socket = socket
        self._waiting: deque[str] = deque()
        self._bytes = 0
        self._was_full = False
        self._close_code: CloseCode | None = None
        self._more = asyncio.Event()
        self._below_bound = asyncio.Event()
        self._below_bound.set()
        self._progress_at = 0.0
        self._unsent_bytes = 0
        self._stall_timer: Timer | None = None

    @property
    def is_full(self) -> bool:
        return self._bytes >= HIGH_WATER_BYTES

    def write(self, texts: Sequence[str]) -> None:
        if self._close_code is not None:
            return
        self._expect_progress()
        self._waiting.extend(texts)
        self._bytes += sum(map(size_of, texts))
        self._was_full = self._was_full or self.is_full
        if self._bytes > ANSWER_BOUND_BYTES:
            self._below_bound.clear()

    def close(self, code: CloseCode) -> None:
        if self._close_code is None:
            self._expect_progress()
            self._close_code = code

    async def wait_below_bound(self) -> None:
        await self._below_bound.wait()

    async def run(self) -> None:
        """Send what is written, until the close or the end of the connection."""
        try:
            while await self._next():
                await self._websocket.send_text(self._waiting[0])
                self._sent(self._waiting.popleft())
            if self._close_code is not None:
                await self._websocket.close(self._close_code, CLOSE_RULES[self._close_code].reason)
        except (WebSocketDisconnect, RuntimeError):
            pass  # The other side was quicker; the receive loop hears of it.
        finally:
            self._end()

    async def _next(self) -> bool:
        while not self._waiting and self._close_code is None:
            self._more.clear()
            await self._more.wait()
        return bool(self._waiting)

    def _sent(self, text: str) -> None:
        self._bytes -= size_of(text)
        self._progress_at = self._clock.now()
        if self._bytes <= ANSWER_BOUND_BYTES:
            self._below_bound.set()
        if self._was_full and not self.is_full:
            self._was_full = False
            self.on_drain()

    def _expect_progress(self) -> None:
        self._more.set()
        if not self._waiting:
            self._progress_at = self._clock.now()
        if self._stall_timer is None:
            self._unsent_bytes = self._socket.waiting_bytes()
            self._stall_timer = self._clock.call_at(self._progress_at + STALL_SECONDS, self._look_for_stall)

    def _look_for_stall(self) -> None:
        self._stall_timer = None
        if not self._waiting and self._close_code is None:
            return
        before, self._unsent_bytes = self._unsent_bytes, self._socket.waiting_bytes()
        if self._unsent_bytes < before:
            self._progress_at = self._clock.now()  # A large text is on its way out.
        due = self._progress_at + STALL_SECONDS
        if due > self._clock.now():
            self._stall_timer = self._clock.call_at(due, self._look_for_stall)
            return
        self._socket.abort()
        self._end()

    def _end(self) -> None:
        self._close_code = self._close_code or CloseCode.NORMAL
        self._waiting.clear()
        self._below_bound.set()
        if self._stall_timer is not None:
            self._stall_timer.cancel()
            self._stall_timer = None
