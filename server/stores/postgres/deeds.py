"""What this node's clients do to presence, on its way into the database."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Literal, NamedTuple

from server.core.ports import StoreUnavailable
from server.protocol.entries import Member
from server.stores.options import StoreOptions
from server.stores.postgres import statements
from server.stores.postgres.hints import Hints
from server.stores.postgres.pool import Pool
from server.stores.postgres.room_log import told_time

LEASE = timedelta(seconds=15)
"""How long a node is believed to live after its last heartbeat; they come every
five seconds, so two may be late."""

KEPT_CHANGES = 10_000
"""Changes that are kept for the nodes to read; a node that is further behind
compares all."""

MAX_BATCH = 256
MAX_WAITING_DEEDS = 50_000

_telemetry = logging.getLogger(__name__)


class Deed(NamedTuple):
    """Something that happens to a member of a room."""

    kind: Literal["join", "stay", "leave"]
    room: str
    client_id: int
    connection: str
    author: str | None = None
    name: str | None = None


def coming(kind: Literal["join", "stay"], room: str, member: Member, connection: str) -> Deed:
    """Return the deed of a member who is there, or is to be."""
    return Deed(kind, room, member.client_id, connection, member.author, member.name)


class Deeds:
    """Writes deeds in the order in which they came, many in one statement.

    Batches are numbered, so that one whose answer was lost happens once,
    however late the database comes to it.
    """

    def __init__(
        self, node: str, pool: Pool, hints: Hints, options: StoreOptions, on_written: Callable[[bool], None]
    ) -> None:
        self._node = node
        self._pool = pool
        self._hints = hints
        self._options = options
        self._on_written = on_written
        self._waiting: deque[tuple[Deed, asyncio.Future[None]]] = deque()
        self._number = 0
        self._is_closing = False
        self._stirred = asyncio.Event()
        self._writing = asyncio.create_task(self._write_for_ever())

    async def do(self, deeds: Sequence[Deed]) -> None:
        """Write the deeds; when it returns every node will hear of them.

        Raises:
            StoreUnavailable: unknown whether they happened.
        """
        if self._is_closing or self._pool.is_away:
            raise StoreUnavailable("the store is closed" if self._is_closing else "the database is away")
        if len(self._waiting) + len(deeds) > MAX_WAITING_DEEDS:
            raise StoreUnavailable("too many changes wait to be written")
        loop = asyncio.get_running_loop()
        done = [loop.create_future() for _ in deeds]
        self._waiting.extend(zip(deeds, done, strict=True))
        self._stirred.set()
        if done:
            await asyncio.gather(*done)

    def fail(self, cause: Exception) -> None:
        """Tell everybody who waits that it is unknown."""
        _fail([done for _, done in self._waiting], cause)
        self._waiting.clear()

    async def close(self) -> None:
        """Write what was accepted, then end; may be called twice."""
        self._is_closing = True
        self._stirred.set()
        await asyncio.wait([self._writing])

    async def _write_for_ever(self) -> None:
        while not self._is_closing or self._waiting:
            if not self._waiting:
                self._stirred.clear()
                await self._stirred.wait()
                continue
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MAX_BATCH))]
            futures = [done for _, done in batch]
            try:
                was_given_up = await self._write([deed for deed, _ in batch])
            except StoreUnavailable as error:
                _fail(futures, error)
            except Exception as error:
                # A bug, or a room that no database takes. It must not end the task.
                _telemetry.exception("a batch of %d changes failed", len(batch))
                _fail(futures, error)
            else:
                self._hints.tell_members()
                self._on_written(was_given_up)
                for done in futures:
                    if not done.done():
                        done.set_result(None)

    async def _write(self, deeds: Sequence[Deed]) -> bool:
        self._number += 1
        columns = [list(column) for column in zip(*deeds, strict=True)]
        now = told_time(self._options)
        (row,) = await self._pool.fetch(
            statements.CHANGE_MEMBERS, self._node, self._number, *columns, now, LEASE, KEPT_CHANGES
        )
        return bool(row["was_given_up"])


def _fail(futures: Sequence[asyncio.Future[None]], cause: Exception) -> None:
    for done in futures:
        if not done.done():
            done.set_exception(StoreUnavailable(str(cause)))
