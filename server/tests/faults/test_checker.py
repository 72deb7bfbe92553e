"""The judge, by histories made by hand: each breach is found, by itself, and nothing where there is none."""

from dataclasses import replace
from typing import Any

import pytest

from server.tests.faults.checker import check
from server.tests.faults.history import (
    Acked,
    Closed,
    Heard,
    Line,
    Moment,
    Position,
    PresenceTold,
    RefusedSend,
    Reread,
    Restored,
    Sent,
    StatusTold,
    Stayed,
    StoreAway,
    StoreBack,
    Welcomed,
)
from server.tests.faults.verdict import Fault


def line(offset: int, key: str = "", body: str = "") -> Line:
    key = key or f"k{offset}"
    return Line(offset, key, 7, body or f"body of {key}", "noon")


def reread(*lines: Line, oldest: int = 1, epoch: str = "e", head: int | None = None) -> Reread:
    return Reread("judge", 1, 99, "room", epoch, oldest, len(lines) + oldest - 1 if head is None else head, lines)


def sent(*keys: str, client: str = "ana") -> list[Moment]:
    return [Sent(client, 1, 1, "room", key, f"body of {key}") for key in keys]


def acked(offset: int, key: str = "") -> Acked:
    return Acked("ana", 1, 2, "room", key or f"k{offset}", offset)


def welcomed(head: int = 0, *, connection: int = 1, moment: float = 0, **facts: Any) -> Welcomed:
    page = tuple(line(offset) for offset in range(1, head + 1))
    fresh = Welcomed("bob", connection, moment, "room", 2, None, None, "e", 1, head, page, frozenset({2}), 100)
    return replace(fresh, **facts)


def recovered(offset: int, head: int, key: str = "", **facts: Any) -> Welcomed:
    position = Position("e", offset, key or f"k{offset}")
    return welcomed(head, connection=2, position=position, recovered=True, page=None, **facts)


def heard(*offsets: int, connection: int = 1) -> list[Moment]:
    return [Heard("bob", connection, 3, "room", line(offset)) for offset in offsets]


def stayed(connection: int = 1) -> Stayed:
    return Stayed("bob", connection, 98, "room", 2)


THREE = reread(line(1), line(2), line(3))
SENT = sent("k1", "k2", "k3")


def faults(*history: Moment, presence: bool = False) -> list[Fault]:
    return [finding.fault for finding in check(history, presence=presence)]


@pytest.mark.parametrize(
    "history",
    [
        [*SENT, acked(1), acked(2), acked(3), welcomed(), *heard(1, 2, 3), THREE, stayed()],
        [*SENT, welcomed(1), *heard(2, 3), THREE, stayed()],
        [*SENT, welcomed(), *heard(1), recovered(1, 3), *heard(2, 3, connection=2), THREE, stayed(2)],
        [*SENT, *SENT, acked(2), THREE],
        [*SENT, acked(1), reread(line(2), line(3), oldest=2)],
        [*SENT, RefusedSend("ana", 1, 2, "room", "k1", "store_unavailable", True), THREE],
        [*sent("x"), acked(9, "x"), Restored(5), *SENT, THREE],
        [*SENT, welcomed(), Heard("bob", 1, 3, "room", line(1, "old")), Restored(5), THREE],
    ],
    ids=["live", "page", "resumed", "sent again", "trimmed", "refused for now", "restored", "seen before"],
)
def test_nothing_is_found_where_nothing_is_wrong(history: list[Moment]) -> None:
    """A judge that cries at everything is none."""
    assert faults(*history) == []


@pytest.mark.parametrize(
    ("fault", "history"),
    [
        (Fault.ACKED_LOST, [*SENT, *sent("k4"), acked(4), THREE]),
        (Fault.ACKED_ELSEWHERE, [*SENT, acked(2, "k3"), THREE]),
        (Fault.REFUSED_YET_STORED, [*SENT, RefusedSend("ana", 1, 2, "room", "k1", "wrong_field", False), THREE]),
        (Fault.DOUBLED, [*SENT, reread(line(1), line(2), line(3), line(4, "k1"))]),
        (Fault.STRANGER, [*sent("k1", "k2"), THREE]),
        (Fault.OUT_OF_TURN, [*sent("k2", "k1", "k3"), THREE]),
        (Fault.LOG_HOLE, [*SENT, reread(line(1), line(3), head=3)]),
        (Fault.TWO_AT_ONE_OFFSET, [*SENT, welcomed(), Heard("bob", 1, 3, "room", line(1, "other")), THREE]),
        (Fault.CHANGED, [*SENT, welcomed(), Heard("bob", 1, 3, "room", line(1, "k1", "edited")), THREE]),
        (Fault.CHANGED, [*sent("k1"), reread(line(1, "k1", "edited"))]),
        (Fault.HOLE, [*SENT, welcomed(), *heard(1, 3), THREE]),
        (Fault.HOLE, [*SENT, welcomed(3, page=(line(1), line(2))), THREE]),
        (Fault.REPEATED, [*SENT, welcomed(), *heard(1, 2, 2), THREE]),
        (Fault.REPEATED, [*SENT, welcomed(2), *heard(2), THREE]),
        (Fault.BEHIND, [*SENT, welcomed(), *heard(1, 2), THREE, stayed()]),
        (Fault.BEHIND, [*SENT, welcomed(), *heard(1, 2, 3), replace(THREE, epoch="f"), stayed()]),
        (Fault.SENT_AWAY, [*SENT, welcomed(3), Closed("bob", 1, 4, "room", 4500), THREE]),
        (Fault.FALSE_RECOVERY, [*SENT, recovered(1, 3), *heard(3, connection=2), THREE]),
        (Fault.FALSE_RECOVERY, [*SENT, recovered(2, 3, "other"), THREE]),
        (Fault.FALSE_RECOVERY, [*SENT, recovered(3, 2), THREE]),
        (Fault.FALSE_RECOVERY, [*SENT, recovered(1, 3, oldest=3), THREE]),
        (Fault.FALSE_RECOVERY, [*SENT, recovered(1, 3, replay_limit=1), THREE]),
        (Fault.FALSE_RECOVERY, [*SENT, recovered(1, 3, epoch="f"), THREE]),
    ],
)
def test_breach_is_found(fault: Fault, history: list[Moment]) -> None:
    """Each by itself, and nothing else with it."""
    assert faults(*history) == [fault]


def test_log_that_nobody_read_is_no_verdict() -> None:
    """Silence would pass for innocence."""
    with pytest.raises(ValueError, match="nobody read the log"):
        check([*SENT, acked(1)])


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([(True, {2, 3}, set())], [Fault.GHOST]),
        ([(False, {3}, set()), (False, set(), {3})], []),
        ([(False, set(), {2})], [Fault.MISSED]),
    ],
)
def test_presence_is_folded(told: list[tuple[bool, set[int], set[int]]], expected: list[Fault]) -> None:
    """PR2: What a client believes at the end is who is there, where that is asked for."""
    frames = [
        PresenceTold("bob", 1, 3, "room", full, frozenset(joined), frozenset(left)) for full, joined, left in told
    ]
    history = [*SENT, welcomed(3), *frames, THREE, stayed()]
    assert faults(*history) == []
    assert faults(*history, presence=True) == expected


def told(store: str, moment: float) -> StatusTold:
    return StatusTold("bob", 1, moment, "room", store)


@pytest.mark.parametrize(
    ("told_of", "expected"),
    [
        ([StoreAway(10), told("degraded", 11), StoreBack(12), told("ok", 13)], []),
        ([StoreAway(10), StoreBack(12), told("degraded", 12.5), told("ok", 13)], [Fault.UNTOLD]),
        ([StoreAway(10), told("degraded", 11), StoreBack(12)], [Fault.UNTOLD]),
        ([StoreAway(10), Closed("bob", 1, 11, "room", 1006), StoreBack(12)], []),
    ],
    ids=["told", "told too late", "not told of the return", "gone meanwhile"],
)
def test_silence_is_found(told_of: list[Moment], expected: list[Fault]) -> None:
    """ST1: Who is connected all the while hears of both."""
    assert faults(*SENT, welcomed(3), *told_of, THREE) == expected
