"""A load of which a single client was not handed each message exactly once is a failure, not a figure."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench import machine
from bench.generator.crowd import enter
from bench.generator.dialects import LoadError
from bench.generator.engine import opened_engine
from bench.generator.load import Load, Shape, seats
from bench.processes import Process, free_port
from bench.targets.plain import PlainDialect

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the benchmark pins processes to cores: Linux only")

MEMBERS = 100
"""So many that most only count; the victim, the third to come, is one of them."""


@contextmanager
def faulty(fault: str) -> Iterator[int]:
    port = free_port()
    root = Path(__file__).parents[2]
    with Process([sys.executable, "-m", "bench.tests.faulty", str(port), fault], folder=root) as process:
        process.wait_for_port(port)
        yield port


def load(fault: str, watches: bool) -> int:
    """Publish until the fault has surely happened, and count; return the deliveries."""
    with faulty(fault) as port, opened_engine() as engine:
        members = 3 if watches else MEMBERS
        entrances = enter(engine, port, PlainDialect(), seats(Shape(1, members, 1)), at_once=1)
        one = Load(engine, entrances, PlainDialect(), Shape(1, members, 1))
        one.publishers[0].start(most=20)
        while one.publishers[0].published < 20 or not one.publishers[0].is_idle:
            engine.turn(0.1)
        one.finish(patience_seconds=0.5)
        return engine.heard


def test_every_delivery_is_counted_once() -> None:
    """Twenty messages to a hundred clients."""
    assert load("none", watches=False) == 20 * MEMBERS


@pytest.mark.parametrize("fault", ["lost", "doubled"])
def test_a_fault_is_seen_by_the_count_of_who_only_counts(fault: str) -> None:
    """Nothing that it was handed was looked at."""
    with pytest.raises(LoadError, match=r"1 of 100 clients in room-0 did not count 20 deliveries: client 2 counted"):
        load(fault, watches=False)


@pytest.mark.parametrize("fault", ["lost", "doubled"])
def test_a_fault_is_seen_at_once_by_who_watches(fault: str) -> None:
    """It knows which message must be next."""
    with pytest.raises(LoadError, match=r"expected message (9|10) of Origin"):
        load(fault, watches=True)


def test_a_process_runs_on_its_core_from_the_start() -> None:
    """A runtime counts its cores once."""
    program = "import os; print(sorted(os.sched_getaffinity(0)))"
    with Process([sys.executable, "-c", program], core=machine.GENERATOR_CORE) as process:
        process.wait()
        assert process.said().strip() == f"[{machine.GENERATOR_CORE}]"
