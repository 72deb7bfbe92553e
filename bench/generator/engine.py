"""Reads for all clients: one thread, one buffer, and one look at most of what comes."""

import select
import socket
from collections.abc import Callable

from bench.generator.bodies import MARK

BUFFER_BYTES = 256 * 1024
_MOST_EVENTS = 4096
_BEFORE_MARK = len(MARK) - 1


class Client:
    """One socket of the crowd, and how many deliveries it counted."""

    __slots__ = ("carry", "end", "heard", "number", "on_bytes", "receive", "room", "socket")

    def __init__(self, number: int, room: str, connection: socket.socket) -> None:
        self.number = number
        self.room = room
        self.socket = connection
        self.receive = connection.recv_into
        self.heard = 0
        self.carry = b""
        self.end: str | None = None
        self.on_bytes: Callable[[bytes], None] | None = None
        """Looks closely at what comes; None counts marks only."""

    def send(self, sent: bytes) -> None:
        """Send all of it, or fail: a load never has so much on its way that a socket is full."""
        taken = self.socket.send(sent)
        if taken != len(sent):
            raise BlockingIOError(f"the socket took {taken} bytes of {len(sent)}")


class Engine:
    """The sockets of all clients, read as they become readable.

    ``ended`` collects the clients whose connection ended, in whatever way; who
    did not expect that must look at it.
    """

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._clients: dict[int, Client] = {}
        self._buffer = bytearray(BUFFER_BYTES)
        self._view = memoryview(self._buffer)
        self.heard = 0
        self.ended: list[Client] = []

    def add(self, client: Client, *, reads: bool = True) -> None:
        """Read for a client from now on; or only notice its end, when it is one that does not read."""
        fd = client.socket.fileno()
        self._clients[fd] = client
        # A hang-up and an error are told without being asked for.
        self._epoll.register(fd, select.EPOLLIN if reads else 0)

    def stop_reading(self, client: Client) -> None:
        """Leave a client's socket alone, as a page that hangs does; its end is still noticed."""
        self._epoll.modify(client.socket.fileno(), 0)

    def drop(self, client: Client) -> None:
        """Close a client's socket and forget it; twice is as good as once."""
        fd = client.socket.fileno()
        if self._clients.pop(fd, None) is not None:
            self._epoll.unregister(fd)
            client.socket.close()

    def close(self) -> None:
        """Close all sockets."""
        for client in list(self._clients.values()):
            self.drop(client)
        self._epoll.close()

    def turn(self, timeout: float) -> int:
        """Read once from each socket that is readable; return how many were.

        This is the hot loop: nothing here may cost by the message. A mark is
        counted where it ends, whatever the network cut apart.
        """
        buffer, clients = self._buffer, self._clients
        count, heard = buffer.count, 0
        ready = self._epoll.poll(timeout, _MOST_EVENTS)
        for fd, _ in ready:
            client = clients.get(fd)
            if client is None:
                continue  # Somebody else's bytes, in this very turn, ended it.
            try:
                size = client.receive(buffer)
            except OSError as error:
                self._end(client, error.strerror or str(error))
                continue
            if client.on_bytes is not None and size:
                client.on_bytes(bytes(self._view[:size]))
            elif size:
                found = count(MARK, 0, size)
                if client.carry or buffer[size - 1] in MARK:
                    found += self._broken_mark(client, size)
                client.heard += found
                heard += found
            else:
                self._end(client, "the server closed it")
        self.heard += heard
        return len(ready)

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
