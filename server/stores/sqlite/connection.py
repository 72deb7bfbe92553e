"""A thread with a connection of its own, so that the event loop never waits."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

import apsw

from server.core.ports import StoreUnavailable

MAX_WAITING_JOBS = 10_000
"""Jobs that may wait for one thread. A disk that serves a thousand pages a
second would need ten seconds for them."""

T = TypeVar("T")


class ConnectionThread:
    """Runs jobs on one connection, one after another, in their order.

    The connection is opened when a job needs it, and dropped when a job finds
    the database away, so that the next one begins afresh.
    """

    def __init__(self, name: str, connect: Callable[[], apsw.Connection]) -> None:
        self._loop = asyncio.get_running_loop()
        self._connect = connect
        self._connection: apsw.Connection | None = None
        self._jobs: SimpleQueue[tuple[Callable[[apsw.Connection], Any], asyncio.Future[Any]] | None] = SimpleQueue()
        self._ended = self._loop.create_future()
        # A daemon: a loop that died without closing the store must not keep the process.
        self._thread = Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    @property
    def is_full(self) -> bool:
        """Whether more jobs wait than anybody will wait for."""
        return self._jobs.qsize() >= MAX_WAITING_JOBS

    async def run(self, job: Callable[[apsw.Connection], T]) -> T:
        """Run a job in the thread and return what it returns.

        Its owner asks ``is_full`` first, or has one job at a time. A caller
        that is cancelled takes its job back if it has not begun, and drops its
        result otherwise.

        Raises:
            StoreUnavailable: the database could not be used; what the job did
                may be in it or not.
        """
        future: asyncio.Future[T] = self._loop.create_future()
        self._jobs.put((job, future))
        return await future

    async def close(self) -> None:
        """Run what waits, then close the connection and end the thread."""
        self._jobs.put(None)
        await asyncio.shield(self._ended)
        self._thread.join()

    def _work(self) -> None:
        while (item := self._jobs.get()) is not None:
            job, future = item
            if future.cancelled():
                continue
            try:
                result = job(self._open())
            except apsw.Error as error:
                self._drop()
                self._answer(future, None, StoreUnavailable(f"the database is away: {error}"))
            except BaseException as error:
                self._answer(future, None, error)
            else:
                self._answer(future, result, None)
        self._drop()
        self._answer(self._ended, None, None)

    def _open(self) -> apsw.Connection:
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            # What was committed is safe, so there is nothing left to fail for.
            with suppress(apsw.Error):
                self._connection.close(force=True)
            self._connection = None

    def _answer(self, future: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
        # The loop is closed if its owner died without closing the store; then nobody asks.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(_settle, future, result, error)


def _settle(future: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    if future.done():  # Its caller was cancelled: an answer never goes to another call.
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
