"""The network between a browser and a server, which a test can take away and give back."""

import asyncio
import socket
import struct
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Self

from server.tests.ports import free_port

_CHUNK_BYTES = 65_536
_PATIENCE_SECONDS = 10
# Linger for no time at all: the close becomes a reset.
_RESET = struct.pack("ii", 1, 0)


class TcpProxy:
    """Forwards every byte to one port of this machine, until told otherwise.

    Its event loop runs in a thread of its own; each method returns when what it
    says is true.
    """

    def __init__(self, target_port: int) -> None:
        self.port = free_port()
        self._target_port = target_port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="tcp-proxy")
        self._is_cut = False
        self._delay_seconds = 0.0
        self._rewritten = (b"", b"")
        self._flows = asyncio.Event()
        self._flows.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._to_server: set[asyncio.StreamWriter] = set()
        self._ended: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """Where the server's pages are, by way of this network."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._await(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        self._await(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE_SECONDS)
        self._loop.close()

    def cut(self) -> None:
        """Reset every connection, and each new one until `restore`."""
        self._call(self._cut)

    def black_hole(self) -> None:
        """Forward nothing and say nothing: what is sent waits, as on a dead network; new connections wait too."""
        self._call(self._flows.clear)

    def delay(self, seconds: float) -> None:
        """Hold back each chunk of bytes for a while from now on."""
        self._call(lambda: setattr(self, "_delay_seconds", seconds))

    def lead_to(self, port: int) -> None:
        """Lead each new connection to another port, as a proxy does that takes a server out of its list."""
        self._call(lambda: setattr(self, "_target_port", port))

    def rewrite(self, text: bytes, other: bytes) -> None:
        """Put another text in the place of one, in both directions, as a proxy does that drops a header."""
        self._call(lambda: setattr(self, "_rewritten", (text, other)))

    def half_close(self) -> None:
        """End the direction to the server only, as a client does that will read on but says no more."""
        self._call(self._half_close)

    def restore(self) -> None:
        """Be a network again; what waits in a black hole arrives."""
        self._call(self._restore)

    def _cut(self) -> None:
        self._is_cut = True
        for writer in self._writers:
            _reset(writer)

    def _half_close(self) -> None:
        for writer in self._to_server:
            self._ended.add(writer)
            with suppress(OSError):
                writer.write_eof()

    def _restore(self) -> None:
        self._is_cut = False
        self._delay_seconds = 0.0
        self._rewritten = (b"", b"")
        self._flows.set()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)

    async def _close(self) -> None:
        assert self._server is not None
        # asyncio leaves open what it has accepted and not handed over when its server closes: that first.
        while handed_over := asyncio.all_tasks() - self._tasks - {asyncio.current_task()}:
            await asyncio.wait(handed_over)
        self._server.close()
        self._cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        # An aborted transport closes its socket in the next turn of the loop.
        await asyncio.sleep(0)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # At once, and not in the task: a task that is cancelled before its first step closes nothing.
        self._writers.add(writer)
        self._begin(self._connect(reader, writer))

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            self._drop(writer)
            return
        try:
            await self._flows.wait()
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target_port)
        except OSError:
            self._drop(writer)
            return
        self._writers.add(far_writer)
        self._to_server.add(far_writer)
        await asyncio.gather(self._begin(self._pump(reader, far_writer)), self._begin(self._pump(far_reader, writer)))
        self._drop(far_writer)
        self._drop(writer)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while chunk := await reader.read(_CHUNK_BYTES):
                await asyncio.sleep(self._delay_seconds)
                # An end does not pass a dead network either: it waits here with the rest.
                await self._flows.wait()
                if writer in self._ended:
                    continue
                text, other = self._rewritten
                writer.write(chunk.replace(text, other) if text else chunk)
                await writer.drain()
            await self._flows.wait()
            if writer not in self._ended and not writer.is_closing():
                writer.write_eof()
        except OSError:
            # A reset on one side resets the other, and ends the other pump.
            await self._flows.wait()
            _reset(writer)

    def _drop(self, writer: asyncio.StreamWriter) -> None:
        _reset(writer) if self._is_cut else writer.close()
        self._writers.discard(writer)
        self._to_server.discard(writer)
        self._ended.discard(writer)

    def _call(self, change: Callable[[], Any]) -> None:
        async def make() -> None:
            change()

        self._await(make())

    def _await(self, coroutine: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(_PATIENCE_SECONDS)


def _reset(writer: asyncio.StreamWriter) -> None:
    near: socket.socket = writer.get_extra_info("socket")
    with suppress(OSError):
        near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.transport.abort()
