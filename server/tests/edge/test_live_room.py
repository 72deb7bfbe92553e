"""Members that cannot take more: they lag, and nobody else does."""

from functools import partial
from typing import Any

import pytest

from server.core.pace import Unshared
from server.core.read_pace import ReadPace
from server.edge.reads import Reads
from server.protocol.changes import fold
from server.protocol.close_codes import CloseCode
from server.protocol.entries import Entry
from server.tests.edge.people import Person, Venue, settled, until


def has_read(person: Person, entries: int) -> bool:
    return len(person.outbox.offsets) == entries


async def lagging(venue: Venue) -> Person:
    person = await venue.join()
    person.outbox.capacity = len(person.outbox.texts)
    return person


async def test_full_member_gets_no_entries_and_nobody_waits(venue: Venue) -> None:
    """BP1: One that takes nothing is passed over; the others read on."""
    slow, quick = await lagging(venue), await venue.join()
    for number in range(3):
        quick.send(f"{number}")
    await until(lambda: len(quick.outbox.offsets) == 3)
    assert slow.outbox.offsets == []


async def test_member_that_drains_reads_on_from_where_it_stood(venue: Venue) -> None:
    """BP2, FO2: In order and without a gap, in as many steps as it takes."""
    slow, quick = await lagging(venue), await venue.join()
    for number in range(8):
        quick.send(f"{number}")
    await until(lambda: len(quick.outbox.offsets) == 8)
    slow.outbox.drain()
    assert slow.outbox.offsets == list(range(1, 9))
    quick.send("next")
    await until(lambda: len(slow.outbox.offsets) == 9)
    assert slow.outbox.offsets == list(range(1, 10))


async def test_member_far_behind_reads_from_the_log(venue: Venue) -> None:
    """BP2, FO2: What the tail no longer holds is read, one read at a time."""
    slow, quick = await lagging(venue), await venue.join()
    await venue.fill("foo", [f"{number}" * 2_500 for number in range(150)])
    await until(lambda: quick.outbox.offsets and quick.outbox.offsets[-1] == 150)
    before = venue.log.reads
    slow.outbox.drain(len(slow.outbox.texts) + 40)
    slow.outbox.drain(len(slow.outbox.texts) + 40)
    await until(lambda: slow.outbox.offsets)
    await settled()
    assert 40 <= len(slow.outbox.offsets) < 80
    slow.outbox.drain()
    await until(lambda: len(slow.outbox.offsets) == 150)
    assert slow.outbox.offsets == list(range(1, 151))
    assert venue.log.reads - before <= 3


class Thrift(Unshared):
    """An allowance that is shared, as far as reading goes."""

    def __init__(self, reads: ReadPace) -> None:
        self._reads = reads

    @property
    def reads(self) -> ReadPace:  # type: ignore[override]
        return self._reads


async def test_what_a_member_missed_is_paid_for_like_pages(venue: Venue) -> None:
    """BP16: Whoever comes with an old position again and again reads no more than they may read of pages."""
    thrift = Thrift(ReadPace(per_second=100_000, burst=100_000))
    slow, quick = await venue.join(allowance=thrift), await venue.join()
    slow.outbox.capacity = len(slow.outbox.texts)
    await venue.fill("foo", ["x" * 5_000 for _ in range(150)])
    await until(lambda: quick.outbox.offsets and quick.outbox.offsets[-1] == 150)
    slow.outbox.drain()
    await settled()
    # One page, and none before it is paid for; what the node has at hand costs no read.
    assert 20 < len(slow.outbox.offsets) < 50
    await venue.tick(5)
    await until(lambda: len(slow.outbox.offsets) == 150)
    assert slow.outbox.offsets == list(range(1, 151))


async def test_many_who_come_back_together_pay_nothing_for_what_is_at_hand(venue: Venue) -> None:
    """BP16, RE1: After a restart 500 people of one address get what they missed at once, and none of them pays."""
    await venue.fill("foo", [f"{number}" for number in range(25)])
    epoch = (await venue.log.read("foo", after=None, before=None, limit=1)).epoch
    thrift = Thrift(ReadPace(per_second=1, burst=1))
    people = [venue.connect(allowance=thrift) for _ in range(500)]
    for person in people:
        person.say("hello", contract=1, position={"epoch": epoch, "offset": 10, "key": f"{10:032x}"})
    await until(lambda: all(person.outbox.offsets[-1:] == [25] for person in people))
    assert all(person.outbox.offsets == list(range(11, 26)) for person in people)
    assert thrift.reads.wait(venue.clock.now()) == 0


async def test_a_read_for_a_member_is_charged_by_its_bytes(venue: Venue, monkeypatch: pytest.MonkeyPatch) -> None:
    """BP14: By those that are sent, not by characters: there are three for each of these."""
    charged: list[int] = []
    page = Reads.page

    async def charging(reads: Reads, room: str, reader: str, read: Any, size_of: Any) -> Any:
        result = await page(reads, room, reader, read, size_of)
        charged.append(size_of(result))
        return result

    monkeypatch.setattr(Reads, "page", charging)
    slow, quick = await lagging(venue), await venue.join()
    await venue.fill("foo", ["一" * 1_000 for _ in range(150)])
    await until(lambda: quick.outbox.offsets and quick.outbox.offsets[-1] == 150)
    slow.outbox.drain()
    await until(lambda: len(slow.outbox.offsets) == 150)
    assert charged
    assert charged[0] > 50 * 3_000


async def test_member_behind_what_is_kept_is_closed(venue: Venue) -> None:
    """BP5, LOG9: Its next offset was trimmed, so it comes back and is told by the welcome."""
    slow, quick = await lagging(venue), await venue.join()
    for _ in range(2):
        before = len(quick.outbox.offsets)
        await venue.fill("foo", [f"{number}" for number in range(150)])
        await until(partial(has_read, quick, before + 150))
    slow.outbox.drain()
    await until(lambda: slow.outbox.closed_with)
    assert slow.outbox.closed_with == CloseCode.TRIMMED_PAST
    assert slow.outbox.offsets == []


async def test_member_that_lags_while_the_store_is_away_reads_on_later(venue: Venue) -> None:
    """BP2, ST1: A read that failed is made again when the store is back."""
    slow, quick = await lagging(venue), await venue.join()
    await venue.fill("foo", [f"{number}" for number in range(130)])
    await until(lambda: len(quick.outbox.offsets) == 130)
    venue.log.is_away = True
    await venue.tick(0.5)
    slow.outbox.drain()
    await settled()
    assert slow.outbox.offsets == []
    venue.log.is_away = False
    await venue.tick(0.5)
    assert slow.outbox.offsets == list(range(1, 131))


@pytest.mark.parametrize("more", [0, 100], ids=["out of the tail", "from the log"])
async def test_member_that_lags_is_not_handed_what_was_deleted_meanwhile(venue: Venue, more: int) -> None:
    """CH4, CH6, BP2: Each entry comes as it is by then; who was quick folds what follows, and shows the same."""
    slow, quick = await lagging(venue), await venue.join()
    quick.send("a secret")
    quick.send("first")
    await until(lambda: len(quick.outbox.offsets) == 2)
    quick.send("a secret, too", kind="edit", target=1)
    quick.send("second", kind="edit", target=2)
    quick.send("", kind="deletion", target=1)
    quick.send("👍", kind="reaction", target=2)
    await until(lambda: len(quick.outbox.offsets) == 6)
    await venue.fill("foo", [f"{number}" for number in range(more)])
    await until(partial(has_read, quick, 6 + more))
    slow.outbox.drain()
    await until(partial(has_read, slow, 6 + more))
    late = entries_of(slow)[:6]
    assert [entry.body for entry in late] == ["", "second", "", "second", "", "👍"]
    told = {entry.offset: entry for entry in entries_of(quick)[:2]}
    for change in entries_of(quick)[2:6]:
        told[change.target or 0] = fold(told[change.target or 0], change)
    assert late[:2] == [told[1], told[2]]


def entries_of(person: Person) -> list[Entry]:
    frames = (frame for frame in person.frames if frame.type == "entry")
    return [Entry(**frame.model_dump(exclude={"type"})) for frame in frames]


async def test_entries_are_encoded_once(venue: Venue) -> None:
    """FO4: Every member is handed the very same bytes."""
    people = [await venue.join() for _ in range(3)]
    people[0].send("hi")
    await until(lambda: all(person.outbox.offsets for person in people))
    wires = [wire for person in people for wire in person.outbox.wires if b'"entry"' in wire]
    assert len(wires) == 3
    assert len({id(wire) for wire in wires}) == 1


async def test_unknown_kind_moves_every_cursor(venue: Venue) -> None:
    """FO5: It is handed out like any other, and what follows is too."""
    from server.core.ports import Draft

    ana = await venue.join()
    await venue.log.append([Draft("foo", "a" * 32, "poll", 7, None, None, None, "{}")])
    ana.send("after")
    await until(lambda: len(ana.outbox.offsets) == 2)
    assert [frame.kind for frame in ana.frames if frame.type == "entry"] == ["poll", "message"]
