"""What is known of the rooms that are followed, and what the reader is told. No store."""

import json
from collections.abc import Mapping
from typing import Any

from server.core.ports import Arrived, Departed
from server.protocol.entries import Member
from server.stores.redis import ledger as module
from server.stores.redis.ledger import Ledger


def _kept(connection: str, place: int = 1, version: int = 1) -> list[Any]:
    return [str(place), "node", connection, json.dumps([None, None]), str(version)]


def _arrived(client_id: int, connection: str) -> Arrived:
    return Arrived("foo", Member(client_id=client_id, author=None, name=None), connection)


def _reply(version: int, **members: str) -> Mapping[bytes, bytes]:
    """Return a room as the store gives it: `c1="a"` is client 1 on connection a."""
    people = {name[1:].encode(): json.dumps(_kept(on, int(name[1:]))).encode() for name, on in members.items()}
    return {b"version": str(version).encode(), **people}


def _ledger(version: int = 5, **members: str) -> Ledger:
    ledger = Ledger()
    ledger.begin_reading("foo")
    assert ledger.finish_reading("foo", _reply(version, **members))
    return ledger


async def _told(ledger: Ledger, number: int) -> list[object]:
    changes = ledger.changes()
    return [await anext(changes) for _ in range(number)]


async def test_who_is_listed_at_first_is_no_news() -> None:
    """PR2: The reader is told what changed since the list that it has."""
    ledger = _ledger(c1="a")
    assert ledger.fold("foo", ["5", "6", "2", _kept("b", 2)])
    assert await _told(ledger, 1) == [_arrived(2, "b")]


async def test_change_that_does_not_follow_asks_for_a_reading() -> None:
    """PR2: What is folded in has no gap; what is known already changes nothing."""
    ledger = _ledger(c1="a")
    assert ledger.fold("foo", ["3", "4", "1"])
    assert not ledger.fold("foo", ["6", "7", "1"])
    assert [present.arrived for present in ledger.present("foo")] == [_arrived(1, "a")]


async def test_change_that_comes_while_a_room_is_read_is_kept() -> None:
    """PR2: The answer may be older than what was heard before it came."""
    ledger = _ledger(c1="a")
    ledger.begin_reading("foo")
    assert ledger.fold("foo", ["5", "6", "2", _kept("b", 2)])
    assert ledger.finish_reading("foo", _reply(5, c1="a"))
    assert await _told(ledger, 1) == [_arrived(2, "b")]
    ledger.begin_reading("foo")
    assert ledger.fold("foo", ["6", "7", "2"])
    assert ledger.finish_reading("foo", _reply(7, c1="a"))
    assert await _told(ledger, 1) == [Departed("foo", 2)]


async def test_reading_that_does_not_fit_what_was_heard_is_done_again() -> None:
    """PR2: Between the reading and what was heard there may be a gap as well."""
    ledger = _ledger()
    ledger.begin_reading("foo")
    ledger.fold("foo", ["8", "9", "2", _kept("b")])
    assert not ledger.finish_reading("foo", _reply(7))


async def test_what_is_kept_while_a_room_is_read_is_bounded() -> None:
    """PR2: Beyond the bound the room is read again."""
    ledger = _ledger(0)
    ledger.begin_reading("foo")
    for number in range(module.MAX_EARLY + 1):
        assert ledger.fold("foo", [str(number), str(number + 1), "1"])
    assert not ledger.finish_reading("foo", _reply(0))


async def test_room_that_could_not_be_read_has_to_be() -> None:
    """PR2: Nothing follows on what may be wrong; a room that was never read is not followed at all."""
    ledger = _ledger(c1="a")
    ledger.begin_reading("foo")
    ledger.abandon_reading("foo")
    assert ledger.unread == ["foo"]
    assert not ledger.fold("foo", ["5", "6", "1"])
    ledger.begin_reading("never")
    ledger.abandon_reading("never")
    assert ledger.rooms == ["foo"]


async def test_what_waits_for_the_reader_is_the_last_change_of_each() -> None:
    """PR2: However often they come and go meanwhile, and nothing of one who came and went."""
    ledger = _ledger(c1="a")
    version = 5
    for _ in range(1_000):
        for change in (["1"], ["1", _kept("a")], ["2", _kept("b")], ["2"]):
            assert ledger.fold("foo", [str(version), str(version + 1), *change])
            version += 1
    assert ledger.fold("foo", [str(version), str(version + 1), "3", _kept("c")])
    assert await _told(ledger, 1) == [_arrived(3, "c")]


async def test_comparison_tells_the_difference() -> None:
    """PR2: Who came, who went, who is on another connection; nothing of the others."""
    ledger = _ledger(c1="a", c2="b", c3="c")
    ledger.begin_reading("foo")
    assert ledger.finish_reading("foo", _reply(9, c2="b", c3="c2", c4="d"))
    assert await _told(ledger, 3) == [Departed("foo", 1), _arrived(3, "c2"), _arrived(4, "d")]


async def test_emptied_store_is_a_difference_too() -> None:
    """PR2: A room that is gone from the store has nobody in it."""
    ledger = _ledger(c1="a")
    ledger.begin_reading("foo")
    assert ledger.finish_reading("foo", {})
    assert await _told(ledger, 1) == [Departed("foo", 1)]
    assert ledger.fold("foo", ["0", "3", "1", _kept("b")])
    assert await _told(ledger, 1) == [_arrived(1, "b")]


async def test_room_that_is_forgotten_is_told_no_more() -> None:
    """PR2: Neither what waits nor what comes."""
    ledger = _ledger(c1="a")
    ledger.fold("foo", ["5", "6", "1"])
    ledger.forget("foo")
    ledger.fold("foo", ["6", "7", "1", _kept("b")])
    ledger.begin_reading("bar")
    ledger.finish_reading("bar", _reply(1))
    ledger.fold("bar", ["1", "2", "1", _kept("b")])
    (change,) = await _told(ledger, 1)
    assert isinstance(change, Arrived)
    assert change.room == "bar"
