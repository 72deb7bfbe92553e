"""Clients that read every byte: what they see must be complete and in order."""

import time
from array import array
from collections.abc import Iterable
from typing import NamedTuple

from bench.generator.bodies import BODY_BYTES, MARK, Origin, body, origin_at
from bench.generator.crowd import Entrance
from bench.generator.dialects import Dialect, LoadError
from bench.generator.engine import Engine
from bench.generator.wire import CLOSE, PING, PONG, Message, frame


class Journal:
    """When each message was sent, and how long each took to a witness."""

    def __init__(self) -> None:
        self._sent: list[array[float]] = []
        self.latencies = array("d")
        self.counted_from = float("inf")

    def new_publisher(self) -> int:
        """Return the number of another publisher."""
        self._sent.append(array("d"))
        return len(self._sent) - 1

    def sent(self, publisher: int) -> Origin:
        """Note that a publisher sends now; return the message's origin."""
        times = self._sent[publisher]
        times.append(time.perf_counter())
        return Origin(publisher, len(times) - 1)

    def received(self, origin: Origin, now: float) -> None:
        """Note that a witness has a message; who was sent before the count began does not count."""
        sent = self._sent[origin.publisher][origin.sequence]
        if sent >= self.counted_from:
            self.latencies.append(now - sent)


class Seen(NamedTuple):
    """How far a client has come that was there before."""

    origin: Origin
    offset: int


class Witness:
    """A client that checks each message: whole, once, in order, at the next offset."""

    def __init__(
        self, engine: Engine, entrance: Entrance, dialect: Dialect, journal: Journal, after: "Seen | None" = None
    ) -> None:
        self._engine = engine
        self._reader = entrance.reader
        self._dialect = dialect
        self._journal = journal
        self._next = {} if after is None else {after.origin.publisher: after.origin.sequence + 1}
        self._offset = None if after is None else after.offset
        self.client = entrance.client
        engine.watch(self.client, self._received)

    def _received(self, chunk: bytes) -> None:
        self.take(self._reader.feed(chunk))

    def take(self, messages: Iterable[Message]) -> None:
        """Look at messages that have come."""
        now = time.perf_counter()
        for opcode, payload in messages:
            if opcode < CLOSE:
                self._read(payload, now)
            elif opcode == PING:
                self.client.send(frame(payload, PONG))
            elif opcode == CLOSE:
                self.client.end = f"close frame {int.from_bytes(payload[:2], 'big')} {payload[2:].decode()}"

    def _read(self, payload: bytes, now: float) -> None:
        mark = payload.find(MARK)
        if mark < 0 and (answer := self._dialect.answer(self.client.room, payload)) is not None:
            self.client.send(frame(answer))
        while mark >= 0:
            origin = origin_at(payload, mark)
            self._check(origin, self._dialect.place(payload, mark, origin))
            self._journal.received(origin, now)
            self.client.heard += 1
            self._engine.heard += 1
            self._saw(origin)
            mark = payload.find(MARK, mark + BODY_BYTES)

    def _check(self, origin: Origin, offset: int | None) -> None:
        expected = self._next.get(origin.publisher, 0)
        if origin.sequence != expected:
            raise LoadError(f"client {self.client.number} expected message {expected} of {origin}")
        self._next[origin.publisher] = expected + 1
        if offset is not None:
            if self._offset is not None and offset != self._offset + 1:
                raise LoadError(f"client {self.client.number} was handed offset {offset} after {self._offset}")
            self._offset = offset

    def _saw(self, origin: Origin) -> None:
        """Hear of each message; for those who wait for one."""


class Publisher(Witness):
    """Keeps so many messages outstanding: the next is sent when one has come back, and its ack with it."""

    def __init__(
        self, engine: Engine, entrance: Entrance, dialect: Dialect, journal: Journal, outstanding: int
    ) -> None:
        super().__init__(engine, entrance, dialect, journal)
        self._outstanding = outstanding
        self._came_back = self._acked = 0
        self._is_publishing = False
        self._most = float("inf")
        self.number = journal.new_publisher()
        self.published = 0

    def start(self, most: float = float("inf")) -> None:
        """Publish from now on, so many messages in all at the most."""
        self._is_publishing = True
        self._most = most
        self._go_on()

    def stop(self) -> None:
        """Publish nothing more; what is outstanding comes back yet."""
        self._is_publishing = False

    @property
    def is_idle(self) -> bool:
        """Whether everything that was published came back, with its ack."""
        return self._done() == self.published

    def _done(self) -> int:
        return min(self._came_back, self._acked) if self._dialect.acknowledges else self._came_back

    def _read(self, payload: bytes, now: float) -> None:
        super()._read(payload, now)
        if self._dialect.acknowledges:
            self._acked += self._dialect.acks(payload)

    def take(self, messages: Iterable[Message]) -> None:
        """Look at messages that have come, and publish what may be published now."""
        super().take(messages)
        self._go_on()

    def _saw(self, origin: Origin) -> None:
        if origin.publisher == self.number:
            self._came_back += 1

    def _go_on(self) -> None:
        """Send what may be sent now, in one write, as a program does that has more than one thing to say."""
        said: list[bytes] = []
        while self._may_publish():
            origin = self._journal.sent(self.number)
            publication = self._dialect.publication(self.client.room, self.client.number, origin, body(origin))
            said.append(frame(publication))
            self.published += 1
        if said:
            self.client.send(b"".join(said))

    def _may_publish(self) -> bool:
        is_room = self.published - self._done() < self._outstanding
        return self._is_publishing and is_room and self.published < self._most
