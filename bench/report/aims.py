"""What the server is meant to reach beside its peers, and whether it did in a run."""

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bench.results import Results

_RATE = "deliveries_per_second"
_CASES = {
    "room_1000": "one room of 1,000, 8 outstanding",
    "room_1000_alone": "the same, 1 outstanding",
    "rooms_50": "50 rooms of 20",
    "rooms_500": "500 rooms of 2",
}
_MEMORY = {"room_1000": 1.5, "room_1000_alone": 1.3, "rooms_50": 1.3, "rooms_500": 0.8}
_SQLITE = {"room_1000": 1.2, "room_1000_alone": 1.3, "rooms_50": 1.0, "rooms_500": 0.6}


class Aim(NamedTuple):
    """One aim: what is compared, the bound, what came of it, and whether that is good."""

    what: str
    bound: str
    reached: str
    is_met: bool | None
    """None where a run did not measure it."""


def aims(results: Results) -> Iterator[Aim]:
    """Yield each aim."""
    for case, words in _CASES.items():
        yield _ratio(results, f"`memory://` beside NATS, {words}", case, "memory", "nats", _MEMORY[case])
    for case, words in _CASES.items():
        yield _ratio(
            results, f"SQLite beside NATS, which stores nothing, {words}", case, "sqlite", "nats", _SQLITE[case]
        )
    for case, words in _CASES.items():
        yield _ratio(results, f"SQLite beside JetStream, {words}", case, "sqlite", "jetstream", 3)
    yield _ratio(results, "`memory://` beside the chapter, one room of 1,000", "room_1000", "memory", "chapter", 12)
    per_cpu = "deliveries_per_cpu_second"
    yield _ratio(
        results, "the same beside the C limit, per CPU-second", "room_1000", "memory", "limit_tick", 0.6, per_cpu
    )
    yield _ratio(results, "handshakes beside the chapter's", "handshakes", "memory", "chapter", 2, "per_second")
    yield from _alone(results)


def _alone(results: Results) -> Iterator[Aim]:
    cost = results.figure("room_100", "memory", "deliveries_per_cpu_second") / results.figure(
        "room_10000", "memory", "deliveries_per_cpu_second"
    )
    yield _at_most("cost per delivery at 10,000 clients, in those at 100", cost, 1.3, "× {:.2f}")
    idle = results.figure("idle", "sqlite", "kib_each")
    yield _at_most("memory of an idle connection", idle, 24, "{:.1f} KiB")
    yield _at_most("idle connections lost while held", results.figure("idle", "sqlite", "lost"), 0, "{:.0f}")
    for store in ("memory", "sqlite"):
        took = results.figure("coming_back", store, "all_at_head_seconds")
        yield _at_most(f"5,000 clients back at the head of their log, {store}", took, 10, "{:.1f} s")
    for stalled in (1, 10):
        yield from _stalled(results, stalled)


def _stalled(results: Results, stalled: int) -> Iterator[Aim]:
    name = f"stalled_{stalled}"
    before, after = (results.figure(each, "memory", "p99_ms") for each in ("stalled_0", name))
    grown = after - before
    what = f"others' p99 with {stalled} of 1,000 stalled"
    yield _judged(what, "+ 10 % or 5 ms", grown, "{:+.1f} ms", lambda value: value <= max(5, before / 10))
    if results.figure(name, "memory", "cut_off") < stalled:
        yield Aim(f"{stalled} stalled: cut off after", "≤ 10 s", "not at all", False)
    else:
        after = results.figure(name, "memory", "cut_off_after_seconds")
        yield _at_most(f"{stalled} stalled: cut off after", after, 10, "{:.1f} s")
    held = results.figure(name, "memory", "queued_kib_each")
    yield _at_most(f"{stalled} stalled: held in the kernel for each", held, 512, "{:.0f} KiB")


def _ratio(results: Results, what: str, case: str, ours: str, theirs: str, least: float, figure: str = _RATE) -> Aim:
    ratio = results.figure(case, ours, figure) / results.figure(case, theirs, figure)
    return _judged(what, f"≥ {least:g} ×", ratio, "{:.2f} ×", lambda value: value >= least)


def _at_most(what: str, value: float, most: float, written: str) -> Aim:
    return _judged(what, f"≤ {most:g}", value, written, lambda reached: reached <= most)


def _judged(what: str, bound: str, value: float, written: str, is_good: Callable[[float], bool]) -> Aim:
    if math.isnan(value):
        return Aim(what, bound, "not measured", None)
    return Aim(what, bound, written.format(value), is_good(value))
