"""The tail of a log: encoded once, bounded, and never with a gap in it."""

import json

from server.core.room import TAIL_CHARACTERS, Room, Tail, encode_entry
from server.protocol.entries import MAX_BODY_LENGTH, Entry
from server.tests.doubles import entry


def offsets(entries: object) -> list[int]:
    assert isinstance(entries, list | tuple)
    return [encoded.offset for encoded in entries]


def test_encoded_entry_is_the_frame() -> None:
    """FO1: What goes out is the entry, at its offset."""
    assert json.loads(encode_entry(entry(3, body="hello")).text) == {
        "type": "entry",
        "offset": 3,
        "key": f"{3:032x}",
        "kind": "message",
        "client_id": 7,
        "author": None,
        "name": None,
        "target": None,
        "body": "hello",
        "at": "2026-11-23T10:02:00Z",
    }


def test_encoded_entry_of_a_newer_server_passes_unharmed() -> None:
    """LOG13: An entry that breaks today's bounds is passed on as it was stored."""
    stored = Entry.model_construct(**{**dict(entry(1)), "kind": "Poll-2", "body": "x" * (MAX_BODY_LENGTH + 1)})
    sent = json.loads(encode_entry(stored).text)
    assert (sent["kind"], len(sent["body"])) == ("Poll-2", MAX_BODY_LENGTH + 1)


def test_tail_extends_by_what_is_new() -> None:
    """FO3: What was had already is dropped; the rest is returned, encoded."""
    tail = Tail(2, 10)
    assert offsets(tail.extend([entry(1), entry(2), entry(3), entry(4)])) == [3, 4]
    assert tail.tip == 4
    assert tail.extend([entry(4)]) == ()


def test_tail_gives_what_follows_an_offset() -> None:
    """BP2: A reader that lags a little reads on from the tail."""
    tail = Tail(0, 10)
    tail.extend([entry(offset) for offset in range(1, 8)])
    assert offsets(tail.after(2, 3)) == [3, 4, 5]
    assert offsets(tail.after(0, 100)) == [1, 2, 3, 4, 5, 6, 7]
    assert tail.after(7, 3) == ()


def test_tail_says_when_it_does_not_reach_back() -> None:
    """BP2: Where the tail does not reach, the log has to be read."""
    tail = Tail(5, 10)
    assert tail.after(3, 10) is None
    tail.extend([entry(6)])
    assert tail.after(4, 10) is None
    assert offsets(tail.after(5, 10)) == [6]


def test_tail_encodes_each_entry_once() -> None:
    """FO4: Every reader is handed the same encoded entry."""
    tail = Tail(0, 10)
    (fresh,) = tail.extend([entry(1)])
    again = tail.after(0, 1)
    assert again is not None
    assert again[0] is fresh


def test_tail_is_bounded_by_entries() -> None:
    """BP2: It keeps the newest entries, and says that the others are not at hand."""
    tail = Tail(0, 10)
    tail.extend([entry(offset) for offset in range(1, 13)])
    assert tail.after(1, 1) is None
    assert offsets(tail.after(2, 1)) == [3]


def test_tail_is_bounded_by_characters() -> None:
    """BP2: Long messages do not make it larger."""
    tail = Tail(0, 1_000)
    count = TAIL_CHARACTERS // MAX_BODY_LENGTH + 2
    tail.extend([entry(offset, body="x" * MAX_BODY_LENGTH) for offset in range(1, count + 1)])
    assert tail.after(0, 1) is None
    assert tail.tip == count


def test_tail_begins_anew_after_a_gap() -> None:
    """BP5: When the log was trimmed past the tip, nothing is handed out across the gap."""
    tail = Tail(0, 10)
    tail.extend([entry(1), entry(2)])
    assert offsets(tail.extend([entry(9), entry(10)])) == [9, 10]
    assert tail.after(1, 10) is None
    assert offsets(tail.after(8, 10)) == [9, 10]


def test_room_begins_with_nobody_in_it() -> None:
    """PR1: A room on a node begins empty, at the tip that was read."""
    room = Room("foo", "e1", 5, tail_entries=10, listed_members=10)
    assert (room.tail.tip, room.roster.count, room.departures.next_at, room.typists.told) == (5, 0, None, ())


def test_room_begins_anew_with_another_log_and_the_same_people() -> None:
    """RE2: Another life of the log has another epoch and another tail."""
    room = Room("foo", "e1", 5, tail_entries=10, listed_members=10)
    room.typists.set(1, True, now=0.0)
    room.tail.extend([entry(6)])
    room.begin_anew("e2", 3)
    assert (room.epoch, room.tail.tip, room.tail.after(2, 1)) == ("e2", 3, None)
    assert room.typists.next_at is not None
