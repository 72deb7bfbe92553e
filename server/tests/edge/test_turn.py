"""What is put off to the end of a turn happens once, rooms before sockets."""

import asyncio

import pytest

from server.edge.turn import Turn


async def test_turn_does_each_work_once_and_rooms_first() -> None:
    """FO4: However often it is asked for, and in whatever order."""
    turn, done = Turn(), list[str]()

    def room() -> None:
        done.append("room")
        turn.flush(socket)

    def socket() -> None:
        done.append("socket")

    turn.flush(socket)
    for _ in range(3):
        turn.hand_out(room)
    assert done == []
    await asyncio.sleep(0)
    assert done == ["room", "socket"]
    await asyncio.sleep(0)
    assert done == ["room", "socket"]


async def test_turn_goes_on_with_what_its_work_asks_for() -> None:
    """BP2: A socket that drains asks for more; that is another turn, which comes."""
    turn, rounds = Turn(), list[int]()

    def again() -> None:
        rounds.append(len(rounds))
        if len(rounds) < 3:
            turn.flush(again)

    turn.flush(again)
    for _ in range(5):
        await asyncio.sleep(0)
    assert rounds == [0, 1, 2]


async def test_turn_survives_work_that_fails(caplog: pytest.LogCaptureFixture) -> None:
    """BP1: One room's or socket's fault is nobody else's."""
    turn, done = Turn(), list[str]()

    def fail() -> None:
        raise RuntimeError("a fault")

    turn.hand_out(fail)
    turn.hand_out(lambda: done.append("room"))
    turn.flush(fail)
    turn.flush(lambda: done.append("socket"))
    await asyncio.sleep(0)
    assert done == ["room", "socket"]
    assert "a fault" in caplog.text
