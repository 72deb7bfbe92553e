"""Pages in bytes: how long they are, who shares them, and that none is older than a change."""

import json

import pytest

from server.core.encoding import ANSWER_BYTES
from server.core.ports import Wakeup
from server.edge import pages
from server.protocol.entries import MAX_BODY_LENGTH
from server.protocol.framing import texts_of
from server.protocol.server_frames import Page, Welcome
from server.tests.edge.people import Person, Venue, until

LONG = "\x01" * MAX_BODY_LENGTH
"""48,000 bytes of JSON."""


async def read(person: Person, ref: int, **asked: object) -> Page:
    person.say("read", ref=ref, **asked)
    await until(lambda: any(frame.type == "page" and frame.ref == ref for frame in person.frames))
    (page,) = (frame for frame in person.frames if isinstance(frame, Page) and frame.ref == ref)
    return page


def largest_answer(person: Person) -> int:
    return max(len(text.encode()) for text in person.outbox.texts)


async def test_answers_are_bounded_in_bytes(venue: Venue) -> None:
    """FR13, RE6: A room of the longest messages is read to its beginning in pages that each hold some of them."""
    await venue.fill("foo", [LONG for _ in range(20)])
    ana = await venue.join()
    seen = [entry.offset for entry in ana.welcome.page or ()]
    assert seen[-1] == 20
    while seen[0] > 1:
        page = await read(ana, seen[0], before=seen[0])
        seen[:0] = [entry.offset for entry in page.entries]
    assert seen == list(range(1, 21))
    first = await read(ana, 100, after=0)
    assert [entry.offset for entry in first.entries] == list(range(1, len(first.entries) + 1))
    assert ANSWER_BYTES / 2 < largest_answer(ana) <= ANSWER_BYTES


async def test_welcome_with_many_long_names_is_bounded(venue: Venue) -> None:
    """FR13: The page leaves room for who is here."""
    await venue.fill("foo", [LONG for _ in range(20)])
    for _ in range(4):
        await venue.join(author='"' * 255, name='"' * 64)
    eve = await venue.join(author="安" * 85, name="😀" * 64)
    (wire,) = (wire for wire in eve.outbox.wires if b'"welcome"' in wire)
    member = len(json.dumps(json.loads(next(texts_of(wire)))["members"][0], ensure_ascii=False).encode())
    assert len(wire) + 95 * member <= ANSWER_BYTES


async def test_newcomers_are_sent_the_same_bytes(venue: Venue) -> None:
    """BP15, FO4: A page is encoded once and held once, however many are sent it."""
    await venue.fill("foo", [LONG for _ in range(20)])
    people = [venue.connect() for _ in range(50)]
    for person in people:
        person.say("hello", contract=1)
    await until(lambda: all(person.is_welcome for person in people))
    arrays = {id(piece) for person in people for pieces in person.outbox.in_pieces for piece in pieces[1:2]}
    assert len(arrays) == 1
    assert all(isinstance(person.welcome, Welcome) for person in people)


@pytest.mark.parametrize("asked", [{}, {"before": 190, "limit": 20}, {"before": 100}])
async def test_page_that_many_read_is_read_once(asked: dict[str, int], venue: Venue) -> None:
    """BP15: What is at hand is handed out after one look at where the log stands."""
    await venue.fill("foo", [f"{number}" for number in range(200)])
    people = [await venue.join() for _ in range(5)]
    await read(people[0], 1, **asked)
    entries_before = venue.log.entries_read
    for person in people:
        page = await read(person, 2, **asked)
        assert page.entries[-1].offset == asked.get("before", 201) - 1
    assert venue.log.entries_read - entries_before == len(people)
    arrays = {id(person.outbox.in_pieces[-1][1]) for person in people}
    assert len(arrays) == 1


@pytest.mark.parametrize("asked", [{}, {"before": 181, "limit": 20}, {"before": 3}])
async def test_page_at_hand_is_not_older_than_a_deletion(asked: dict[str, int], venue: Venue) -> None:
    """CH4: Whoever deleted it, on another node too, of which this one has not heard yet."""
    await venue.fill("foo", ["secret", "secret", *(f"{number}" for number in range(178))])
    ana = await venue.join()
    for ref in range(2):
        await read(ana, ref, **asked)
    venue.log.is_mute = True
    for target in (1, 2, 180):
        await venue.delete("foo", target, key=f"{target:032d}".replace("0", "a"))
    page = await read(ana, 9, **asked)
    assert {entry.offset for entry in page.entries} & {1, 2, 180}
    assert all(entry.body == "" for entry in page.entries if entry.offset in (1, 2, 180))
    assert page.head == 183


async def test_page_at_hand_loses_what_was_trimmed(venue: Venue) -> None:
    """LOG9: A page that was read before its entries were trimmed is not handed out any more."""
    await venue.fill("foo", [f"{number}" for number in range(200)])
    ana = await venue.join()
    page = await read(ana, 1, before=60)
    assert page.entries[0].offset == 1
    venue.log.oldest = 40
    assert (await read(ana, 2, before=60)).entries[0].offset == 40


async def test_page_at_hand_is_of_no_earlier_life_of_the_log(venue: Venue) -> None:
    """RE2, BP15: After a rollback other entries may stand at its offsets by now."""
    await venue.fill("foo", [f"lost {number}" for number in range(150)])
    ana = await venue.join()
    assert (await read(ana, 1, before=60)).entries[-1].body == "lost 58"
    venue.lose_room("foo")
    await venue.fill("foo", ["new"] * 10)
    venue.hub.wakeup(Wakeup("foo", 151))
    await until(lambda: ana.outbox.closed_with)
    bob = await venue.join()
    await venue.fill("foo", ["new"] * 140)
    await until(lambda: bob.outbox.offsets and bob.outbox.offsets[-1] == 150)
    assert {entry.body for entry in (await read(bob, 1, before=60)).entries} == {"new"}


async def test_pages_at_hand_are_few(venue: Venue, monkeypatch: pytest.MonkeyPatch) -> None:
    """BP15: The bytes that are kept for others have a bound."""
    monkeypatch.setattr(pages, "AT_HAND_BYTES", 6_000)
    await venue.fill("foo", ["x" * 200 for _ in range(200)])
    ana = await venue.join()
    for before in range(20, 100, 10):
        await read(ana, before, before=before, limit=5)
    assert 0 < venue.hub._pages._bytes <= 6_000
    assert len(venue.hub._pages._kept) == 3
