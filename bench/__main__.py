"""``npm run bench``: the whole comparison, built from scratch."""

import argparse
import gc
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bench import machine
from bench.processes import end_with_us
from bench.report.page import write
from bench.results import FOLDER, Results, described
from bench.running import Cell, cells, run
from bench.targets.everybody import TITLES, targets
from bench.targets.parley import ROOT, Parley
from bench.versions import sync_ms, versions
from bench.workloads.everything import WORKLOADS
from bench.workloads.workload import FULL, QUICK, SMOKE, Effort

_CACHE = ROOT / ".cache" / "bench"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write; return 1 if something of this server could not be measured."""
    options = _parser().parse_args(arguments)
    if sys.platform != "linux":
        print("The benchmark reads /proc and pins processes to cores, so it runs on Linux only.", file=sys.stderr)
        return 2
    if options.list:
        _print_names()
        return 0
    end_with_us()
    machine.pin(machine.GENERATOR_CORE)
    gc.disable()  # A collection of the generator would be somebody's p99.
    _CACHE.mkdir(parents=True, exist_ok=True)
    # On the disk of the checkout: a system's folder for temporary files may have none below it.
    with tempfile.TemporaryDirectory(prefix="run-", dir=_CACHE) as folder:
        effort, planned = _plan(options, Path(folder))
        results = _results(effort, planned, Path(folder))
        _print_head(results, planned)
        run(planned, effort, results, lambda line: print(line, flush=True))
    file = _file(options, results)
    results.save(file)
    print(f"\nWritten: {file.relative_to(ROOT) if file.is_relative_to(ROOT) else file}")
    if file.parent == FOLDER:
        write(file)
        print("Written: docs/performance.md and docs/images/performance.svg")
    # That the chapter's server stands still behind a stalled reader is a result.
    own = [cell for cell in planned if isinstance(cell.target, Parley)]
    return int(any(results.failure(cell.workload.name, cell.target.name) for cell in own))


def _plan(options: argparse.Namespace, folder: Path) -> tuple[Effort, list[Cell]]:
    effort = {"full": FULL, "quick": QUICK, "smoke": SMOKE}[options.effort]
    if options.hold is not None:
        effort = replace(effort, hold_seconds=options.hold)
    if options.rounds is not None:
        effort = replace(effort, rounds=options.rounds)
    chosen = [workload for workload in WORKLOADS if workload.name in (options.only or _names())]
    asked = [target for target in targets(folder) if target.name in (options.targets or TITLES)]
    return effort, cells(chosen, asked, effort.rounds)


def _results(effort: Effort, planned: Sequence[Cell], folder: Path) -> Results:
    parleys = [cell.target for cell in planned if isinstance(cell.target, Parley)]
    return Results(
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        machine={**machine.describe(), "fsync_ms": sync_ms(folder)},
        versions=versions(),
        raised=parleys[0].raised() if parleys else {},
        effort=described(effort),
    )


def _file(options: argparse.Namespace, results: Results) -> Path:
    if options.out is not None:
        return Path(options.out)
    is_whole = options.effort == "full" and not options.only and not options.targets
    return (FOLDER if is_whole else _CACHE) / f"{results.started.partition('+')[0].replace(':', '')}.json"


def _print_head(results: Results, planned: Sequence[Cell]) -> None:
    for name, value in {**results.machine, **results.versions}.items():
        print(f"{name:<20} {value}")
    raised = ", ".join(f"{name}={value}" for name, value in results.raised.items())
    print(f"{'raised limits':<20} {raised or 'none: this server has none that would throttle'}")
    print(f"{'measurements':<20} {len(planned)}\n", flush=True)


def _print_names() -> None:
    for workload in WORKLOADS:
        print(f"{workload.name:<18} {workload.title}")
    print()
    for name, title in TITLES.items():
        print(f"{name:<18} {title}")


def _names() -> list[str]:
    return [workload.name for workload in WORKLOADS]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="npm run bench --", description=__doc__)
    efforts = parser.add_mutually_exclusive_group()
    efforts.add_argument(
        "--quick", dest="effort", action="store_const", const="quick", help="one short round of everything"
    )
    efforts.add_argument(
        "--smoke", dest="effort", action="store_const", const="smoke", help="seconds: does it work at all?"
    )
    parser.add_argument("--only", nargs="+", choices=_names(), metavar="NAME", help="these workloads only")
    parser.add_argument("--targets", nargs="+", choices=list(TITLES), metavar="NAME", help="these targets only")
    parser.add_argument("--hold", type=float, metavar="SECONDS", help="how long 10,000 idle connections are held")
    parser.add_argument("--rounds", type=int, help="how often each steady workload is asked")
    parser.add_argument("--out", help="the file for the results; the pages stay as they are")
    parser.add_argument("--list", action="store_true", help="print all names, and do nothing")
    parser.set_defaults(effort="full")
    return parser


if __name__ == "__main__":
    sys.exit(main())
