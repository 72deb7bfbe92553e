"""Brings clients in: connect, upgrade, join, so many at once."""

import socket
import time
from collections import deque
from collections.abc import Callable, Iterable
from itertools import islice
from typing import NamedTuple

from bench.generator.dialects import Dialect, LoadError
from bench.generator.engine import Client, Engine
from bench.generator.wire import CLOSE, PING, PONG, Message, MessageReader, frame, handshake

PATIENCE_SECONDS = 60.0
"""How long a target may do nothing at all before a measurement is given up."""

AT_ONCE = 400
"""Clients on their way in at a time, by default: fewer than any target lets wait to be accepted, and so many that
a room which tells its members who came has to tell them seldom."""


class Seat(NamedTuple):
    """A client to be: its number, and the room that it joins."""

    number: int
    room: str


def connect(port: int, receive_bytes: int | None = None) -> socket.socket:
    """Return a connected socket, with so small a buffer if one is asked for; on the loopback that takes no waiting."""
    connection = socket.socket()
    connection.settimeout(PATIENCE_SECONDS)
    if receive_bytes is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
    connection.connect(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setblocking(False)
    return connection


class Entrance:
    """One client's way in; afterwards it answers pings, until somebody has another use for it."""

    def __init__(
        self,
        engine: Engine,
        client: Client,
        port: int,
        dialect: Dialect,
        greeting: Iterable[bytes],
        take_over: "TakesOver | None",
    ) -> None:
        self._engine = engine
        self._dialect = dialect
        self._greeting = [frame(payload) for payload in greeting]
        self._take_over = take_over
        self._head: bytes | None = b""
        self.begun = time.perf_counter()
        self.client = client
        self.reader = MessageReader()
        self.welcome = b""
        self.is_over = False
        engine.watch(client, self._received)
        client.send(handshake(port, dialect.path(client.room, client.number), dialect.headers()))

    def _received(self, chunk: bytes) -> None:
        was_over = self.is_over
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
        messages = deque(self.reader.feed(chunk))
        while messages and not (self.is_over and self._take_over):
            self._heard(*messages.popleft())
        if self.is_over and self._take_over:
            self._take_over(self, messages)
        elif self.is_over and not was_over:
            self._engine.watch(self.client, self._received, at_once=False)

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


TakesOver = Callable[[Entrance, Iterable[Message]], None]
"""Is handed a client that has just joined, and what came in the same read."""


def enter(
    engine: Engine,
    port: int,
    dialect: Dialect,
    seats: Iterable[Seat],
    *,
    at_once: int = AT_ONCE,
    greeting: Callable[[Seat], Iterable[bytes]] | None = None,
    take_over: TakesOver | None = None,
    receive_bytes: int | None = None,
) -> list[Entrance]:
    """Bring a client in for each seat; return them, by number, when all have joined.

    Raises:
        LoadError: one was refused or lost, or nobody came any further for a minute.
    """
    inside: list[Entrance] = []
    coming: set[Entrance] = set()
    waiting = iter(seats)
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        for seat in islice(waiting, at_once - len(coming)):
            client = Client(seat.number, seat.room, connect(port, receive_bytes))
            said = dialect.greeting(seat.room, seat.number) if greeting is None else greeting(seat)
            coming.add(Entrance(engine, client, port, dialect, said, take_over))
        if not coming:
            return sorted(inside, key=lambda entrance: entrance.client.number)
        engine.turn(1.0)
        expect_nobody_ended(engine)
        over = [entrance for entrance in coming if entrance.is_over]
        if over:
            end = time.monotonic() + PATIENCE_SECONDS
        elif time.monotonic() > end:
            raise LoadError(f"{len(coming)} clients are not let in; {len(inside)} were")
        coming.difference_update(over)
        inside.extend(over)


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
