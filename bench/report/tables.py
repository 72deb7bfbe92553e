"""Tables of figures in Markdown."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bench.results import Results
from bench.targets.everybody import TITLES

_SATURATED = 0.97
"""The share of its core from which on the generator may be what held a target back."""

_BUSY = 0.95
"""The share of its core from which on the target itself was."""


class Column(NamedTuple):
    """One figure of each target: its name in the results, its heading, and how it is written."""

    name: str
    heading: str
    written: Callable[[float], str]


def whole(value: float) -> str:
    """Write a number as a whole one."""
    return f"{value:,.0f}"


def tenths(value: float) -> str:
    """Write a number to a tenth, and small ones to a hundredth."""
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:,.2f}"


def share(value: float) -> str:
    """Write a share of one."""
    return f"{value:.0%}"


def table(results: Results, workload: str, columns: Sequence[Column]) -> str:
    """Return the table of a workload: a line for each target, its failure where it has no figures."""
    lines = ["| | " + " | ".join(column.heading for column in columns) + " |"]
    lines.append("| --- |" + " ---: |" * len(columns))
    for target in results.targets(workload):
        failure = results.failure(workload, target)
        if failure is not None:
            written = [f"failed: {failure}", *[""] * (len(columns) - 1)]
        else:
            written = [_written(results, workload, target, column) for column in columns]
        lines.append(f"| {TITLES[target]} | " + " | ".join(written) + " |")
    return "\n".join(lines)


def _written(results: Results, workload: str, target: str, column: Column) -> str:
    value = results.figure(workload, target, column.name)
    if math.isnan(value):
        return "–"
    is_bound = column.name.endswith("per_second") and _is_lower_bound(results, workload, target)
    return ("≥ " if is_bound else "") + column.written(value)


def _is_lower_bound(results: Results, workload: str, target: str) -> bool:
    generator = results.figure(workload, target, "generator_cpu")
    return generator >= _SATURATED and results.figure(workload, target, "server_cpu") < _BUSY
