"""The page and the chart say what was measured, and what was not."""

import math
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.report.aims import aims
from bench.report.chart import chart
from bench.report.page import page
from bench.report.tables import Column, table, whole
from bench.results import Results, load
from bench.targets.everybody import TITLES
from bench.workloads.workload import Figures


def figures(per_second: float, **others: float) -> Figures:
    return {
        "deliveries_per_second": per_second, "deliveries_per_cpu_second": per_second, "p50_ms": 1.0, "p99_ms": 2.0,
        "server_cpu": 1.0, "generator_cpu": 0.5, **others,
    }  # fmt: skip


@pytest.fixture
def results() -> Results:
    machine: dict[str, str | int | float] = {
        "processor": "a", "cores": 2, "memory_gib": 4, "kernel": "6", "system": "Linux", "fsync_ms": 0.3,
        "server_core": 0, "generator_core": 1,
    }  # fmt: skip
    return Results("2026-11-25T17:00:00+00:00", machine, {"commit": "c0ffee"}, {}, {})


def test_a_figure_is_the_median_of_the_rounds_that_have_one(results: Results) -> None:
    """A failure in one round takes nothing from the others."""
    for came_to in (figures(300), "the server closed it", figures(100), figures(200), figures(math.nan)):
        results.add("room_1000", "nats", came_to)
    assert results.figure("room_1000", "nats", "deliveries_per_second") == 200
    assert results.failure("room_1000", "nats") is None


def test_results_are_read_as_they_were_written(results: Results, tmp_path: Path) -> None:
    """JSON has no NaN: null stands for it."""
    results.add("stalled_0", "memory", {"cut_off_after_seconds": math.nan, "p99_ms": 1.5})
    results.add("stalled_0", "nats", "it did not start")
    results.save(tmp_path / "results.json")
    assert "NaN" not in (tmp_path / "results.json").read_text("utf-8")
    read = load(tmp_path / "results.json")
    assert math.isnan(read.figure("stalled_0", "memory", "cut_off_after_seconds"))
    assert read.figure("stalled_0", "memory", "p99_ms") == 1.5
    assert read.failure("stalled_0", "nats") == "it did not start"


@pytest.mark.parametrize(
    ("server", "generator", "written"), [(0.7, 0.99, "≥ 100"), (0.99, 0.99, "100"), (0.7, 0.5, "100")]
)
def test_a_figure_that_the_generator_held_back_is_a_lower_bound(
    results: Results, server: float, generator: float, written: str
) -> None:
    """Only where the generator had no time left, and the server had."""
    results.add("room_1000", "nats", figures(100, server_cpu=server, generator_cpu=generator))
    told = table(results, "room_1000", [Column("deliveries_per_second", "deliveries/s", whole)])
    assert told.splitlines()[-1] == f"| {TITLES['nats']} | {written} |"


def test_an_aim_is_reached_missed_or_not_measured(results: Results) -> None:
    """1.5 times NATS for the memory store, in a room of 1,000 with 8 outstanding."""
    results.add("room_1000", "memory", figures(150))
    results.add("room_1000", "nats", figures(100))
    results.add("room_1000", "sqlite", figures(119))
    met = {aim.what: aim.is_met for aim in aims(results)}
    assert met["`memory://` beside NATS, one room of 1,000, 8 outstanding"] is True
    assert met["SQLite beside NATS, which stores nothing, one room of 1,000, 8 outstanding"] is False
    assert met["handshakes beside the chapter's"] is None


def test_the_chart_has_a_bar_for_each_that_was_measured(results: Results) -> None:
    """As long as it is fast, beside the fastest."""
    results.add("rooms_50", "memory", figures(200))
    results.add("rooms_50", "nats", figures(100))
    results.add("rooms_50", "socketio", "it did not start")
    root = ElementTree.fromstring(chart(results))
    bars = root.findall("{http://www.w3.org/2000/svg}rect")
    assert [bar.get("class") for bar in bars] == ["ours", "peer"]
    assert int(bars[0].get("width", "")) == 2 * int(bars[1].get("width", ""))


def test_the_page_tells_of_a_failure_in_its_words(results: Results) -> None:
    """A target without figures is no reason for a page without it."""
    results.add("coming_back", "memory", "not all clients that came back were handed what they missed")
    text = page(results, "results.json")
    assert "failed: not all clients that came back were handed what they missed" in text
    assert "c0ffee" in text
    assert all(len(line) <= 120 or line.startswith("|") for line in text.splitlines())
