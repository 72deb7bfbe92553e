"""``docs/performance.md`` and its chart, generated from the newest results: ``python -m bench.report.page``."""

import sys
from pathlib import Path

from bench.report.aims import aims
from bench.report.chart import chart
from bench.report.tables import Column, share, table, tenths, whole
from bench.results import Results, load, newest
from bench.targets.parley import ROOT
from bench.workloads.everything import FAN_OUT

PAGE = ROOT / "docs" / "performance.md"
CHART = ROOT / "docs" / "images" / "performance.svg"
_PROSE = Path(__file__).with_name("prose")

_LOAD = (
    Column("deliveries_per_second", "deliveries/s", whole),
    Column("deliveries_per_cpu_second", "per CPU-s", whole),
    Column("p50_ms", "p50 ms", tenths),
    Column("p99_ms", "p99 ms", tenths),
    Column("server_cpu", "server CPU", share),
    Column("generator_cpu", "generator CPU", share),
)
_STALLED = (
    Column("deliveries_per_second", "deliveries/s", whole),
    Column("p99_ms", "others' p99 ms", tenths),
    Column("cut_off", "cut off", whole),
    Column("cut_off_after_seconds", "after s", tenths),
    Column("queued_kib_each", "queued KiB each", whole),
    Column("resident_grown_mib", "server grew MiB", tenths),
)
_COMING_BACK = (
    Column("all_at_head_seconds", "all at the head, s", tenths),
    Column("half_at_head_seconds", "half of them, s", tenths),
    Column("entries_per_second", "entries/s", whole),
    Column("server_cpu_seconds", "CPU-s", tenths),
)
_HANDSHAKES = (
    Column("per_second", "a second", whole),
    Column("per_cpu_second", "per CPU-s", whole),
    Column("server_cpu", "server CPU", share),
    Column("generator_cpu", "generator CPU", share),
)
_IDLE = (
    Column("kib_each", "KiB each", tenths),
    Column("held_seconds", "held s", whole),
    Column("lost", "lost", whole),
    Column("server_cpu", "server CPU", share),
)
_LOGS = (
    Column("append_p50_ms", "append p50 ms", tenths),
    Column("append_p99_ms", "append p99 ms", tenths),
    Column("appends_per_second_64", "appends/s, 64 at once", whole),
    Column("read_p50_ms", "read p50 ms", tenths),
    Column("read_p99_ms", "read p99 ms", tenths),
)


def page(results: Results, source: str) -> str:
    """Return the page's text."""
    sections = [
        _prose("opening"),
        _where(results, source),
        "![Deliveries a second of Parley and its peers, as bars](images/performance.svg)",
        "## What it is meant to reach\n",
        _aims(results),
        "## Rooms\n",
        _prose("rooms"),
        *(f"### {_capital(each.title)}\n\n{table(results, each.name, _LOAD)}" for each in FAN_OUT),
        "## Readers that stop\n",
        _prose("stalled"),
        *(f"### {_stalled_title(number)}\n\n{table(results, f'stalled_{number}', _STALLED)}" for number in (0, 1, 10)),
        "## Coming and going\n",
        _prose("coming"),
        "### 5,000 come back with 100 missed entries each\n\n" + table(results, "coming_back", _COMING_BACK),
        "### Handshakes\n\n" + table(results, "handshakes", _HANDSHAKES),
        "### Clients that join, and go\n\n" + table(results, "joins", _HANDSHAKES),
        "## 10,000 idle connections\n",
        _prose("idle"),
        table(results, "idle", _IDLE),
        "## The logs alone\n",
        _prose("logs"),
        table(results, "logs", _LOGS),
        _prose("method"),
    ]
    return "\n\n".join(section.strip() for section in sections if section.strip()) + "\n"


def _stalled_title(number: int) -> str:
    return "Nobody stops" if number == 0 else f"{number} of 1,000 stop"


def _capital(title: str) -> str:
    return title[0].upper() + title[1:]


def _where(results: Results, source: str) -> str:
    machine = results.machine
    raised = ", ".join(f"`{name}={value}`" for name, value in results.raised.items())
    lines = [
        "| | |",
        "| --- | --- |",
        f"| measured | {results.started}, {results.minutes:.0f} minutes, from `{source}` |",
        f"| machine | {machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB |",
        f"| system | {machine['system']} {machine['kernel']}; an fsync takes {machine['fsync_ms']:.2f} ms |",
        f"| cores | server on {machine['server_core']}, generator on {machine['generator_core']} |",
        f"| raised limits | {raised or 'none'} |",
        *(f"| {name} | {version} |" for name, version in results.versions.items()),
    ]
    return "\n".join(lines)


def _aims(results: Results) -> str:
    lines = ["| | aim | measured | |", "| --- | --- | ---: | --- |"]
    verdicts = {True: "reached", False: "**not reached**", None: ""}
    lines += [f"| {aim.what} | {aim.bound} | {aim.reached} | {verdicts[aim.is_met]} |" for aim in aims(results)]
    return "\n".join(lines)


def _prose(name: str) -> str:
    return (_PROSE / f"{name}.md").read_text("utf-8")


def write(file: Path) -> None:
    """Write the page and the chart of a run."""
    PAGE.write_text(page(load(file), _source(file)), "utf-8")
    CHART.parent.mkdir(exist_ok=True)
    CHART.write_text(chart(load(file)), "utf-8")


def is_stale(file: Path) -> bool:
    """Whether the page or the chart is not what the results make."""
    wanted = {PAGE: page(load(file), _source(file)), CHART: chart(load(file))}
    return any(not path.is_file() or path.read_text("utf-8") != text for path, text in wanted.items())


def _source(file: Path) -> str:
    return str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else file.name


def main(arguments: list[str]) -> int:
    """Write or check the page; return the exit status."""
    file = newest()
    if file is None:
        return 0
    if "--check" not in arguments:
        write(file)
    elif is_stale(file):
        print("docs/performance.md is stale: run `npm run generate`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
