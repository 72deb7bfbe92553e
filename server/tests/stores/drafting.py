"""What the stores' tests write, the clock that they write by, and the waits that they end."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from server.core.ports import Appended, Draft, Page, Refused, RoomLog

_numbers = count(1)


class WallClock:
    """A store's clocks, which stand still until a test moves them.

    Time passes by ``move``; by ``set_by`` somebody sets the wall clock, either way.
    """

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 10, 2, 30, 123456, tzinfo=UTC)
        self.readings = 0
        self._passed = timedelta(seconds=1_000)

    def __call__(self) -> datetime:
        self.readings += 1
        return self.time

    def passed(self) -> float:
        return self._passed.total_seconds()

    def move(self, step: timedelta) -> None:
        """Let time pass; a step back can only be the wall clock's."""
        self.time += step
        self._passed += max(step, timedelta())

    def set_by(self, step: timedelta) -> None:
        """Set the wall clock, while no time passes."""
        self.time += step


class Patience:
    """The waits between probes, or sweeps; each ends when the test says so."""

    def __init__(self) -> None:
        self.asked: asyncio.Queue[float] = asyncio.Queue()
        self._turns = asyncio.Semaphore(0)

    async def sleep(self, seconds: float) -> None:
        self.asked.put_nowait(seconds)
        await self._turns.acquire()

    def end(self) -> None:
        """End the wait that is under way, or else the next."""
        self._turns.release()


def draft(
    room: str = "foo",
    *,
    key: str | None = None,
    kind: str = "message",
    client_id: int = 7,
    author: str | None = "ana",
    name: str | None = "Ana",
    target: int | None = None,
    body: str = "hello",
) -> Draft:
    """Return a draft under a key of its own, unless one is given."""
    fresh = key or f"{next(_numbers):032x}"
    return Draft(room, fresh, kind, client_id, author, name, target, body)


async def append(log: RoomLog, *drafts: Draft) -> list[Appended]:
    """Append drafts that must be taken."""
    answers = await log.append(drafts)
    taken = [answer for answer in answers if isinstance(answer, Appended)]
    assert len(taken) == len(drafts), answers
    return taken


async def append_many(log: RoomLog, number: int, room: str = "foo") -> list[Draft]:
    """Append so many messages to a room, one call for all."""
    drafts = [draft(room, body=f"message {index}") for index in range(1, number + 1)]
    await append(log, *drafts)
    return drafts


async def append_together(log: RoomLog, drafts: Sequence[Draft]) -> list[Appended | Refused]:
    """Append each draft in a task of its own, all at once."""
    answers = await asyncio.gather(*(log.append([each]) for each in drafts))
    return [answer for (answer,) in answers]


async def newest(log: RoomLog, room: str = "foo", limit: int = 1_000) -> Page:
    """Return the newest page of a room, however long its entries are."""
    return await log.read(room, after=None, before=None, limit=limit, max_bytes=2**30)


def offsets(page: Page) -> list[int]:
    """Return the offsets of a page's entries."""
    return [entry.offset for entry in page.entries]
