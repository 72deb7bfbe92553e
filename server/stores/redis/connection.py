"""One connection to Redis: requests go out in order, replies come back in it.

Many calls share it. A call that is cancelled leaves its place in the line, and
the reply that comes for it is thrown away there, so no call is ever given the
answer of another; when the line cannot be trusted, the connection ends and all
pending calls fail.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, cast

import hiredis

from server.core.ports import StoreUnavailable
from server.stores.redis.address import Address

Word = str | bytes | int
Command = tuple[Word, ...]

SILENCE_SECONDS = 1.1
"""How long a server may leave requests without a single byte. With the probe
that asks every 0.4 s a stopped server is noticed within 1.5 s, which leaves the
edge its 0.5 s of the 2 s in which clients get a ``status`` frame."""

OPEN_SECONDS = 1.5
"""How long a server may take to accept a connection, with TLS."""

MAX_WAITING = 50_000
"""Requests without a reply; the next are refused."""

MAX_WAITING_BYTES = 64 * 1024 * 1024
"""Bytes that the server has not taken yet; the next requests are refused."""

_MORE = object()


class Connection(asyncio.Protocol):
    """A connection, from its opening to its end; it does not come back."""

    def __init__(self, on_message: Callable[[bytes, bytes], None] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        self._on_message = on_message
        self._reader = hiredis.Reader(notEnoughData=_MORE)
        self._transport: asyncio.Transport | None = None
        self._unsent: list[bytes] = []
        self._waiting: deque[asyncio.Future[Any]] = deque()
        self._heard_at = 0.0
        self._watchdog: asyncio.TimerHandle | None = None
        self._answered = asyncio.Event()
        self.lost: asyncio.Future[Exception] = self._loop.create_future()

    def request(self, *words: Word) -> "asyncio.Future[Any]":
        """Send a command; the future gets its reply, which may be an error.

        What is requested in one turn of the loop goes out together, in order.

        Raises:
            StoreUnavailable: nothing was sent.
        """
        if self._transport is None or self.lost.done():
            raise StoreUnavailable("the connection to Redis is lost")
        if len(self._waiting) >= MAX_WAITING or self._transport.get_write_buffer_size() > MAX_WAITING_BYTES:
            raise StoreUnavailable("too much waits for Redis")
        future = self._loop.create_future()
        if not self._waiting:
            self._heard_at = self._loop.time()
            self._answered.clear()
            if self._watchdog is None:
                self._watchdog = self._loop.call_later(SILENCE_SECONDS, self._look_for_silence)
        self._waiting.append(future)
        if not self._unsent:
            self._loop.call_soon(self._flush)
        # Its own types say a tuple of one; it takes any length.
        self._unsent.append(hiredis.pack_command(cast(Any, words)))
        return future

    async def answered(self) -> None:
        """Wait until nothing waits for a reply, or the connection is lost."""
        while self._waiting:
            await self._answered.wait()

    def end(self, why: Exception) -> None:
        """End the connection at once and fail all pending calls; may be called twice."""
        if self.lost.done():
            return
        self.lost.set_result(why)
        if self._transport is not None:
            self._transport.abort()
        if self._watchdog is not None:
            self._watchdog.cancel()
        self._unsent.clear()
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_exception(StoreUnavailable(f"the connection to Redis was lost: {why}"))
                future.exception()  # It may be that nobody waits for it any longer.
        self._answered.set()

    # What the transport calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's is one in all but its name.
        self._transport = cast(asyncio.Transport, transport)
        if self.lost.done():
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self.end(exc or ConnectionResetError("the server closed it"))

    def data_received(self, data: bytes) -> None:
        self._heard_at = self._loop.time()
        try:
            self._reader.feed(data)
            while not self.lost.done() and (reply := self._reader.gets()) is not _MORE:
                self._take(reply)
        except hiredis.ProtocolError as error:
            self.end(error)
        if not self._waiting:
            self._answered.set()

    def _take(self, reply: Any) -> None:
        if isinstance(reply, list) and reply and reply[0] == b"smessage" and self._on_message is not None:
            self._on_message(reply[1], reply[2])
            return
        if not self._waiting:
            # An end of a subscription that nobody asked for, or a farewell.
            self.end(ConnectionError(f"the server said {reply!r} without being asked"))
            return
        future = self._waiting.popleft()
        if not future.done():
            future.set_result(reply)

    def _flush(self) -> None:
        if self._transport is not None and self._unsent:
            self._transport.write(b"".join(self._unsent))
            self._unsent.clear()

    def _look_for_silence(self) -> None:
        self._watchdog = None
        if not self._waiting:
            return
        quiet = self._loop.time() - self._heard_at
        if quiet >= SILENCE_SECONDS:
            self.end(TimeoutError(f"no reply for {quiet:.1f} s"))
        else:
            self._watchdog = self._loop.call_later(SILENCE_SECONDS - quiet, self._look_for_silence)


async def connect(address: Address, on_message: Callable[[bytes, bytes], None] | None = None) -> Connection:
    """Open a connection and log in.

    Raises:
        OSError: the server cannot be reached, in time.
        StoreUnavailable: it was reached, and lost again.
        hiredis.ReplyError: it does not let us in.
    """
    connection = Connection(on_message)
    try:
        async with asyncio.timeout(OPEN_SECONDS):
            await asyncio.get_running_loop().create_connection(
                lambda: connection,
                address.host,
                address.port,
                ssl=address.tls,
                server_hostname=address.host if address.tls else None,
            )
        await _log_in(connection, address)
    except BaseException as error:
        connection.end(ConnectionAbortedError(f"it could not be opened: {error}"))
        raise
    return connection


async def _log_in(connection: Connection, address: Address) -> None:
    commands: list[Command] = []
    if address.password is not None:
        user = [address.username] if address.username else []
        commands.append(("AUTH", *user, address.password))
    if address.database:
        commands.append(("SELECT", address.database))
    commands.append(("CLIENT", "SETNAME", address.prefix))
    for reply in [connection.request(*command) for command in commands]:
        checked(await reply)


def checked(reply: Any) -> Any:
    """Return a reply, unless it is an error.

    Raises:
        hiredis.ReplyError: it is one.
    """
    if isinstance(reply, hiredis.ReplyError):
        raise reply
    return reply
