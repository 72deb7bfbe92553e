"""The outbox for any ASGI server: what is written goes out by ``websocket.send``, text by text."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence

from starlette.websockets import WebSocket, WebSocketDisconnect

from server.edge.clock import Clock
from server.edge.outbox import ANSWER_BOUND_BYTES, HIGH_WATER_BYTES, Socket, StallWatch, nothing
from server.protocol.close_codes import CLOSE_RULES, CloseCode
from server.protocol.framing import texts_of


class AsgiOutbox:
    """An outbox over ``websocket.send``.

    ``run`` is the one task that sends; it ends after the close.
    """

    def __init__(self, websocket: WebSocket, clock: Clock, socket: Socket) -> None:
        self.on_drain: Callable[[], None] = nothing
        self._websocket = websocket
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._was_full = False
        self._close_code: CloseCode | None = None
        self._more = asyncio.Event()
        self._below_bound = asyncio.Event()
        self._below_bound.set()
        self._stall = StallWatch(clock, socket, self._end)

    @property
    def is_full(self) -> bool:
        return self._bytes >= HIGH_WATER_BYTES

    def write(self, wire: bytes) -> None:
        if self._close_code is not None or not wire:
            return
        self._expect_progress()
        self._waiting.append(wire)
        self._bytes += len(wire)
        self._was_full = self._was_full or self.is_full
        if self._bytes > ANSWER_BOUND_BYTES:
            self._below_bound.clear()

    def write_last(self, wire: bytes) -> None:
        self.write(wire)

    def write_pieces(self, pieces: Sequence[bytes]) -> None:
        self.write(b"".join(pieces))

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
                for text in texts_of(self._waiting[0]):
                    await self._websocket.send_text(text)
                    self._stall.moved()
                self._sent()
            if self._close_code is not None:
                await self._websocket.close(self._close_code, CLOSE_RULES[self._close_code].reason)
        except (WebSocketDisconnect, RuntimeError):
            pass  # The other side was quicker; the receive loop hears of it.
        finally:
            self._end()

    async def _next(self) -> bool:
        while not self._waiting and self._close_code is None:
            self._stall.end()
            self._more.clear()
            await self._more.wait()
        return bool(self._waiting)

    def _sent(self) -> None:
        self._bytes -= len(self._waiting.popleft())
        if self._bytes <= ANSWER_BOUND_BYTES:
            self._below_bound.set()
        if self._was_full and not self.is_full:
            self._was_full = False
            self.on_drain()

    def _expect_progress(self) -> None:
        self._more.set()
        self._stall.begin()

    def _end(self) -> None:
        self._close_code = self._close_code or CloseCode.NORMAL
        self._waiting.clear()
        self._below_bound.set()
        self._stall.end()
