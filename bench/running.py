"""One run: every workload put to every target, round after round, so that a drift of the machine hits all alike."""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bench.generator.dialects import LoadError
from bench.processes import StartError
from bench.results import Results
from bench.targets.target import Target
from bench.workloads.workload import Effort, Figures, Workload


class Cell(NamedTuple):
    """One measurement to make."""

    round: int
    workload: Workload
    target: Target


def cells(workloads: Sequence[Workload], targets: Sequence[Target], rounds: int) -> list[Cell]:
    """Return what is to be measured, in its order: what is not steady is asked in the first round only."""
    return [
        Cell(number, workload, target)
        for number in range(1, rounds + 1)
        for workload in workloads
        if workload.is_steady or number == 1
        for target in targets
        if workload.suits(target)
    ]


def run(planned: Sequence[Cell], effort: Effort, results: Results, tell: Callable[[str], None]) -> None:
    """Measure one cell after the other; what fails is told, kept as its sentence, and passed over."""
    begun = time.monotonic()
    for index, (number, workload, target) in enumerate(planned, start=1):
        came_to = _measure(workload, target, effort)
        results.add(workload.name, target.name, came_to)
        minutes = (time.monotonic() - begun) / 60
        where = f"{index:>3}/{len(planned)}  {minutes:4.1f} min  round {number}"
        tell(f"{where}  {workload.name:<16} {target.name:<14} {_in_short(came_to)}")
    results.minutes += (time.monotonic() - begun) / 60


def _measure(workload: Workload, target: Target, effort: Effort) -> Figures | str:
    try:
        return workload.measure(target, effort)
    except (LoadError, StartError, OSError) as error:
        return str(error).partition("\n")[0] or type(error).__name__


def _in_short(came_to: Figures | str) -> str:
    if isinstance(came_to, str):
        return f"failed: {came_to}"
    return "  ".join(
        f"{name} {value:,.4g}" if value < 1000 else f"{name} {value:,.0f}" for name, value in came_to.items()
    )
