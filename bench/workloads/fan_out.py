"""Rooms in which somebody writes as fast as his messages come back, and everybody is handed them."""

from dataclasses import dataclass, replace

from bench.generator.crowd import enter, settle
from bench.generator.engine import opened_engine
from bench.generator.load import Load, Measured, Shape, seats
from bench.statistics import percentile
from bench.targets.target import Target
from bench.workloads.workload import Effort, Figures


@dataclass(frozen=True, slots=True)
class FanOut:
    """Deliveries a second, what they cost, and how long they take."""

    name: str
    title: str
    shape: Shape
    is_steady = True

    def suits(self, target: Target) -> bool:
        return target.name != "postgres"  # Its cost is spread over processes that are not counted.

    def measure(self, target: Target, effort: Effort) -> Figures:
        shape = self._scaled(effort)
        return figures(run(target, shape, effort.seconds, effort.warm_up))

    def _scaled(self, effort: Effort) -> Shape:
        if self.shape.rooms == 1:
            return replace(self.shape, members=effort.of(self.shape.members))
        return replace(self.shape, rooms=effort.of(self.shape.rooms))


def run(target: Target, shape: Shape, seconds: float, warm_up: float = 1.0) -> Measured:
    """Start the target, let everybody in, and load it for a while."""
    with target.running() as running, opened_engine() as engine:
        entrances = enter(engine, running.port, target.dialect, seats(shape))
        settle(engine)
        load = Load(engine, entrances, target.dialect, shape)
        return load.run(seconds, running.cpu_seconds, warm_up)


def figures(measured: Measured) -> Figures:
    """Return what a load came to."""
    return {
        "deliveries": measured.deliveries,
        "deliveries_per_second": measured.deliveries / measured.seconds,
        "deliveries_per_cpu_second": measured.deliveries / measured.server_cpu if measured.server_cpu else float("nan"),
        "p50_ms": percentile(measured.latencies, 0.5) * 1000,
        "p99_ms": percentile(measured.latencies, 0.99) * 1000,
        "server_cpu": measured.server_cpu / measured.seconds,
        "generator_cpu": measured.generator_cpu / measured.seconds,
    }
