"""What a run came to: figures for each workload and target, and all that one has to know to judge them."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench.workloads.workload import Effort, Figures

FOLDER = Path(__file__).with_name("results")
"""Where the results of full runs are kept, one file each, named by date."""


@dataclass
class Results:
    """One run. ``cells`` holds a list for each workload and target: a measurement for each round, or a sentence."""

    started: str
    machine: dict[str, str | int | float]
    versions: dict[str, str]
    raised: dict[str, str]
    effort: dict[str, float]
    minutes: float = 0.0
    cells: dict[str, dict[str, list[Figures | str]]] = field(default_factory=dict)

    def add(self, workload: str, target: str, came_to: Figures | str) -> None:
        """Keep one measurement, or the sentence that says why there is none."""
        self.cells.setdefault(workload, {}).setdefault(target, []).append(came_to)

    def figure(self, workload: str, target: str, name: str) -> float:
        """Return the median over the rounds; NaN where there is none, or the workload has no such figure."""
        measured = [each.get(name, math.nan) for each in self._measured(workload, target)]
        found = [each for each in measured if not math.isnan(each)]
        return median(found) if found else math.nan

    def targets(self, workload: str) -> list[str]:
        """Return who was asked."""
        return list(self.cells.get(workload, {}))

    def failure(self, workload: str, target: str) -> str | None:
        """Return why there is no figure at all, if there is none."""
        if self._measured(workload, target):
            return None
        return next((each for each in self.cells[workload][target] if isinstance(each, str)), None)

    def _measured(self, workload: str, target: str) -> list[Figures]:
        return [each for each in self.cells.get(workload, {}).get(target, []) if not isinstance(each, str)]

    def save(self, file: Path) -> None:
        """Write them as JSON, in which null stands for NaN."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(_without_nan(asdict(self)), indent=2, allow_nan=False) + "\n", "utf-8")


def load(file: Path) -> Results:
    """Read what ``save`` wrote."""
    results = Results(**json.loads(file.read_text("utf-8")))
    for targets in results.cells.values():
        for measured in targets.values():
            measured[:] = [each if isinstance(each, str) else _with_nan(each) for each in measured]
    return results


def newest() -> Path | None:
    """Return the file of the newest full run, if there is one."""
    return max(FOLDER.glob("*.json"), default=None, key=lambda file: file.name)


def described(effort: Effort) -> dict[str, float]:
    """Return an effort as figures."""
    return asdict(effort)


def _with_nan(figures: Mapping[str, float | None]) -> Figures:
    return {name: math.nan if value is None else value for name, value in figures.items()}


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nan(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_without_nan(each) for each in value]
    if isinstance(value, float):
        return None if math.isnan(value) else float(f"{value:.6g}")
    return value
