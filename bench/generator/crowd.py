"""Brings clients in: connect, upgrade, join, so many at once."""

import socket
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple

from bench.generator.dialects import Dialect, LoadError
from bench.generator.engine import Client, Engine
from bench.generator.wire import CLOSE, PING, PONG, MessageReader, frame, handshake

PATIENCE_SECONDS = 60.0
"""How long a target may do nothing at all before a measurement is given up."""

AT_ONCE = 100
"""Clients on their way in at a time, by default: fewer than any target lets wait to be accepted."""


class Seat(NamedTuple):
    """A client to be: its number, and the room that it joins."""

    number: int
    room: str


def connect(port: int) -> socket.socket:
    """Return a connected socket; on the loopback that takes no waiting."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setblocking(False)
    return connection


class Entrance:
    """One client's way in; afterwards its bytes are counted, until somebody looks closer."""

    def __init__(self, engine: Engine, client: Client, port: int, dialect: Dialect, greeting: Iterable[bytes]) -> None:
        self._engine = engine
        self._dialect = dialect
        self._greeting = [frame(payload) for payload in greeting]
        self._head: bytes | None = b""
        self.client = client
        self.reader = MessageReader()
        self.welcome = b""
        self.is_over = False
        engine.watch(client, self._received)
        client.send(handshake(port, dialect.path(client.room, client.number), dialect.headers()))

    def _received(self, chunk: bytes) -> None:
        if self._head is not None:
            self._head += chunk
            head, end, chunk = self._head.partition(b"\r\n\r\n")
            if not end:
                return
            if not head.startswith(b"HTTP/1.1 101"):
                raise LoadError(f"the server refused a handshake: {head[:200].decode(errors='replace')}")
            self._head = None
            self.is_over = not self._greeting
            for sent in self._greeting:
                self.client.send(sent)
        for message in self.reader.feed(chunk):
            self._heard(message.opcode, message.payload)
        if self.is_over and self.client.on_bytes == self._received:
            self._engine.count(self.client)

    def _heard(self, opcode: int, payload: bytes) -> None:
        if opcode == CLOSE:
            raise LoadError(f"the server closed a client that joined: {payload[:2].hex()} {payload[2:].decode()}")
        if opcode == PING:
            self.client.send(frame(payload, PONG))
        elif not self.is_over and self._dialect.joined(payload):
            self.welcome = payload
            self.is_over = True
        elif (answer := self._dialect.answer(self.client.room, payload)) is not None:
            self.client.send(frame(answer))


def enter(
    engine: Engine,
    port: int,
    dialect: Dialect,
    seats: Iterable[Seat],
    *,
    at_once: int = AT_ONCE,
    greeting: Callable[[Seat], Iterable[bytes]] | None = None,
    on_joined: Callable[[Entrance], None] | None = None,
) -> list[Entrance]:
    """Bring a client in for each seat; return them when all have joined.

    Raises:
        LoadError: one was refused or lost, or nobody came any further for a minute.
    """
    inside: list[Entrance] = []
    waiting, coming = deque(seats), set[Entrance]()
    end = time.monotonic() + PATIENCE_SECONDS
    while waiting or coming:
        while waiting and len(coming) < at_once:
            seat = waiting.popleft()
            client = Client(seat.number, seat.room, connect(port))
            said = dialect.greeting(seat.room, seat.number) if greeting is None else greeting(seat)
            coming.add(Entrance(engine, client, port, dialect, said))
        engine.turn(1.0)
        expect_nobody_ended(engine)
        over = [entrance for entrance in coming if entrance.is_over]
        if over:
            end = time.monotonic() + PATIENCE_SECONDS
        elif time.monotonic() > end:
            raise LoadError(f"{len(coming)} clients are not let in; {len(inside)} were")
        coming.difference_update(over)
        inside.extend(over)
        for entrance in over if on_joined else ():
            assert on_joined is not None
            on_joined(entrance)
    return sorted(inside, key=lambda entrance: entrance.client.number)


def settle(engine: Engine, quiet_seconds: float = 0.3) -> None:
    """Read on until nothing has come for a while: who is here is told by then."""
    end = time.monotonic() + PATIENCE_SECONDS
    quiet_since = time.monotonic()
    while time.monotonic() < quiet_since + quiet_seconds:
        if engine.turn(quiet_seconds):
            quiet_since = time.monotonic()
        if quiet_since > end:
            raise LoadError(f"a room without messages was not quiet for {quiet_seconds} s")
    expect_nobody_ended(engine)


def expect_nobody_ended(engine: Engine) -> None:
    """Fail if a connection ended."""
    if engine.ended:
        first = engine.ended[0]
        raise LoadError(f"{len(engine.ended)} connections ended, the first, of client {first.number}, by: {first.end}")
