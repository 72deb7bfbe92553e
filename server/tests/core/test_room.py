"""The tail of a log: encoded once, bounded, and never with a gap in it."""

import json
import random

from server.core.encoding import ENTRIES_BYTES, encode_entry
from server.core.room import LEAST_TAIL_BYTES, RUN_BYTES, TAIL_BYTES, Room, Run, Tail, TailBytes
from server.protocol.changes import SUPERSEDING_KINDS, emptied, fold
from server.protocol.entries import MAX_BODY_LENGTH, Changes, Entry
from server.protocol.framing import texts_of
from server.tests.doubles import AT, entry


def offsets(run: Run | None) -> list[int]:
    assert run is not None
    assert (run.first, run.last) == (run.entries[0].offset, run.entries[-1].offset)
    return [encoded.offset for encoded in run.entries]


def frame_of(stored: Entry) -> object:
    (text,) = texts_of(encode_entry(stored).wire)
    return json.loads(text)


def test_encoded_entry_is_the_frame() -> None:
    """FO1: What goes out is the entry, at its offset."""
    assert frame_of(entry(3, body="hello")) == {
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
    sent = frame_of(stored)
    assert isinstance(sent, dict)
    assert (sent["kind"], len(sent["body"])) == ("Poll-2", MAX_BODY_LENGTH + 1)


def test_tail_extends_by_what_is_new() -> None:
    """FO3: What was had already is dropped."""
    tail = Tail(2, 10)
    tail.extend([entry(1), entry(2), entry(3), entry(4)])
    assert (tail.first, tail.tip) == (3, 4)
    tail.extend([entry(4)])
    assert offsets(tail.run_after(2)) == [3, 4]


def test_tail_gives_what_follows_an_offset() -> None:
    """BP2: A reader that lags a little reads on from the tail."""
    tail = Tail(0, 10)
    tail.extend([entry(offset) for offset in range(1, 8)])
    assert offsets(tail.run_after(2)) == [3, 4, 5, 6, 7]
    assert offsets(tail.run_after(6)) == [7]
    assert tail.run_after(7) is None


def test_tail_says_when_it_does_not_reach_back() -> None:
    """BP2: Where the tail does not reach, the log has to be read."""
    tail = Tail(5, 10)
    assert tail.run_after(3) is None
    tail.extend([entry(6)])
    assert tail.run_after(4) is None
    assert offsets(tail.run_after(5)) == [6]


def test_run_is_joined_once_for_all() -> None:
    """FO4: Every reader is handed the very same bytes, until there is more."""
    tail = Tail(0, 10)
    tail.extend([entry(1), entry(2)])
    run = tail.run_after(0)
    assert run is not None
    assert tail.run_after(0) is run
    assert run.wire == encode_entry(entry(1)).wire + encode_entry(entry(2)).wire
    tail.extend([entry(3)])
    assert offsets(tail.run_after(0)) == [1, 2, 3]


def test_runs_at_hand_are_few() -> None:
    """BP1: However many readers lag, at however many offsets, what is joined for them is not kept for all."""
    tail = Tail(0, 100)
    tail.extend([entry(offset) for offset in range(1, 50)])
    runs = [tail.run_after(offset) for offset in range(40)]
    assert tail.run_after(39) is runs[39]
    assert tail.run_after(0) is not runs[0]


def test_run_is_bounded_and_never_empty() -> None:
    """BP1: A reader is handed so many bytes at once, and one entry at least."""
    tail = Tail(0, 100)
    tail.extend([entry(offset, body="x" * 8_000) for offset in range(1, 20)])
    run = tail.run_after(0)
    assert run is not None
    assert RUN_BYTES - 9_000 < len(run.wire) <= RUN_BYTES
    huge = Entry.model_construct(**{**dict(entry(20)), "body": "x" * RUN_BYTES})
    tail.extend([huge])
    assert offsets(tail.run_after(19)) == [20]


def test_tail_is_bounded_by_entries() -> None:
    """BP2: It keeps the newest entries, and says that the others are not at hand."""
    tail = Tail(0, 10)
    tail.extend([entry(offset) for offset in range(1, 13)])
    assert tail.run_after(1) is None
    assert offsets(tail.run_after(2)) == list(range(3, 13))


def test_tail_is_bounded_by_bytes() -> None:
    """BP2: Long messages do not make it larger."""
    tail = Tail(0, 1_000)
    count = TAIL_BYTES // MAX_BODY_LENGTH + 2
    tail.extend([entry(offset, body="x" * MAX_BODY_LENGTH) for offset in range(1, count + 1)])
    assert tail.run_after(0) is None
    assert tail.tip == count


def test_all_tails_of_a_node_are_bounded_together() -> None:
    """BP2: Once they hold so much, each keeps a page of ordinary messages, and may keep more when others are gone."""
    together = TailBytes(2 * TAIL_BYTES)
    tails = [Tail(200, 1_000, together) for _ in range(10)]
    long = [entry(offset, body="x" * MAX_BODY_LENGTH) for offset in range(1, 201)]
    for tail in tails:
        tail.reach_back(long)
    assert together.held < 2 * TAIL_BYTES + 10 * (LEAST_TAIL_BYTES + 2 * MAX_BODY_LENGTH)
    assert [tail.is_at_its_bound for tail in tails] == [True] * 10
    tails[0].extend([entry(201, body="x")])
    assert offsets(tails[0].run_after(200)) == [201]
    assert tails[0].first > 190  # It gave back what it had more than the others.
    for tail in tails[:-1]:
        tail.release()
    assert together.held < LEAST_TAIL_BYTES + 2 * MAX_BODY_LENGTH
    assert not tails[-1].is_at_its_bound


def test_room_that_begins_anew_gives_back_what_it_held() -> None:
    """BP2: Another life of the log begins with an empty tail."""
    together = TailBytes()
    room = Room("foo", "a", 2, tail_entries=10, listed_members=5, all_tails=together)
    room.tail.reach_back([entry(1), entry(2)])
    assert together.held > 0
    room.begin_anew("b", 7)
    assert together.held == 0


def test_tail_begins_anew_after_a_gap() -> None:
    """BP5: When the log was trimmed past the tip, nothing is handed out across the gap."""
    tail = Tail(0, 10)
    tail.extend([entry(1), entry(2)])
    tail.extend([entry(9), entry(10)])
    assert tail.run_after(1) is None
    assert offsets(tail.run_after(8)) == [9, 10]


def test_tail_reaches_back() -> None:
    """RE1: Older entries are taken where they end before the first one at hand."""
    tail = Tail(5, 10)
    assert (tail.first, tail.key_at(5)) == (6, None)
    assert tail.reach_back([entry(4), entry(5)])
    assert (tail.first, tail.key_at(4), tail.key_at(3), tail.key_at(6)) == (4, f"{4:032x}", None, None)
    assert not tail.reach_back([entry(1), entry(2)])
    assert offsets(tail.run_after(3)) == [4, 5]


def test_tail_reaches_back_no_further_than_its_bound() -> None:
    """RE1: What would be dropped again is not taken."""
    tail = Tail(5, 3)
    assert not tail.reach_back([entry(offset) for offset in range(1, 6)])
    assert (tail.first, tail.is_at_its_bound) == (3, True)


def shown(tail: Tail, before: int, limit: int, oldest: int = 1) -> list[int] | None:
    """Return the offsets in a page, which is the JSON of its entries and nothing else."""
    page = tail.page(before, limit, oldest)
    return None if page is None else [Entry.model_validate_json(json.dumps(one)).offset for one in json.loads(page)]


def at_hand(tail: Tail) -> list[Entry]:
    found: list[Entry] = []
    while (run := tail.run_after(found[-1].offset if found else tail.first - 1)) is not None:
        found += [encoded.entry for encoded in run.entries]
    return found


def test_tail_shows_its_newest_entries() -> None:
    """RE3, RE6: As many as are asked for, and only if none of them is missing."""
    tail = Tail(3, 10)
    tail.extend([entry(offset) for offset in range(4, 8)])
    assert shown(tail, 8, 3) == shown(tail, 99, 3) == [5, 6, 7]
    assert shown(tail, 6, 2) == [4, 5]
    assert shown(tail, 8, 3, oldest=7) == [7]
    assert shown(tail, 8, 99, oldest=4) == [4, 5, 6, 7]
    assert shown(tail, 8, 3, oldest=8) == []
    assert shown(tail, 8, 5) is shown(tail, 5, 2) is shown(tail, 4, 1) is None


def test_page_shows_messages_however_many_changes_came_since() -> None:
    """RE3: It ends with the newest entry, whatever that is, and has no other change."""
    tail = Tail(0, 100)
    tail.extend([entry(1), entry(2), *(change(offset, "reaction", 1, "👍") for offset in range(3, 50))])
    assert shown(tail, 50, 2) == [2, 49]
    assert shown(tail, 50, 10) == [1, 2, 49]
    assert shown(tail, 3, 10) == [1, 2]
    assert shown(tail, 50, 10, oldest=5) == [5, 49]


def test_page_is_bounded_in_bytes() -> None:
    """FR13: As many of the newest as fit, and one at least; each of them once in memory for all who are sent it."""
    tail = Tail(0, 1_000)
    tail.extend([entry(offset, body="\x01" * MAX_BODY_LENGTH) for offset in range(1, 11)])
    page = tail.page(11, 100, 1)
    assert page is not None
    assert ENTRIES_BYTES * 3 / 4 < len(page) <= ENTRIES_BYTES
    assert shown(tail, 11, 100) == [8, 9, 10]
    assert tail.page(11, 100, 1) is page
    large = entry(11).model_copy(update={"body": "x" * (ENTRIES_BYTES + 1)})
    tail.extend([large])
    assert shown_raw(tail, 12) == [11]


def shown_raw(tail: Tail, before: int) -> list[int]:
    page = tail.page(before, 100, 1)
    assert page is not None
    return [one["offset"] for one in json.loads(page)]


def test_page_is_made_anew_after_a_change() -> None:
    """CH4: Nobody is sent a page from before it."""
    tail = Tail(0, 10)
    tail.extend([entry(1, body="secret"), entry(2)])
    assert b"secret" in (tail.page(3, 100, 1) or b"")
    tail.extend([change(3, "deletion", 1)])
    assert b"secret" not in (tail.page(3, 100, 1) or b"")
    assert (tail.newest_change, Tail(7, 10).newest_change) == (3, 7)


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
    assert (room.epoch, room.tail.tip, room.tail.run_after(2)) == ("e2", 3, None)
    assert room.typists.next_at is not None


def said(tail: Tail, first: int) -> list[tuple[str, bool]]:
    """Return what a reader is handed from an offset on: each text, and whether it was changed."""
    run = tail.run_after(first - 1)
    assert run is not None
    frames = [json.loads(text) for text in texts_of(run.wire)]
    return [(frame["body"], "changes" in frame) for frame in frames]


def change(offset: int, kind: str, target: int, body: str = "") -> Entry:
    return entry(offset, kind=kind).model_copy(update={"target": target, "body": body})


def test_tail_shows_what_was_changed() -> None:
    """CH3, CH4: Who is handed the message after its edit is handed the new text, and no older one."""
    tail = Tail(0, 10)
    tail.extend([entry(1), entry(2)])
    assert tail.run_after(0) is not None
    tail.extend([change(3, "edit", 1, "second"), change(4, "reaction", 2, "👍")])
    assert said(tail, 1) == [("second", True), ("message 2", True), ("second", False), ("👍", False)]
    tail.extend([change(5, "edit", 1, "third")])
    assert said(tail, 1) == [("third", True), ("message 2", True), ("", False), ("👍", False), ("third", False)]
    assert [stored.body for stored in at_hand(tail)] == ["third", "message 2", "", "👍", "third"]


def test_tail_forgets_deleted_text() -> None:
    """CH4: Also where the message itself is older than what is at hand."""
    tail = Tail(4, 10)
    tail.extend([change(5, "edit", 1, "a secret"), change(6, "edit", 2, "no secret"), change(7, "deletion", 1)])
    assert [body for body, _ in said(tail, 5)] == ["", "no secret", ""]


def test_tail_folds_nothing_twice() -> None:
    """CH6: What was read into the tail late, changed already, is not changed back by what led to it."""
    tail = Tail(1, 10)
    folded = entry(1, body="third").model_copy(
        update={"changes": Changes(offset=3, edit=3, edited_at=AT, deleted_at=None, reactions=())}
    )
    assert tail.reach_back([folded])
    tail.extend([change(2, "edit", 1, "second")])
    assert [body for body, _ in said(tail, 1)] == ["third", "second"]
    tail.extend([change(3, "edit", 1, "third")])
    assert [body for body, _ in said(tail, 1)] == ["third", "", "third"]


def test_tail_counts_what_changes_add() -> None:
    """CH3: The bound of the tail holds for the stored forms too."""
    tail = Tail(0, 10_000)
    tail.extend([entry(1), entry(2)])
    tail.extend([change(3, "edit", 2, "y" * (TAIL_BYTES // 2))])
    assert tail.first == 3


def test_tail_reaches_back_to_what_was_changed_meanwhile() -> None:
    """CH4: A page that was read before a deletion and taken after it brings no text back."""
    tail = Tail(2, 10)
    tail.extend([change(3, "deletion", 1)])
    assert tail.reach_back([entry(1, body="a secret"), change(2, "edit", 1, "another")])
    assert [body for body, _ in said(tail, 1)] == ["", "", ""]


def test_tail_empties_an_edit_that_it_reached_back_to() -> None:
    """CH4: As it does with one that it was told of."""
    tail = Tail(2, 10)
    assert tail.reach_back([entry(1), change(2, "edit", 1, "second")])
    tail.extend([change(3, "edit", 1, "third")])
    assert [body for body, _ in said(tail, 1)] == ["third", "", "third"]


def history(chance: random.Random, length: int) -> list[Entry]:
    """Return messages, and edits, deletions and reactions of what came before them."""
    entries = [entry(1)]
    for offset in range(2, length + 1):
        kind = chance.choice(["message", "edit", "edit", "deletion", "reaction"])
        body = {"message": f"message {offset}", "edit": f"edit {offset}", "reaction": "👍"}.get(kind, "")
        target = chance.choice([one.offset for one in entries if one.kind == "message"])
        entries.append(entry(offset, body=body) if kind == "message" else change(offset, kind, target, body))
    return entries


def read_at(entries: list[Entry], head: int) -> list[Entry]:
    """Return them as a store has them that has come to ``head``."""
    read = list(entries[:head])
    for later in entries[:head]:
        target = read[(later.target or 1) - 1]
        if later.kind in SUPERSEDING_KINDS:
            for edit in read[: later.offset - 1]:
                if edit.kind == "edit" and edit.target == later.target:
                    read[edit.offset - 1] = emptied(edit)
        read[target.offset - 1] = fold(target, later)
    return read


def test_tail_is_what_the_store_has_however_it_was_read() -> None:
    """CH3, CH4, CH6: From pages that were read at any moment, and taken at any later one."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for _ in range(200):
        length = chance.randint(2, 30)
        entries = history(chance, length)
        tip = chance.randint(1, length)
        tail = Tail(tip, chance.randint(3, 40))
        while tail.tip < length or tail.first > 1:
            read = chance.randint(tail.tip, length)
            if tail.tip < length and chance.random() < 0.6:
                tail.extend(entries[tail.tip : read])
                continue
            before = tail.first - 1
            page = read_at(entries, chance.randint(before, tail.tip))[chance.randint(0, before) : before]
            if not tail.reach_back(page):
                break
        tail.extend(entries[tail.tip :])
        assert at_hand(tail) == read_at(entries, length)[tail.first - 1 :]
