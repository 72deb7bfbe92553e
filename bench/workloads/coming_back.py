"""Five thousand clients come back in one moment, each with a hundred entries to catch up on."""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from bench.generator.bodies import Origin
from bench.generator.crowd import PATIENCE_SECONDS, Entrance, Seat, enter, expect_nobody_ended, settle
from bench.generator.dialects import Dialect, LoadError
from bench.generator.engine import Engine, opened_engine
from bench.generator.load import Load, Shape, seats
from bench.generator.wire import Message
from bench.generator.witness import Journal, Publisher, Seen, Witness
from bench.statistics import percentile
from bench.targets.parley import Parley, key
from bench.targets.target import Running, Target
from bench.workloads.workload import Effort, Figures

_ROOM_MEMBERS = 101
"""One of them stays, and writes what the others miss."""

_ROOMS = 50
_MISSED = 100
_AT_ONCE = 1000
"""Handshakes on their way at a time: fewer than may wait to be accepted."""


@dataclass(frozen=True, slots=True)
class ComingBack:
    """How long it takes until each has its token accepted, and every entry that it missed."""

    name = "coming_back"
    title = "5,000 clients come back with 100 missed entries each"
    is_steady = False

    def suits(self, target: Target) -> bool:
        return isinstance(target, Parley)

    def measure(self, target: Target, effort: Effort) -> Figures:
        with target.running() as running, opened_engine() as engine:
            return _Return(engine, running, target.dialect, effort.of(_ROOMS)).figures()


class _Returning(Witness):
    """A client that came back: each entry is checked, and the time of the last one kept."""

    def __init__(self, engine: Engine, entrance: Entrance, dialect: Dialect, journal: Journal, after: Seen) -> None:
        super().__init__(engine, entrance, dialect, journal, after)
        self.caught_up = 0.0

    def _saw(self, origin: Origin) -> None:
        if origin.sequence == _MISSED:
            self.caught_up = time.perf_counter()


class _Return:
    """One run of it."""

    def __init__(self, engine: Engine, running: Running, dialect: Dialect, rooms: int) -> None:
        self._engine = engine
        self._running = running
        self._dialect = dialect
        shape = Shape(rooms, _ROOM_MEMBERS, 8)
        entrances = enter(engine, running.port, dialect, seats(shape))
        settle(engine)
        self._load = Load(engine, entrances, dialect, shape)
        self._writers = {publisher.client.room: publisher for publisher in self._load.publishers}
        self._away = [entrance for entrance in entrances if entrance.client is not self._writer(entrance).client]

    def figures(self) -> Figures:
        self._write(1)
        self._load.finish()
        for entrance in self._away:
            self._engine.drop(entrance.client)
        self._write(1 + _MISSED)
        settle(self._engine)
        begun, cpu = time.perf_counter(), self._running.cpu_seconds()
        returning = self._come_back()
        took = sorted(each.caught_up - begun for each in returning)
        return {
            "clients": len(returning),
            "all_at_head_seconds": took[-1],
            "half_at_head_seconds": percentile(took, 0.5),
            "server_cpu_seconds": self._running.cpu_seconds() - cpu,
            "entries_per_second": len(returning) * _MISSED / took[-1],
        }

    def _writer(self, entrance: Entrance) -> Publisher:
        return self._writers[entrance.client.room]

    def _write(self, number: int) -> None:
        """Let the writers write until each has written so many."""
        for publisher in self._load.publishers:
            publisher.start(number)
        end = time.monotonic() + PATIENCE_SECONDS
        while any(publisher.published < number or not publisher.is_idle for publisher in self._load.publishers):
            self._engine.turn(0.1)
            expect_nobody_ended(self._engine)
            if time.monotonic() > end:
                raise LoadError(f"{number} messages of each writer were not taken within {PATIENCE_SECONDS:.0f} s")

    def _come_back(self) -> "list[_Returning]":
        hellos = {entrance.client.number: self._hello(entrance) for entrance in self._away}
        returning: list[_Returning] = []
        enter(
            self._engine,
            self._running.port,
            self._dialect,
            [Seat(entrance.client.number, entrance.client.room) for entrance in self._away],
            at_once=_AT_ONCE,
            greeting=lambda seat: [hellos[seat.number]],
            take_over=partial(self._take_over, returning),
        )
        end = time.monotonic() + PATIENCE_SECONDS
        while not all(each.caught_up for each in returning):
            self._engine.turn(0.1)
            expect_nobody_ended(self._engine)
            if time.monotonic() > end:
                raise LoadError("not all clients that came back were handed what they missed")
        return returning

    def _take_over(self, returning: "list[_Returning]", entrance: Entrance, messages: Iterable[Message]) -> None:
        if b'"recovered":true' not in entrance.welcome:
            raise LoadError(f"a client was not recovered: {entrance.welcome.decode()}")
        seen = Seen(self._first(entrance), 1)
        returned = _Returning(self._engine, entrance, self._dialect, self._load.journal, seen)
        returning.append(returned)
        returned.take(messages)

    def _hello(self, entrance: Entrance) -> bytes:
        welcome = json.loads(entrance.welcome)
        position = {"epoch": welcome["epoch"], "offset": 1, "key": key(self._first(entrance)).decode()}
        hello = {"type": "hello", "contract": 1, "resume_token": welcome["resume_token"], "position": position}
        return json.dumps(hello).encode()

    def _first(self, entrance: Entrance) -> Origin:
        return Origin(self._writer(entrance).number, 0)
