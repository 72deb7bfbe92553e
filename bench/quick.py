"""One store, one load, one line: for whoever changes the server and wants to know now."""

import argparse
import gc
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import machine
from bench.generator.crowd import enter, settle
from bench.generator.engine import Engine
from bench.generator.load import Load, Measured, Shape, seats
from bench.statistics import percentile
from bench.targets.parley import Parley
from bench.targets.target import Target

ROOT = Path(__file__).parents[1]


def measure(target: Target, shape: Shape, seconds: float) -> Measured:
    """Start the target, let everybody in, and load it for a while."""
    engine = Engine()
    try:
        with target.running() as running:
            entrances = enter(engine, running.port, target.dialect, seats(shape))
            settle(engine)
            return Load(engine, entrances, target.dialect, shape).run(seconds, running.cpu_seconds)
    finally:
        engine.close()


def line(measured: Measured) -> str:
    """Return a measurement in one line."""
    per_second = measured.deliveries / measured.seconds
    per_cpu_second = measured.deliveries / measured.server_cpu
    p50, p99 = (percentile(measured.latencies, share) * 1000 for share in (0.5, 0.99))
    return (
        f"{per_second:>11,.0f} deliveries/s  {per_cpu_second:>11,.0f} per server CPU-s  p50 {p50:6.2f} ms  "
        f"p99 {p99:6.2f} ms  server CPU {measured.server_cpu / measured.seconds:4.0%}  "
        f"generator CPU {measured.generator_cpu / measured.seconds:4.0%}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure so many times; return the exit status."""
    options = _parser().parse_args(arguments)
    machine.pin(machine.GENERATOR_CORE)
    gc.disable()
    shape = Shape(options.rooms, options.members, options.outstanding, options.publishers)
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            store_url = f"sqlite:///{folder}/parley.db" if options.store == "sqlite://" else options.store
            target = Parley("parley", store_url, python=options.server_python, checkout=options.checkout)
            print(line(measure(target, shape, options.seconds)), flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.quick", description=__doc__)
    parser.add_argument("--checkout", type=Path, default=ROOT, help="whose server (default: this one)")
    parser.add_argument("--server-python", type=Path, default=Path(sys.executable), help="the Python that runs it")
    parser.add_argument("--store", default="memory://", help="its store; sqlite:// makes a new file for each round")
    parser.add_argument("--rooms", type=int, default=1)
    parser.add_argument("--members", type=int, default=1000, help="in each room")
    parser.add_argument("--outstanding", type=int, default=8, help="messages on their way in each room")
    parser.add_argument("--publishers", type=int, default=1, help="those who write them (default: 1)")
    parser.add_argument("--seconds", type=float, default=5.0, help="measured, after one to warm up")
    parser.add_argument("--rounds", type=int, default=3)
    return parser


if __name__ == "__main__":
    sys.exit(main())
