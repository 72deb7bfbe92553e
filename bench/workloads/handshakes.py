"""Clients that come and go: how many a second are let in."""

import itertools
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bench.generator.crowd import Entrance, Seat, enter
from bench.generator.engine import opened_engine
from bench.generator.wire import Message
from bench.targets.target import Target
from bench.workloads.workload import Effort, Figures

_AT_ONCE = 64
_ROOM_MEMBERS = 10


@dataclass(frozen=True, slots=True)
class Handshakes:
    """Connections a second; each ends as soon as it is open, or, with ``joins``, in its room."""

    joins: bool

    @property
    def name(self) -> str:
        return "joins" if self.joins else "handshakes"

    @property
    def is_steady(self) -> bool:
        return not self.joins

    @property
    def title(self) -> str:
        return "clients that join and go" if self.joins else "handshakes"

    def suits(self, target: Target) -> bool:
        return target.name != "postgres"

    def measure(self, target: Target, effort: Effort) -> Figures:
        with target.running() as running, opened_engine() as engine:

            def leave(entrance: Entrance, _: Iterable[Message]) -> None:
                engine.drop(entrance.client)

            def count(seconds: float) -> int:
                coming, greeting = _seats_for(seconds), None if self.joins else _say_nothing
                dialect = target.dialect
                return len(
                    enter(engine, running.port, dialect, coming, at_once=_AT_ONCE, greeting=greeting, take_over=leave)
                )

            count(effort.warm_up)
            cpu, own, begun = running.cpu_seconds(), time.process_time(), time.perf_counter()
            number = count(effort.seconds)
            seconds, cpu = time.perf_counter() - begun, running.cpu_seconds() - cpu
            return {
                "per_second": number / seconds,
                "per_cpu_second": number / cpu if cpu else float("nan"),
                "server_cpu": cpu / seconds,
                "generator_cpu": (time.process_time() - own) / seconds,
            }


def _say_nothing(_: Seat) -> list[bytes]:
    return []


def _seats_for(seconds: float) -> Iterator[Seat]:
    """Yield seats for a while, ten in each room."""
    end = time.perf_counter() + seconds
    for number in itertools.count():
        if time.perf_counter() >= end:
            return
        yield Seat(number, f"room-{number // _ROOM_MEMBERS}")
