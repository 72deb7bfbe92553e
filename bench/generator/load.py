"""The closed loop: rooms of clients, some of whom publish as fast as their own messages come back."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.generator.crowd import PATIENCE_SECONDS, Entrance, Seat, expect_nobody_ended, settle
from bench.generator.dialects import Dialect, LoadError
from bench.generator.engine import Engine
from bench.generator.witness import Journal, Publisher, Witness

WITNESSES = 32
"""Clients that read every byte, beside those that publish."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How many rooms of how many members; in each, how many messages are on their way, and of how many publishers."""

    rooms: int
    members: int
    outstanding: int
    publishers: int = 1


@dataclass(frozen=True, slots=True)
class Measured:
    """What a load came to. Times are in seconds."""

    deliveries: int
    seconds: float
    server_cpu: float
    generator_cpu: float
    latencies: Sequence[float]


def seats(shape: Shape) -> list[Seat]:
    """Return a seat for each member of each room."""
    numbers = range(shape.rooms * shape.members)
    return [Seat(number, f"room-{number // shape.members}") for number in numbers]


class Load:
    """A crowd that has joined, with its publishers and witnesses chosen.

    Both are spread evenly over their room: who joined first is often served
    first, and would know only short times.
    """

    def __init__(self, engine: Engine, entrances: Sequence[Entrance], dialect: Dialect, shape: Shape) -> None:
        self._engine = engine
        self._rooms: dict[str, list[Entrance]] = defaultdict(list)
        for entrance in entrances:
            self._rooms[entrance.client.room].append(entrance)
        self.journal = Journal()
        self._publishers = {
            room: [
                Publisher(engine, entrance, dialect, self.journal, share)
                for entrance, share in _spread_out(members, shape.publishers, shape.outstanding)
            ]
            for room, members in self._rooms.items()
        }
        self.publishers = [publisher for those in self._publishers.values() for publisher in those]
        publishing = {publisher.client for publisher in self.publishers}
        others = [entrance for entrance in entrances if entrance.client not in publishing]
        for entrance in others:
            engine.count(entrance.client)
        for entrance, _ in _spread_out(others, WITNESSES, 0):
            Witness(engine, entrance, dialect, self.journal)

    def run(
        self,
        seconds: float,
        server_cpu: Callable[[], float],
        warm_up: float = 1.0,
        each_second: Callable[[], None] = lambda: None,
    ) -> Measured:
        """Publish for a while; return what was measured after the warm-up.

        Raises:
            LoadError: somebody was not handed everything, or something twice.
        """
        for publisher in self.publishers:
            publisher.start()
        self._turn_for(warm_up)
        begun = self.journal.counted_from = time.perf_counter()
        heard, server, own = self._engine.heard, server_cpu(), time.process_time()
        self._turn_for(seconds, each_second)
        measured = Measured(
            deliveries=self._engine.heard - heard,
            seconds=time.perf_counter() - begun,
            server_cpu=server_cpu() - server,
            generator_cpu=time.process_time() - own,
            latencies=self.journal.latencies[:],
        )
        self.finish()
        return measured

    def finish(self, patience_seconds: float = PATIENCE_SECONDS) -> None:
        """Stop publishing, wait until all has arrived, and compare each client's count with what was published.

        Raises:
            LoadError: somebody was not handed everything, or something twice.
        """
        for publisher in self.publishers:
            publisher.stop()
        end = time.monotonic() + patience_seconds
        while not self._is_complete() and time.monotonic() < end:
            self._engine.turn(0.1)
            expect_nobody_ended(self._engine)
        settle(self._engine, 0.1)  # What comes now would be one too many.
        for room, members in self._rooms.items():
            published = self._published(room)
            wrong = [entrance.client for entrance in members if entrance.client.heard != published]
            if wrong:
                raise LoadError(
                    f"{len(wrong)} of {len(members)} clients in {room} did not count {published} deliveries: "
                    f"client {wrong[0].number} counted {wrong[0].heard}"
                )

    def _turn_for(self, seconds: float, each_second: Callable[[], None] = lambda: None) -> None:
        now = time.perf_counter()
        end, next_second = now + seconds, now + 1
        while (now := time.perf_counter()) < end:
            self._engine.turn(end - now)
            expect_nobody_ended(self._engine)
            if now >= next_second:
                next_second += 1
                each_second()

    def _is_complete(self) -> bool:
        return all(publisher.is_idle for publisher in self.publishers) and all(
            entrance.client.heard >= published
            for room, members in self._rooms.items()
            for published in (self._published(room),)
            for entrance in members
        )

    def _published(self, room: str) -> int:
        return sum(publisher.published for publisher in self._publishers[room])


def _spread_out(entrances: Sequence[Entrance], number: int, amount: int) -> list[tuple[Entrance, int]]:
    """Choose so many, evenly spaced, and share an amount out to them."""
    chosen = min(number, len(entrances))
    shares = [amount // chosen + (index < amount % chosen) for index in range(chosen)]
    return [(entrances[(2 * index + 1) * len(entrances) // (2 * chosen)], shares[index]) for index in range(chosen)]
