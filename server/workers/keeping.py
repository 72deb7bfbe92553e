"""The parent: it starts the workers, replaces those that end, and stops them all."""

import asyncio
import logging
import logging.config
import random
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress

from server.edge.telemetry import logging_config
from server.listening import address_of, listen
from server.open_files import allow_connections
from server.serving import failure_sentence, stop_seconds, warn_of_settings
from server.settings import BadSettings, Settings
from server.stores.factory import is_shared
from server.stores.options import StoreUrlError
from server.workers.process import Worker
from server.workers.restarts import SETTLED_SECONDS, Restarts

EXIT_HOPELESS = 1

logger = logging.getLogger(__name__)


def serve_with_workers(settings: Settings) -> None:
    """Serve with ``settings.workers`` processes until SIGINT or SIGTERM.

    Raises:
        BadSettings: the address cannot be listened on, or the store is not one
            that several nodes can share.
        SystemExit: no worker could start, or none stayed; the reason is logged.
    """
    _require_shared_store(settings)
    logging.config.dictConfig(logging_config(settings.log_level, settings.log_format))
    sockets = listen(settings)
    warn_of_settings(settings, sockets)
    allow_connections(settings.connections)  # Each worker has the same limit.
    status = asyncio.run(Workers(settings, sockets).run())
    if status != 0:
        raise SystemExit(status)


def _require_shared_store(settings: Settings) -> None:
    try:
        if is_shared(settings.store_url):
            return
    except StoreUrlError as error:
        raise BadSettings(failure_sentence(error)) from None
    place = "in memory" if settings.store_url.startswith("memory:") else "in an SQLite file"
    raise BadSettings(
        f"{settings.workers} workers cannot share a store {place}, and messages would be lost between them: set "
        "PARLEY_STORE_URL to a redis:// or postgresql:// address, or PARLEY_WORKERS to 1."
    )


class Workers:
    """The workers of one parent, each replaced when it ends, until it is told to stop."""

    def __init__(
        self, settings: Settings, sockets: Sequence[socket.socket], chance: Callable[[], float] = random.random
    ) -> None:
        self._count = settings.workers
        self._stop_seconds = stop_seconds(settings)
        self._address = address_of(settings, sockets)
        self._sockets = sockets
        self._chance = chance
        self._running: dict[int, Worker] = {}
        self._to_announce = set(range(1, self._count + 1))
        self._stopping = asyncio.Event()
        self._status = 0

    async def run(self) -> int:
        """Keep the workers running until a signal comes; return the exit status."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self._stop)
        loop.add_signal_handler(signal.SIGINT, self._interrupt)
        leading = asyncio.create_task(self._lead())
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait([leading, stopping], return_when=asyncio.FIRST_COMPLETED)
        self._stop()
        await self._see_off(leading)
        return self._status

    async def _lead(self) -> None:
        """Start one and then, if it could, the others: a fault of all of them is logged once."""
        try:
            first = await self._start(1)
        except OSError as error:
            logger.error("No worker can be started (%s), so Parley stops.", error)
            self._status = EXIT_HOPELESS
            return
        if not await first.has_started():
            self._status = self._told_by(await first.ended())
            return
        self._has_started(first)
        async with asyncio.TaskGroup() as keeping:
            keeping.create_task(self._keep(1, first))
            for number in range(2, self._count + 1):
                keeping.create_task(self._keep(number))

    def _told_by(self, status: int) -> int:
        """Return our exit status after the first worker did not start; it has said why, unless it was killed."""
        if self._stopping.is_set():
            return 0
        if status > 0:
            return status
        logger.error("The first worker ended before it served (%s), so Parley stops.", _told(status))
        return EXIT_HOPELESS

    async def _see_off(self, leading: "asyncio.Task[None]") -> None:
        """Wait until all have ended, and kill what has not in time."""
        ending = asyncio.create_task(self._all_ended(leading))
        _, late = await asyncio.wait([ending], timeout=self._stop_seconds + 0.5)
        if late:
            numbers = ", ".join(str(number) for number in sorted(self._running))
            logger.warning("Killed, because they did not stop within %g s: workers %s", self._stop_seconds, numbers)
            self._send(signal.SIGKILL)
            await ending
        await leading

    async def _all_ended(self, leading: "asyncio.Task[None]") -> None:
        # Should those who keep the workers fail, these still serve somebody.
        await asyncio.wait([leading])
        for worker in self._running.values():
            await worker.ended()

    async def _keep(self, number: int, running: Worker | None = None) -> None:
        """Have one worker after another under a number, until all of them stop."""
        restarts = Restarts(self._chance)
        while True:
            how, served_seconds = await (self._see_out(running) if running else self._live(number))
            running = None
            if self._stopping.is_set():
                return
            delay = restarts.ended(served_seconds)
            if restarts.is_hopeless and not self._some_settled():
                self._give_up()
                return
            logger.warning("Worker %d ended (%s); another takes its place in %.1f s", number, how, delay)
            if await self._stops_within(delay):
                return

    async def _live(self, number: int) -> tuple[str, float]:
        """Start a worker and see it out; one that cannot be started has ended at once."""
        try:
            worker = await self._start(number)
        except OSError as error:
            return f"it could not be started: {error}", 0.0
        if await worker.has_started():
            self._has_started(worker)
        return await self._see_out(worker)

    async def _see_out(self, worker: Worker) -> tuple[str, float]:
        """Wait for a worker's end; return how it came, and how long the worker served."""
        status = await worker.ended()
        del self._running[worker.number]
        return _told(status), worker.served_seconds

    async def _start(self, number: int) -> Worker:
        worker = self._running[number] = await Worker.start(number, self._sockets)
        if self._stopping.is_set():  # While the process was made.
            worker.send(signal.SIGTERM)
        return worker

    def _has_started(self, worker: Worker) -> None:
        if self._to_announce == {worker.number}:
            logger.info("Parley is at %s with %d workers (Ctrl-C stops it)", self._address, self._count)
        self._to_announce.discard(worker.number)

    def _some_settled(self) -> bool:
        return any(worker.served_seconds >= SETTLED_SECONDS for worker in self._running.values())

    def _give_up(self) -> None:
        logger.error(
            "Workers end again and again, and none of them stays, so Parley stops. What they logged says why they end."
        )
        self._status = EXIT_HOPELESS
        self._stop()

    async def _stops_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
        return self._stopping.is_set()

    def _interrupt(self) -> None:
        # A person who presses Ctrl-C once more does not want to wait.
        if self._stopping.is_set():
            self._send(signal.SIGKILL)
        self._stop()

    def _stop(self) -> None:
        if not self._stopping.is_set():
            self._stopping.set()
            self._send(signal.SIGTERM)

    def _send(self, what: signal.Signals) -> None:
        for worker in list(self._running.values()):
            worker.send(what)


def _told(status: int) -> str:
    return f"exit status {status}" if status >= 0 else f"killed by {signal.Signals(-status).name}"
