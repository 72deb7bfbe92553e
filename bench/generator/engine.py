"""Reads for all clients: one thread, one buffer, and one look at most of what comes."""

import select
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench.generator.bodies import MARK
from bench.generator.wire import is_ping_alone

BUFFER_BYTES = 256 * 1024

READS_PER_SECOND = 50_000
"""How often, taken together, those clients are read that only count. Reading a
socket costs about as much as writing to it, so a generator that did so at every
message would be what is measured. What is not read yet has arrived all the same:
the kernel took it, as that of another machine would have."""

_SLICE = 64
"""Clients that count and are read between two looks at those that watch."""

_SLICE_SECONDS = _SLICE / READS_PER_SECOND
_MOST_EVENTS = 1024
_BEFORE_MARK = len(MARK) - 1


def _unread(_: bytes) -> None:
    """Stand in for what looks at the bytes of a client that does not read."""


class Client:
    """One socket of the crowd, and how many deliveries it counted."""

    __slots__ = ("carry", "end", "heard", "number", "on_bytes", "poller", "receive", "room", "socket")

    def __init__(self, number: int, room: str, connection: socket.socket) -> None:
        self.number = number
        self.room = room
        self.socket = connection
        self.receive = connection.recv_into
        self.heard = 0
        self.carry = b""
        self.end: str | None = None
        self.on_bytes: Callable[[bytes], None] | None = None
        self.poller: select.epoll | None = None

    def send(self, sent: bytes) -> None:
        """Send all of it, or fail: a load never has so much on its way that a socket is full."""
        taken = self.socket.send(sent)
        if taken != len(sent):
            raise BlockingIOError(f"the socket took {taken} bytes of {len(sent)}")


class Engine:
    """The sockets of all clients.

    Those that watch are read as soon as they are readable, and their bytes
    looked at. Those that count are read in turn, ``READS_PER_SECOND`` at most,
    and their marks counted. ``ended`` collects the clients whose connection
    ended, in whatever way; who did not expect that must look at it. ``cut_off``
    tells when those ended that do not read.
    """

    def __init__(self) -> None:
        self._watching = select.epoll()
        self._counting = select.epoll()
        self._clients: dict[int, Client] = {}
        self._buffer = bytearray(BUFFER_BYTES)
        self._view = memoryview(self._buffer)
        self._next_slice = 0.0
        self.heard = 0
        self.ended: list[Client] = []
        self.cut_off: dict[Client, float] = {}

    def watch(self, client: Client, on_bytes: Callable[[bytes], None], *, at_once: bool = True) -> None:
        """Hand on what comes for a client, at once or in turn with those that count."""
        self._put(client, self._watching if at_once else self._counting, select.EPOLLIN)
        client.on_bytes = on_bytes

    def count(self, client: Client) -> None:
        """Count a client's deliveries from now on."""
        self._put(client, self._counting, select.EPOLLIN)
        client.on_bytes = None

    def neglect(self, client: Client) -> None:
        """Read nothing any more, as a page that hangs does; that it was cut off is still noticed."""
        self._put(client, self._watching, select.EPOLLRDHUP)
        client.on_bytes = _unread

    def _put(self, client: Client, poller: select.epoll, events: int) -> None:
        fd = client.socket.fileno()
        if fd in self._clients:
            self._forget(fd)
        self._clients[fd] = client
        client.poller = poller
        poller.register(fd, events)

    def _forget(self, fd: int) -> None:
        poller = self._clients.pop(fd).poller
        assert poller is not None, "a client that is known is in a poller"
        poller.unregister(fd)

    def drop(self, client: Client) -> None:
        """Close a client's socket and forget it; twice is as good as once."""
        fd = client.socket.fileno()
        if fd in self._clients:
            self._forget(fd)
            client.socket.close()

    def close(self) -> None:
        """Close all sockets."""
        for client in list(self._clients.values()):
            self.drop(client)
        self._watching.close()
        self._counting.close()

    def turn(self, timeout: float) -> int:
        """Read once from each client that watches and from a slice of the others.

        Returns how many had something for us. A ping alone is nothing: of
        10,000 clients one is on its way at any moment.
        """
        now = time.perf_counter()
        # The kernel waits in milliseconds, so a shorter wait would be none.
        wait = min(timeout, max(self._next_slice - now, 0.001)) if timeout else 0
        watching = self._watching.poll(wait, _MOST_EVENTS)
        heard = sum([self._read(fd) for fd, _ in watching])
        if time.perf_counter() < self._next_slice:
            return heard
        self._next_slice = time.perf_counter() + _SLICE_SECONDS
        return heard + self._read_slice()

    def _read(self, fd: int) -> bool:
        """Return whether there was more than a ping."""
        client = self._clients.get(fd)
        if client is None:
            return True  # Somebody else's bytes, in this very turn, ended it.
        if client.on_bytes is _unread:
            self.cut_off[client] = time.perf_counter()
            self.drop(client)
            return True
        try:
            size = client.receive(self._buffer)
        except OSError as error:
            self._end(client, error.strerror or str(error))
            return True
        if not size:
            self._end(client, "the server closed it")
        elif client.on_bytes is not None:
            client.on_bytes(bytes(self._view[:size]))
        return not is_ping_alone(self._buffer, size)

    def _read_slice(self) -> int:
        """Read from the next few clients that count; the kernel gives each its turn.

        This is the hot loop: nothing here may cost by the message. A mark is
        counted where it ends, whatever the network cut apart.
        """
        buffer, clients, count, heard, pings = self._buffer, self._clients, self._buffer.count, 0, 0
        ready = self._counting.poll(0, _SLICE)
        for fd, _ in ready:
            client = clients[fd]
            try:
                size = client.receive(buffer)
            except OSError as error:
                self._end(client, error.strerror or str(error))
                continue
            if not size:
                self._end(client, "the server closed it")
                continue
            if is_ping_alone(buffer, size):
                pings += 1
            if client.on_bytes is not None:
                client.on_bytes(bytes(self._view[:size]))
                continue
            found = count(MARK, 0, size)
            if client.carry or buffer[size - 1] in MARK:
                found += self._broken_mark(client, size)
            client.heard += found
            heard += found
        self.heard += heard
        return len(ready) - pings

    def _broken_mark(self, client: Client, size: int) -> int:
        """Return 1 if this chunk completes a mark that the one before began."""
        across = client.carry + self._view[: min(size, _BEFORE_MARK)]
        end = across if size < _BEFORE_MARK else bytes(self._view[size - _BEFORE_MARK : size])
        client.carry = end[-_BEFORE_MARK:] if end[-1] in MARK else b""
        return across.count(MARK)

    def _end(self, client: Client, how: str) -> None:
        client.end = client.end or how
        self.drop(client)
        self.ended.append(client)


@contextmanager
def opened_engine() -> Iterator[Engine]:
    """Open an engine, and close all its sockets at the end."""
    engine = Engine()
    try:
        yield engine
    finally:
        engine.close()
