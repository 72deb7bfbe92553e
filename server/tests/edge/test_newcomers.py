"""Many who come at once: the log is read for all of them, and not for each."""

import asyncio
import gc
from functools import partial
from itertools import count

import pytest

from server.core import room
from server.core.encoding import EncodedPage
from server.core.ports import Page
from server.edge.newcomers import LOOK_SECONDS
from server.protocol.entries import MAX_PAGE_ENTRIES
from server.tests.edge.people import Person, Venue, settled, until
from server.tests.stores.drafting import append, draft

_keys = count(2**64)
"""Beyond those of ``Venue.fill``."""


def come(venue: Venue, number: int, position: dict[str, object] | None = None) -> list[Person]:
    people = [venue.connect() for _ in range(number)]
    for person in people:
        person.say("hello", contract=1, position=position)
    return people


async def arrived(venue: Venue, position: dict[str, object]) -> Person:
    (person,) = come(venue, 1, position)
    await until(lambda: person.is_welcome)
    return person


def has_read_to(person: Person, head: int) -> bool:
    return bool(person.outbox.offsets) and person.outbox.offsets[-1] == head


async def epoch_of(venue: Venue) -> str:
    return (await venue.log.read("foo", after=None, before=None, limit=1)).epoch


async def test_many_that_resume_at_once_share_the_reads(venue: Venue) -> None:
    """RE1: What they missed is read a page at a time, once for all."""
    await venue.fill("foo", [f"{number}" for number in range(40)])
    position: dict[str, object] = {"epoch": await epoch_of(venue), "offset": 25, "key": f"{25:032x}"}
    before = venue.log.reads
    people = come(venue, 200, position)
    await until(lambda: all(len(person.outbox.offsets) == 15 for person in people))
    assert all(person.welcome.recovered for person in people)
    assert {tuple(person.outbox.offsets) for person in people} == {tuple(range(26, 41))}
    # The room is opened, looked at, and read back by one page.
    assert venue.log.reads - before <= 3


async def test_many_that_come_at_once_share_the_newest_page(venue: Venue) -> None:
    """RE3: A thousand who load the page after a deploy are one read, too."""
    await venue.fill("foo", [f"{number}" for number in range(150)])
    before = venue.log.reads
    people = come(venue, 200)
    await until(lambda: all(person.is_welcome for person in people))
    pages = {tuple(entry.offset for entry in person.welcome.page or ()) for person in people}
    assert pages == {tuple(range(51, 151))}
    assert venue.log.reads - before <= 3


async def test_look_is_taken_anew_when_it_is_old(venue: Venue) -> None:
    """RE2: A log that is behind what this node believes is noticed by whoever comes next."""
    ana = await venue.join()
    ana.send("hi")
    await until(lambda: ana.outbox.offsets)
    before = venue.log.reads
    venue.clock.advance(LOOK_SECONDS)
    await venue.join()
    assert venue.log.reads > before


async def test_page_of_a_short_room_is_all_of_it(venue: Venue) -> None:
    """RE3, LOG8: With where it begins and ends."""
    await venue.fill("foo", ["one", "two", "three"])
    ana = await venue.join()
    welcome = ana.welcome
    assert [entry.offset for entry in welcome.page or ()] == [1, 2, 3]
    assert (welcome.oldest, welcome.head) == (1, 3)


async def test_page_of_a_trimmed_room_begins_with_what_is_kept(venue: Venue) -> None:
    """RE3, LOG9: Though the tail of the room remembers more."""
    ana = await venue.join()
    for head in (150, 250):
        await venue.fill("foo", [f"{number}" for number in range(head - len(ana.outbox.offsets))])
        await until(partial(has_read_to, ana, head))
    venue.clock.advance(LOOK_SECONDS)
    bob = await venue.join()
    assert (bob.welcome.oldest, bob.welcome.head) == (51, 250)
    assert [entry.offset for entry in bob.welcome.page or ()] == list(range(151, 251))


async def test_position_before_what_is_kept_is_refused(venue: Venue) -> None:
    """RE2, LOG9: Though the tail of the room remembers what was trimmed."""
    ana = await venue.join()
    await venue.fill("foo", [f"{number}" for number in range(195)])
    await until(partial(has_read_to, ana, 195))
    position: dict[str, object] = {"epoch": await epoch_of(venue), "offset": 194, "key": f"{194:032x}"}
    assert (await arrived(venue, position)).welcome.recovered
    await venue.fill("foo", [f"{number}" for number in range(15)])
    await until(partial(has_read_to, ana, 210))
    venue.log.another_life = Page(str(position["epoch"]), (), 196, 210)
    venue.clock.advance(LOOK_SECONDS)
    assert not (await arrived(venue, position)).welcome.recovered


async def test_position_beyond_this_nodes_tail_is_looked_up(venue: Venue) -> None:
    """RE1: The client was on a node that is ahead of this one."""
    await venue.join()
    venue.log.is_mute = True
    await venue.fill("foo", [f"{number}" for number in range(5)])
    position: dict[str, object] = {"epoch": await epoch_of(venue), "offset": 4, "key": f"{4:032x}"}
    (bob,) = come(venue, 1, position)
    await until(lambda: bob.is_welcome)
    await settled()
    assert (bob.welcome.recovered, bob.outbox.offsets) == (True, [5])


async def test_position_further_back_than_the_tail_holds_is_looked_up(venue: Venue) -> None:
    """RE1: Long messages make the tail short; what was missed is read for that client."""
    ana = await venue.join()
    await venue.fill("foo", ["x" * 8_000 for _ in range(160)])
    await until(lambda: ana.outbox.offsets and ana.outbox.offsets[-1] == 160)
    position: dict[str, object] = {"epoch": await epoch_of(venue), "offset": 141, "key": f"{141:032x}"}
    (bob,) = come(venue, 1, position)
    await until(lambda: bob.is_welcome)
    await until(lambda: bob.outbox.offsets and bob.outbox.offsets[-1] == 160)
    assert (bob.welcome.recovered, bob.outbox.offsets) == (True, list(range(142, 161)))


async def test_who_gives_up_does_not_take_the_read_from_the_others(venue: Venue) -> None:
    """RE1: One of many hangs up while the log is read for all."""
    await venue.fill("foo", [f"{number}" for number in range(10)])
    venue.log.gate.clear()
    people = come(venue, 3)
    await settled()
    people[0].connection.ended(1005)
    venue.log.gate.set()
    await until(lambda: all(person.is_welcome for person in people[1:]))
    await asyncio.sleep(0)
    assert not people[0].is_welcome
    assert len(people[1].welcome.page or ()) == min(10, MAX_PAGE_ENTRIES)


async def react(venue: Venue, times: int) -> None:
    """Set and take back a mark on the first message behind the hub's back, as another node would."""
    for number in range(times):
        kind = "reaction" if number % 2 == 0 else "reaction_removal"
        await append(venue.log, draft(key=f"{next(_keys):032x}", kind=kind, target=1, body="👍"))


async def test_page_has_messages_however_many_changes_came_since(venue: Venue) -> None:
    """RE3, LOG18: Where the tail has room for nothing else they are read from the log, once for all who come."""
    await venue.fill("foo", [f"{number}" for number in range(150)])
    await react(venue, 300)
    await arrived(venue, {"epoch": "another", "offset": 1, "key": "0" * 32})  # The tail is as full as it gets.
    before = venue.log.reads
    people = come(venue, 200)
    await until(lambda: all(person.is_welcome for person in people))
    pages = {tuple(entry.offset for entry in person.welcome.page or ()) for person in people}
    assert pages == {(*range(52, 151), 450)}
    assert venue.log.reads - before <= 2


async def test_who_is_shown_messages_reads_on_from_the_head(venue: Venue) -> None:
    """FO2, LOG18: The page ends with the entry at the head, and what follows that is handed on."""
    await venue.fill("foo", ["a", "b"])
    await react(venue, 300)
    person = await arrived(venue, {"epoch": "another", "offset": 1, "key": "0" * 32})
    assert [entry.offset for entry in person.welcome.page or ()] == [1, 2, 302]
    await react(venue, 2)
    await until(lambda: has_read_to(person, 304))
    assert person.outbox.offsets == [303, 304]


async def test_newest_page_is_read_anew_when_it_is_old(venue: Venue) -> None:
    """RE3: And where the log has gone on by more than the tail holds."""
    await venue.fill("foo", ["a", "b"])
    await react(venue, 300)
    position: dict[str, object] = {"epoch": "another", "offset": 1, "key": "0" * 32}
    await arrived(venue, position)
    await react(venue, 300)
    venue.clock.advance(LOOK_SECONDS)
    person = await arrived(venue, position)
    assert [entry.offset for entry in person.welcome.page or ()] == [1, 2, 602]


async def test_where_all_tails_are_full_people_come_in_and_read_on(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BP2, RE1, RE3: What a node does not keep it reads; nobody misses anything."""
    monkeypatch.setattr(room, "TAIL_BYTES", 1)
    await venue.fill("foo", [f"{number}" for number in range(120)])
    position: dict[str, object] = {"epoch": await epoch_of(venue), "offset": 105, "key": f"{105:032x}"}
    (new,) = come(venue, 1)
    old = await arrived(venue, position)
    await until(lambda: new.is_welcome and has_read_to(old, 120))
    assert old.welcome.recovered
    assert old.outbox.offsets == list(range(106, 121))
    assert [entry.offset for entry in new.welcome.page or ()] == list(range(21, 121))
    for number in range(5):
        old.send(f"more {number}")
    await until(lambda: has_read_to(new, 125) and has_read_to(old, 125))
    assert new.outbox.offsets == list(range(121, 126))


async def test_page_that_came_from_the_log_is_kept_for_a_moment(venue: Venue, monkeypatch: pytest.MonkeyPatch) -> None:
    """BP15: It serves those who come together, and is not held for as long as the room is open."""
    monkeypatch.setattr(room, "TAIL_BYTES", 1)
    await venue.fill("foo", [f"{number}" for number in range(120)])
    before = venue.log.reads
    people = come(venue, 50)
    await until(lambda: all(person.is_welcome for person in people))
    assert venue.log.reads - before <= 5
    people.clear()
    venue.clock.advance(LOOK_SECONDS)
    await settled()
    gc.collect()
    assert [one for one in gc.get_objects() if isinstance(one, EncodedPage) and one.head == 120] == []
