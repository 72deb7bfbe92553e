"""Doubles that speak the domain: a clock held in the hand, an outbox that records."""

import asyncio
import heapq
import itertools
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from server.protocol.close_codes import CloseCode
from server.protocol.codec import decode_server_frame
from server.protocol.entries import Entry
from server.protocol.framing import texts_of
from server.protocol.server_frames import ServerFrame


class FakeTimer:
    """A callback that a ``FakeClock`` keeps."""

    def __init__(self, callback: Callable[[], None]) -> None:
        self.callback: Callable[[], None] | None = callback

    def cancel(self) -> None:
        self.callback = None


class FakeClock:
    """Time that passes when a test says so."""

    def __init__(self, wall: float = 1_800_000_000.0) -> None:
        self._now = 1_000.0
        self._wall = wall - self._now
        self._timers: list[tuple[float, int, FakeTimer]] = []
        self._order = itertools.count()

    def now(self) -> float:
        return self._now

    def wall(self) -> float:
        return self._wall + self._now

    def call_at(self, when: float, callback: Callable[[], None]) -> FakeTimer:
        timer = FakeTimer(callback)
        heapq.heappush(self._timers, (when, next(self._order), timer))
        return timer

    def advance(self, seconds: float) -> None:
        """Let time pass, calling what falls due on the way, in order."""
        end = self._now + seconds
        while self._timers and self._timers[0][0] <= end:
            when, _, timer = heapq.heappop(self._timers)
            self._now = max(self._now, when)
            if timer.callback is not None:
                timer.callback()
        self._now = end


class RecordingOutbox:
    """An outbox that keeps what is written, and is full when a test says so."""

    def __init__(self) -> None:
        self.on_drain: Callable[[], None] = lambda: None
        self.wires: list[bytes] = []
        self.texts: list[str] = []
        self.in_pieces: list[Sequence[bytes]] = []
        self.closed_with: CloseCode | None = None
        self.capacity: int | None = None
        self.is_listened_to = asyncio.Event()
        self.is_listened_to.set()

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and len(self.texts) >= self.capacity

    def write(self, wire: bytes) -> None:
        if self.closed_with is None:
            self.wires.append(wire)
            self.texts.extend(texts_of(wire))

    def write_last(self, wire: bytes) -> None:
        self.write(wire)

    def write_pieces(self, pieces: Sequence[bytes]) -> None:
        self.in_pieces.append(pieces)
        self.write(b"".join(pieces))

    def close(self, code: CloseCode) -> None:
        self.closed_with = self.closed_with or code

    async def wait_below_bound(self) -> None:
        await self.is_listened_to.wait()

    def abort(self) -> None:
        self.closed_with = self.closed_with or CloseCode.INTERNAL_ERROR

    def waiting_bytes(self) -> int:
        return 0

    def drain(self, capacity: int | None = None) -> None:
        """Take more again: up to ``capacity`` texts in all, or without a bound."""
        self.capacity = capacity
        self.on_drain()

    @property
    def frames(self) -> list[ServerFrame]:
        return [decode_server_frame(text) for text in self.texts]

    @property
    def offsets(self) -> list[int]:
        """The offsets of the entries written, in order."""
        return [frame.offset for frame in self.frames if frame.type == "entry"]


AT = datetime(2026, 11, 23, 10, 2, tzinfo=UTC)


def entry(offset: int, *, key: str | None = None, kind: str = "message", client_id: int = 7, body: str = "") -> Entry:
    """Return an entry; its key tells its offset unless one is given."""
    return Entry(
        offset=offset,
        key=key or f"{offset:032x}",
        kind=kind,
        client_id=client_id,
        author=None,
        name=None,
        target=None,
        body=body or f"message {offset}",
        at=AT,
        changes=None,
    )
