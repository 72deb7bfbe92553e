"""A network that swallows an ack and hangs up: the message is stored, and its author cannot know."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

_ACK = re.compile(rb'"type":"ack","ref":\d+,"offset":(\d+)')


class AckCutter:
    """Passes bytes on both ways, until an ack comes whose offset ``chooses`` picks: then it hangs up instead.

    ``cuts`` counts the acks that were swallowed; ``is_done`` makes it a good network. One ack a write is what it
    looks at: the server writes each by itself to a client that waits for one.
    """

    def __init__(self, target_port: int, chooses: Callable[[int], bool]) -> None:
        self.port = 0
        self.cuts = 0
        self.is_done = False
        self._target_port = target_port
        self._chooses = chooses
        self._tasks: set[asyncio.Task[None]] = set()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target_port)
        except OSError:
            writer.transport.abort()
            return
        try:
            await asyncio.gather(self._pass_on(reader, far_writer), self._pass_back(far_reader, writer))
        finally:
            for each in (writer, far_writer):
                each.transport.abort()
            self._tasks.discard(task)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while some := await reader.read(65_536):
                writer.write(some)
        writer.transport.abort()

    async def _pass_back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while some := await reader.read(65_536):
                ack = _ACK.search(some)
                if ack is not None and not self.is_done and self._chooses(int(ack[1])):
                    self.cuts += 1
                    break
                writer.write(some)
        writer.transport.abort()

    async def end(self) -> None:
        """Hang up on everybody."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def an_ack_cutter(target_port: int, chooses: Callable[[int], bool]) -> AsyncIterator[AckCutter]:
    """Have that network while the context is open."""
    cutter = AckCutter(target_port, chooses)
    server = await asyncio.start_server(cutter._accept, "127.0.0.1", 0)
    cutter.port = server.sockets[0].getsockname()[1]
    try:
        yield cutter
    finally:
        server.close()
        await cutter.end()
