"""The logs alone, in this process: how long an append and a read take, with no socket in between."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bench.generator.bodies import Origin, body
from bench.statistics import percentile
from bench.targets.parley import Parley, key
from bench.targets.target import Target
from bench.workloads.workload import Effort, Figures
from server.core.ports import Appended, Draft, RoomLog
from server.stores.factory import open_store

_WRITERS = 64
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Logs:
    """One append after the other, 64 at once in as many rooms, and pages of 100."""

    name = "logs"
    title = "the logs"
    is_steady = False

    def suits(self, target: Target) -> bool:
        return isinstance(target, Parley)

    def measure(self, target: Target, effort: Effort) -> Figures:
        assert isinstance(target, Parley)
        with target.store() as store:
            return asyncio.run(_measure(store.url, effort.seconds))


async def _measure(url: str, seconds: float) -> Figures:
    async with open_store(url) as store:
        log = store.log
        alone = await _repeat(partial(_append, log, "alone"), seconds)
        page = await _repeat(partial(_read, log, "alone", len(alone)), seconds / 2)
        begun = time.perf_counter()
        together = await asyncio.gather(
            *(_repeat(partial(_append, log, f"room-{writer}"), seconds) for writer in range(_WRITERS))
        )
        appended, took = sum(map(len, together)), time.perf_counter() - begun
        return {
            "append_p50_ms": percentile(alone, 0.5) * 1000,
            "append_p99_ms": percentile(alone, 0.99) * 1000,
            "appends_per_second_64": appended / took,
            "read_p50_ms": percentile(page, 0.5) * 1000,
            "read_p99_ms": percentile(page, 0.99) * 1000,
        }


async def _repeat(work: Callable[[int], Awaitable[None]], seconds: float) -> list[float]:
    """Do something again and again for a while; return how long each took."""
    took: list[float] = []
    end = time.perf_counter() + seconds
    while (begun := time.perf_counter()) < end:
        await work(len(took))
        took.append(time.perf_counter() - begun)
        # A log that waits for nothing would keep the others from their turn, each for its whole time.
        await asyncio.sleep(0)
    return took


async def _append(log: RoomLog, room: str, number: int) -> None:
    origin = Origin(0, number)
    draft = Draft(room, key(origin).decode(), "message", 7, None, None, None, body(origin).decode())
    (answer,) = await log.append([draft])
    assert isinstance(answer, Appended), answer
    assert answer.offset == number + 1, answer


async def _read(log: RoomLog, room: str, head: int, _: int) -> None:
    page = await log.read(room, after=None, before=None, limit=_PAGE)
    assert len(page.entries) == min(_PAGE, head), len(page.entries)
    assert page.head == head, page.head
