"""Many clients in one process, each as stubborn as the page's own: they come back, and write down all they see."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress

from server.tests.faults.client import FleetClient, Notes
from server.tests.faults.history import Moment, Restored, Stayed, StoreAway, StoreBack
from server.tests.faults.reread import read_afresh


class Fleet:
    """The clients of one scenario and their common history.

    ``door`` names the port for the next connection, as a proxy in front of the
    nodes does; ``pace`` scales every pause before a reconnect.
    """

    def __init__(self, door: Callable[[], int], seed: int, pace: float = 0.1) -> None:
        self.history: list[Moment] = []
        self.chance = random.Random(seed)
        self.clients: list[FleetClient] = []
        self._door = door
        self._pace = pace
        self._stirred = asyncio.Event()
        self._tasks: dict[FleetClient, asyncio.Task[None]] = {}
        self._talking: list[asyncio.Task[None]] = []

    @property
    def acks(self) -> int:
        """How many messages were acked so far."""
        return sum(client.acked for client in self.clients)

    def heads(self) -> dict[str, int]:
        """Return the newest offset of each room that anybody here has heard of."""
        heads: dict[str, int] = {}
        for client in self.clients:
            heads[client.room] = max(heads.get(client.room, 0), client.offset)
        return heads

    def add(self, name: str, room: str, *, window: int = 1, door: Callable[[], int] | None = None) -> FleetClient:
        """Let another client come, and come back until the fleet ends.

        Args:
            name: What the history calls it.
            room: Where it stays.
            window: How many of its messages may be in flight; the page's own has one.
            door: Its own way in, in place of the fleet's.
        """
        notes = Notes(self.history, random.Random(self.chance.random()), self._pace, self._stirred.set)
        client = FleetClient(name, room, door or self._door, notes, window)
        self.come_again(client)
        return client

    def come_again(self, client: FleetClient) -> None:
        """Let one that was dismissed, or sent home, come back with what it had."""
        self.clients.append(client)
        self._tasks[client] = asyncio.create_task(client.stay())

    async def dismiss(self, client: FleetClient) -> None:
        """Lose a client, without a word, until it comes again."""
        client.cut_off()
        self.clients.remove(client)
        await _cancel([self._tasks.pop(client)])
        client.gone()

    def talk(self, client: FleetClient, pause_seconds: float) -> None:
        """Let a client write one message after another until ``hush``."""
        self._talking.append(asyncio.create_task(client.talk(pause_seconds)))

    async def hush(self) -> None:
        """Let nobody begin another message."""
        await _cancel(self._talking)
        self._talking.clear()

    async def until(self, condition: Callable[[], bool], seconds: float = 60.0) -> bool:
        """Wait until something is so, looking whenever anybody saw something; return whether it came."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not condition():
                    self._check()
                    self._stirred.clear()
                    await self._stirred.wait()
        return condition()

    async def all_joined(self, seconds: float = 60.0) -> None:
        """Wait until every client has its welcome."""
        came = await self.until(lambda: all(client.is_live for client in self.clients), seconds)
        assert came, f"did not come in: {[client.name for client in self.clients if not client.is_live]}"

    async def settle(self, seconds: float = 60.0, *, presence: bool = False) -> None:
        """Wait until all is said, acked and handed out; then write down the logs and who is here.

        Whoever does not get there in time is for the judge. With ``presence``
        it waits as well until everybody is shown each other and nobody else.
        """
        await self.hush()
        await self.until(lambda: not any(client.owes for client in self.clients), seconds)
        heads: dict[str, int] = {}
        for room in sorted({client.room for client in self.clients}):
            read = await read_afresh(self._door, room)
            self.history.append(read)
            heads[room] = read.head
        await self.until(lambda: all(client.is_at(heads[client.room]) for client in self.clients), seconds)
        if presence:
            await self.until(self._all_see_each_other, seconds)
        for client in self.clients:
            if client.is_live:
                moment = time.monotonic()
                self.history.append(Stayed(client.name, client.connection, moment, client.room, client.client_id))

    def _all_see_each_other(self) -> bool:
        here: dict[str, set[int]] = {}
        for client in self.clients:
            here.setdefault(client.room, set()).add(client.client_id)
        return all(client.shown == here[client.room] for client in self.clients)

    def restored(self) -> None:
        """Note that the store was put back to an earlier state."""
        self.history.append(Restored(time.monotonic()))

    def store_away(self) -> float:
        """Note that the store goes away now; return the moment."""
        self.history.append(StoreAway(time.monotonic()))
        return time.monotonic()

    def store_back(self) -> float:
        """Note that the store comes back now; return the moment."""
        self.history.append(StoreBack(time.monotonic()))
        return time.monotonic()

    async def end(self) -> None:
        """Send everybody home."""
        await self.hush()
        await _cancel(self._tasks.values())
        for client in self.clients:
            client.gone()
        self._tasks.clear()
        self.clients.clear()

    def _check(self) -> None:
        for task in self._tasks.values():
            if task.done() and not task.cancelled() and (error := task.exception()) is not None:
                raise error


@asynccontextmanager
async def a_fleet(door: Callable[[], int], seed: int, pace: float = 0.1) -> AsyncIterator[Fleet]:
    """Have a fleet while the context is open."""
    fleet = Fleet(door, seed, pace)
    try:
        yield fleet
    finally:
        await fleet.end()


async def _cancel(tasks: Iterable[asyncio.Task[None]]) -> None:
    waiting = list(tasks)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
