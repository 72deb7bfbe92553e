"""Ten thousand clients that say nothing: what each costs, and whether all are still there afterwards."""

import time
from dataclasses import dataclass

from bench.generator.crowd import enter, settle
from bench.generator.engine import opened_engine
from bench.generator.load import Load, Shape, seats
from bench.targets.target import Target
from bench.workloads.workload import Effort, Figures

_ROOMS, _MEMBERS = 500, 20


@dataclass(frozen=True, slots=True)
class Idle:
    """Memory for each connection; they are held for a while, and then each must be handed a message."""

    name = "idle"
    title = "10,000 idle connections"
    is_steady = False

    def suits(self, target: Target) -> bool:
        return target.name not in ("redis", "postgres", "jetstream", "limit_message")

    def measure(self, target: Target, effort: Effort) -> Figures:
        shape = Shape(effort.of(_ROOMS), _MEMBERS, 1)
        with target.running() as running, opened_engine() as engine:
            # What a server loads once, for its first client, is no client's.
            for entrance in enter(engine, running.port, target.dialect, seats(Shape(1, 1, 1))):
                engine.drop(entrance.client)
            settle(engine)
            before = running.resident_bytes()
            entrances = enter(engine, running.port, target.dialect, seats(shape))
            settle(engine)
            grown, cpu, begun = running.resident_bytes() - before, running.cpu_seconds(), time.perf_counter()
            held = effort.hold_seconds if target.name == "sqlite" else min(effort.hold_seconds, 5.0)
            while time.perf_counter() < begun + held:
                engine.turn(0.5)
            seconds, cpu = time.perf_counter() - begun, running.cpu_seconds() - cpu
            lost = len(engine.ended)
            if not lost:
                _hand_each_a_message(Load(engine, entrances, target.dialect, shape))
            return {
                "clients": len(entrances),
                "kib_each": grown / 1024 / len(entrances),
                "held_seconds": seconds,
                "lost": lost,
                "server_cpu": cpu / seconds,
            }


def _hand_each_a_message(load: Load) -> None:
    """Prove that every connection still works."""
    for publisher in load.publishers:
        publisher.start(1)
    load.finish()
