"""The way into the log: in order, in batches, and with a result for everybody."""

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from typing import cast

import pytest

from server.core.ports import Appended, Draft, Refused, RoomLog, StoreUnavailable
from server.edge.appender import MAX_BATCH, Appender
from server.protocol.errors import ErrorCode
from server.tests.doubles import AT
from server.tests.edge.people import settled


class CountingLog:
    """A log that numbers what it is given, and fails when a test says so."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.failure: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Appended | Refused]:
        await self.gate.wait()
        self.batches.append([draft.body for draft in drafts])
        if self.failure is not None:
            raise self.failure
        return [
            Refused(ErrorCode.KEY_REUSED) if draft.body == "bad" else Appended(int(draft.body), AT) for draft in drafts
        ]


def draft(body: str, room: str = "foo") -> Draft:
    return Draft(room, f"{body:>032}", "message", 7, None, None, None, body)


def appender_over(log: CountingLog) -> Appender:
    return Appender(cast("RoomLog", log))


async def append_all(log: CountingLog, bodies: Sequence[str]) -> list[tuple[str, Appended | Refused | None]]:
    appender, results = appender_over(log), list[tuple[str, Appended | Refused | None]]()
    for body in bodies:
        appender.append(draft(body), partial(lambda body, result: results.append((body, result)), body))
    await appender.flush()
    return results


async def test_appender_answers_each_in_order() -> None:
    """SE8, LOG10: Each draft gets its own result; one that is refused harms no other."""
    results = await append_all(CountingLog(), ["1", "bad", "3"])
    assert results == [("1", Appended(1, AT)), ("bad", Refused(ErrorCode.KEY_REUSED)), ("3", Appended(3, AT))]


async def test_appender_puts_what_waits_into_the_next_batch() -> None:
    """SE8: What comes in while an append runs goes into the next one, in order."""
    log = CountingLog()
    appender, done = appender_over(log), list[Appended | Refused | None]()
    log.gate.clear()
    appender.append(draft("1"), done.append)
    await asyncio.sleep(0)
    for number in range(2, MAX_BATCH + 4):
        appender.append(draft(f"{number}"), done.append)
    log.gate.set()
    await appender.flush()
    assert [len(batch) for batch in log.batches] == [1, MAX_BATCH, 2]
    assert [one.offset for one in done if isinstance(one, Appended)] == list(range(1, MAX_BATCH + 4))


@pytest.mark.parametrize("failure", [StoreUnavailable("away"), RuntimeError("a bug")])
async def test_appender_says_that_it_does_not_know(failure: Exception) -> None:
    """ST2: When the log fails, in whatever way, everybody hears that nothing is certain."""
    log = CountingLog()
    log.failure = failure
    assert await append_all(log, ["1", "2"]) == [("1", None), ("2", None)]
    log.failure = None
    assert await append_all(log, ["3"]) == [("3", Appended(3, AT))]


async def test_appender_tells_an_outage_once(caplog: pytest.LogCaptureFixture) -> None:
    """ST1: The log says that the store is away, not how many tried meanwhile; the next time it says so again."""
    log = CountingLog()
    appender = appender_over(log)
    with caplog.at_level(logging.DEBUG, "server.edge.appender"):
        for body, failure in (("1", "gone"), ("2", "still gone"), ("3", None), ("4", "gone again")):
            log.failure = None if failure is None else StoreUnavailable(failure)
            appender.append(draft(body), lambda _: None)
            await appender.flush()
    told = [(record.levelname, record.args) for record in caplog.records if record.name == "server.edge.appender"]
    assert [(level, str(args[0])) for level, args in told if isinstance(args, tuple)] == [
        ("WARNING", "gone"),
        ("DEBUG", "still gone"),
        ("WARNING", "gone again"),
    ]


async def test_appender_gathers_what_a_turn_brought() -> None:
    """SE8: The rooms of one turn share an append."""
    log = CountingLog()
    appender, done = appender_over(log), list[Appended | Refused | None]()
    appender.append(draft("1", "foo"), done.append)
    appender.append(draft("2", "bar"), done.append)
    appender.append(draft("3", "foo"), done.append)
    await appender.flush()
    assert log.batches == [["1", "2", "3"]]


async def test_appender_keeps_rooms_apart() -> None:
    """LOG12: A room whose append takes long does not hold up another that comes later."""
    log = CountingLog()
    appender, done = appender_over(log), list[Appended | Refused | None]()
    log.gate.clear()
    appender.append(draft("1", "foo"), done.append)
    await settled()
    appender.append(draft("2", "foo"), done.append)
    appender.append(draft("3", "bar"), done.append)
    await settled()
    log.gate.set()
    await appender.flush()
    assert log.batches == [["1"], ["3"], ["2"]]


async def test_appender_never_has_two_appends_of_a_room_under_way() -> None:
    """SE8: What does not fit into a batch waits for it, so that a refusal cannot reorder what follows."""
    log = CountingLog()
    appender, done = appender_over(log), list[Appended | Refused | None]()
    log.gate.clear()
    for number in range(1, MAX_BATCH + 2):
        appender.append(draft(f"{number}", "foo"), done.append)
    appender.append(draft("1", "bar"), done.append)
    await settled()
    log.gate.set()
    await appender.flush()
    assert [len(batch) for batch in log.batches] == [MAX_BATCH, 1, 1]
    assert log.batches[1:] == [["1"], [f"{MAX_BATCH + 1}"]]
    assert len(done) == MAX_BATCH + 2


async def test_appender_survives_a_sender_that_fails(caplog: pytest.LogCaptureFixture) -> None:
    """SE8: The others of the batch, and the room's next messages, get their answers."""
    log = CountingLog()
    appender, done = appender_over(log), list[Appended | Refused | None]()

    def fail(result: Appended | Refused | None) -> None:
        raise RuntimeError("a sender failed")

    appender.append(draft("1"), fail)
    appender.append(draft("2"), done.append)
    await appender.flush()
    appender.append(draft("3"), done.append)
    await appender.flush()
    assert done == [Appended(2, AT), Appended(3, AT)]
    assert "a sender failed" in caplog.text
