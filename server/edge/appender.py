"""The way into the log: what comes in while an append runs goes into the next one."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable

from server.core.ports import Appended, Draft, Refused, RoomLog, StoreUnavailable
from server.edge.tasks import start_task

MAX_BATCH = 256
"""Drafts of one room in one append: long enough to share an fsync, short enough
that other rooms are not kept waiting."""

Done = Callable[[Appended | Refused | None], None]
"""Takes the result; None when the store did not say what became of the draft."""

telemetry = logging.getLogger(__name__)


class Appender:
    """One queue a room, so that a room's messages keep the order they came in.

    The queues have no bound of their own: whoever appends keeps the number of
    his drafts that have no result yet below one, as a session does (BP6).
    """

    def __init__(self, log: RoomLog) -> None:
        self._log = log
        self._queues: dict[str, deque[tuple[Draft, Done]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def append(self, draft: Draft, done: Done) -> None:
        """Append the draft soon and call ``done`` with the result, in order."""
        queue = self._queues.get(draft.room)
        if queue is not None:
            queue.append((draft, done))
            return
        self._queues[draft.room] = deque([(draft, done)])
        task = start_task(self._drain(draft.room))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def flush(self) -> None:
        """Wait until everything that was accepted has its result."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _drain(self, room: str) -> None:
        queue = self._queues[room]
        while queue:
            batch = [queue.popleft() for _ in range(min(len(queue), MAX_BATCH))]
            results = await self._append([draft for draft, _ in batch])
            for (_, done), result in zip(batch, results, strict=True):
                _tell(done, result)
        # Nothing was awaited since the queue was seen empty.
        del self._queues[room]

    async def _append(self, drafts: list[Draft]) -> list[Appended | Refused | None]:
        try:
            return list(await self._log.append(drafts))
        except StoreUnavailable as error:
            telemetry.warning("append failed: %s", error)
        except Exception:
            # A bug of an adapter is one batch's misfortune, not the room's end.
            telemetry.exception("append failed")
        return [None] * len(drafts)


def _tell(done: Done, result: Appended | Refused | None) -> None:
    try:
        done(result)
    except Exception:
        # One sender's fault must not keep the others from their answers.
        telemetry.exception("the result of an append could not be told")
