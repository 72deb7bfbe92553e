"""The way into the log: what comes in while an append runs goes into the next one."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence

from server.core.ports import Appended, Draft, Refused, RoomLog, StoreUnavailable
from server.edge.outage import Outage
from server.edge.tasks import start_task

MAX_BATCH = 512
"""Drafts in one append: as many as a store takes in one transaction."""

Done = Callable[[Appended | Refused | None], None]
"""Takes the result; None when the store did not say what became of the draft."""

telemetry = logging.getLogger(__name__)


class Appender:
    """Collects the drafts of one turn of the event loop, of all rooms, into one append.

    A room has one append under way at a time, so that its messages keep the
    order they came in, whatever becomes of each. The queues have no bound of
    their own: the caller bounds the number of its drafts without a result, as a
    session does (BP6).
    """

    def __init__(self, log: RoomLog) -> None:
        self._log = log
        self._next: deque[tuple[Draft, Done]] = deque()
        self._under_way: dict[str, deque[tuple[Draft, Done]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._outage = Outage(telemetry)

    def append(self, draft: Draft, done: Done) -> None:
        """Append the draft soon and call ``done`` with the result, in order."""
        behind = self._under_way.get(draft.room)
        if behind is not None:
            behind.append((draft, done))
            return
        if not self._next:
            asyncio.get_running_loop().call_soon(self._begin)
        self._next.append((draft, done))

    async def flush(self) -> None:
        """Wait until everything that was accepted has its result."""
        while self._tasks or self._next:
            await asyncio.sleep(0)
            if self._tasks:
                await asyncio.wait(self._tasks)

    def _begin(self) -> None:
        while self._next:
            batch = self._take_batch()
            if not batch:
                return
            task = start_task(self._run(batch))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _take_batch(self) -> list[tuple[Draft, Done]]:
        """Take drafts of rooms that have nothing under way; those of others go behind what is."""
        batch: list[tuple[Draft, Done]] = []
        rooms: dict[str, deque[tuple[Draft, Done]]] = {}
        while self._next and len(batch) < MAX_BATCH:
            waiting = self._next.popleft()
            room = waiting[0].room
            behind = self._under_way.get(room)
            if behind is not None:
                behind.append(waiting)
            else:
                rooms.setdefault(room, deque())
                batch.append(waiting)
        self._under_way.update(rooms)
        return batch

    async def _run(self, batch: Sequence[tuple[Draft, Done]]) -> None:
        try:
            results = await self._append([draft for draft, _ in batch])
            for (_, done), result in zip(batch, results, strict=True):
                _tell(done, result)
        finally:
            for room in dict.fromkeys(draft.room for draft, _ in batch):
                for draft, done in self._under_way.pop(room):
                    self.append(draft, done)

    async def _append(self, drafts: list[Draft]) -> Sequence[Appended | Refused | None]:
        try:
            results = await self._log.append(drafts)
        except StoreUnavailable as error:
            self._outage.tell("appends fail, and their senders try again: %s", error)
        except Exception:
            # A bug of an adapter is one batch's misfortune, not the room's end.
            telemetry.exception("append failed")
        else:
            self._outage.is_over()
            return results
        return [None] * len(drafts)


def _tell(done: Done, result: Appended | Refused | None) -> None:
    try:
        done(result)
    except Exception:
        # One sender's fault must not keep the others from their answers.
        telemetry.exception("the result of an append could not be told")
