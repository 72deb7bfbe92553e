"""The outbox over our own transport: what a turn brought leaves in one write."""

import asyncio
from collections.abc import Callable, Sequence

from server.edge.clock import Clock
from server.edge.direct import DirectSocket
from server.edge.outbox import HIGH_WATER_BYTES, StallWatch, nothing
from server.edge.turn import Turn
from server.protocol.close_codes import CLOSE_RULES, CloseCode


class DirectOutbox:
    """An outbox that writes to the transport itself, once at the end of a turn.

    It is full while the transport asks to pause, or when so much was written in
    this turn. The transport stops reading from a client that does not take its
    answers (BP3), so these need no other bound here.
    """

    __slots__ = (
        "_bytes",
        "_close_code",
        "_is_paused",
        "_pending",
        "_send",
        "_socket",
        "_stall",
        "_turn",
        "is_full",
        "on_drain",
    )

    def __init__(self, socket: DirectSocket, clock: Clock, turn: Turn) -> None:
        self.on_drain: Callable[[], None] = nothing
        self.is_full = False
        self._socket = socket
        self._send = socket.write
        self._turn = turn
        self._pending: list[bytes] = []
        self._bytes = 0
        self._is_paused = False
        self._close_code: CloseCode | None = None
        self._stall = StallWatch(clock, socket, self.end)

    def write(self, wire: bytes) -> None:
        # HOT: called for every member and turn. It must not encode, copy or wait.
        if self._close_code is not None:
            return
        if not self._pending:
            self._turn.flush(self._flush)
        self._pending.append(wire)
        self._bytes += len(wire)
        if self._bytes >= HIGH_WATER_BYTES:
            self.is_full = True

    def write_last(self, wire: bytes) -> None:
        # HOT: for every member, once a turn. Where nothing else is to be written, it goes out as it is.
        if self._pending or self._close_code is not None or len(wire) >= HIGH_WATER_BYTES:
            self.write(wire)
        else:
            self._send(wire)

    def write_pieces(self, pieces: Sequence[bytes]) -> None:
        for piece in pieces:
            self.write(piece)

    def close(self, code: CloseCode) -> None:
        if self._close_code is None:
            self._close_code = code
            self._turn.flush(self._flush)

    async def wait_below_bound(self) -> None:
        if self._bytes:
            # It is written at the end of the turn, and whether the transport wants a pause shows after that.
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        await self._socket.wait_writable()

    def paused(self) -> None:
        """Take note that the transport holds enough."""
        self._is_paused = self.is_full = True
        self._stall.begin()

    def resumed(self) -> None:
        """Take note that the transport takes more."""
        self._is_paused = False
        self._stall.end()
        self._look_for_room()

    def end(self) -> None:
        """Keep nothing any more, and write nothing; may be called twice."""
        self._close_code = self._close_code or CloseCode.NORMAL
        self._pending.clear()
        self._bytes = 0
        self._stall.end()
        self.on_drain = nothing

    def _flush(self) -> None:
        # HOT: once a turn for every socket that has something to say.
        pending = self._pending
        if pending:
            if len(pending) == 1 or self._bytes >= HIGH_WATER_BYTES:
                for wire in pending:
                    self._send(wire)  # Pages are shared, so that they are not copied for each who is sent one.
            else:
                self._send(b"".join(pending))
            pending.clear()
            self._bytes = 0
        if self._close_code is not None:
            self._socket.send_close(self._close_code, CLOSE_RULES[self._close_code].reason)
        elif self.is_full:
            self._look_for_room()

    def _look_for_room(self) -> None:
        if self.is_full and not self._is_paused and self._bytes < HIGH_WATER_BYTES:
            self.is_full = False
            self.on_drain()
