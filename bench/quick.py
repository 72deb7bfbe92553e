"""One store, one load, one line: for whoever changes the server and wants to know now."""

import argparse
import gc
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import machine
from bench.generator.load import Measured, Shape
from bench.processes import end_with_us
from bench.targets.parley import ROOT, Parley
from bench.targets.stores import named, sqlite
from bench.workloads.fan_out import figures, run


def line(measured: Measured) -> str:
    """Return a measurement in one line."""
    came_to = figures(measured)
    return (
        f"{came_to['deliveries_per_second']:>11,.0f} deliveries/s  "
        f"{came_to['deliveries_per_cpu_second']:>11,.0f} per server CPU-s  "
        f"p50 {came_to['p50_ms']:6.2f} ms  p99 {came_to['p99_ms']:6.2f} ms  "
        f"server CPU {came_to['server_cpu']:4.0%}  generator CPU {came_to['generator_cpu']:4.0%}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure so many times; return the exit status."""
    options = _parser().parse_args(arguments)
    end_with_us()
    machine.pin(machine.GENERATOR_CORE)
    gc.disable()
    shape = Shape(options.rooms, options.members, options.outstanding, options.publishers)
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory(prefix="bench-", dir=options.folder) as folder:
            store = sqlite(Path(folder)) if options.store == "sqlite://" else named(options.store)
            target = Parley("parley", store, python=options.server_python, checkout=options.checkout)
            print(line(run(target, shape, options.seconds)), flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.quick", description=__doc__)
    parser.add_argument("--checkout", type=Path, default=ROOT, help="whose server (default: this one)")
    parser.add_argument("--server-python", type=Path, default=Path(sys.executable), help="the Python that runs it")
    parser.add_argument("--store", default="memory://", help="its store; sqlite:// makes a new file for each round")
    parser.add_argument("--folder", type=Path, help="where the file of sqlite:// is made (default: the system's)")
    parser.add_argument("--rooms", type=int, default=1)
    parser.add_argument("--members", type=int, default=1000, help="in each room")
    parser.add_argument("--outstanding", type=int, default=8, help="messages on their way in each room")
    parser.add_argument("--publishers", type=int, default=1, help="those who write them (default: 1)")
    parser.add_argument("--seconds", type=float, default=5.0, help="measured, after one to warm up")
    parser.add_argument("--rounds", type=int, default=3)
    return parser


if __name__ == "__main__":
    sys.exit(main())
