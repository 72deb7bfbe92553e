"""What a hub does when people, stores and sockets behave as badly as they can."""

import asyncio
from typing import cast

import pytest

from server.core.ports import Departed, Page, RoomLog, StoreUnavailable, Wakeup
from server.core.room import Room
from server.edge.attendance import TICK_BURST, TICKS_PER_SECOND
from server.edge.fan_out import FanOut
from server.edge.reads import Reads
from server.edge.turn import Turn
from server.protocol.close_codes import CloseCode
from server.protocol.server_frames import Presence, TypingFrame
from server.tests.doubles import FakeClock
from server.tests.edge.people import Person, Venue, settled, until


async def filled(venue: Venue, person: Person, count: int) -> None:
    """Fill the person's outbox, then let others write and come and go."""
    person.outbox.capacity = len(person.outbox.texts)
    await venue.fill("foo", [f"{number}" for number in range(count)])
    await settled()


async def test_store_that_is_away_for_a_blink_is_read_again(venue: Venue) -> None:
    """RE1, BP2, FO3: A read that failed is made again, though nobody saw the store go."""
    slow = await venue.join()
    await filled(venue, slow, 130)  # More than the tail holds.
    venue.log.is_away = True
    slow.outbox.drain()
    await settled()
    venue.log.is_away = False
    assert slow.outbox.offsets == []
    await venue.tick(1.0)
    assert slow.outbox.offsets == list(range(1, 131))


async def test_log_that_fails_for_a_blink_is_read_again(venue: Venue) -> None:
    """FO3: So is the room's own read, whatever it failed of."""
    for failure in (StoreUnavailable("a blink"), ValueError("a bug")):
        ana = await venue.join()
        before = len(ana.outbox.offsets)
        venue.log.is_mute = True
        await venue.fill("foo", ["one"])
        venue.log.is_mute = False
        venue.log.failure = failure
        venue.hub.wakeup(Wakeup("foo", 1_000))
        await settled()
        venue.log.failure = None
        await venue.tick(1.0)
        assert len(ana.outbox.offsets) == before + 1


async def test_resuming_reads_one_entry(venue: Venue) -> None:
    """RE1: What was missed is in the tail; the log is only asked where it stands."""
    ana = await venue.join()
    await venue.fill("foo", [f"{number}" for number in range(20)])
    await until(lambda: len(ana.outbox.offsets) == 20)
    position = {"epoch": ana.welcome.epoch, "offset": 1, "key": f"{1:032x}"}
    before = venue.log.entries_read
    bob = await venue.join(position=position)
    assert bob.welcome.recovered is True
    assert bob.outbox.offsets == list(range(2, 21))
    assert venue.log.entries_read - before <= 1


async def test_who_hangs_up_while_a_room_opens_leaves_nothing(venue: Venue) -> None:
    """FO2: A room that was opened for nobody is closed again."""
    venue.log.gate.clear()
    ghosts = [venue.connect(f"room {number}") for number in range(50)]
    for ghost in ghosts:
        ghost.say("hello", contract=1)
    await settled()
    for ghost in ghosts:
        ghost.connection.ended(1005)
    venue.log.gate.set()
    await settled()
    assert (venue.hub.room_count, venue.log.watched, venue.presence.joined) == (0, 0, 0)


async def test_who_is_closed_while_it_comes_in_does_not_join(venue: Venue) -> None:
    """PR1: Nobody reads of somebody who was never there."""
    ana = await venue.join()
    joined = venue.presence.joined
    venue.log.gate.clear()
    bob = venue.connect()
    bob.say("hello", contract=1)
    await settled()
    bob.connection.close(CloseCode.UNSUPPORTED_DATA)
    venue.log.gate.set()
    await settled()
    bob.connection.ended(1003)
    await venue.tick(60)
    assert venue.presence.joined == joined
    assert (await venue.join()).welcome.member_count == 2
    assert ana.outbox.closed_with is None


async def test_full_member_is_told_how_things_are_when_it_drains(venue: Venue) -> None:
    """BP1, BP2: Presence and typing do not queue either; one frame makes up for all of them."""
    slow, ana = await venue.join(), await venue.join()
    slow.outbox.capacity = before = len(slow.outbox.texts)
    for _ in range(10):
        guest = await venue.join()
        guest.connection.ended(1000)
        await venue.tick()
    bob = await venue.join()
    bob.say("typing", active=True)
    await venue.tick()
    assert len(slow.outbox.texts) == before
    slow.outbox.drain()
    presence, typing = slow.frames[before:]
    assert isinstance(presence, Presence)
    assert presence.full
    assert {one.client_id for one in presence.joined} == {one.welcome.client_id for one in (slow, ana, bob)}
    assert typing == TypingFrame(client_ids=(bob.welcome.client_id,))


async def test_reads_wait_until_the_answers_before_them_are_fewer(venue: Venue) -> None:
    """BP3: Pages are not read for somebody who does not take them."""
    ana = await venue.join()
    ana.outbox.is_listened_to.clear()
    before = venue.log.reads
    for ref in range(5):
        ana.say("read", ref=ref)
    await settled()
    assert venue.log.reads == before
    ana.outbox.is_listened_to.set()
    await until(lambda: len(ana.told("page")) == 5)


async def test_newcomer_hears_who_is_writing(venue: Venue) -> None:
    """SE7: Though it began before."""
    ana = await venue.join()
    ana.say("typing", active=True)
    await venue.tick()
    bob = await venue.join()
    assert bob.told("typing") == [TypingFrame(client_ids=(ana.welcome.client_id,))]


async def test_departure_that_the_store_does_not_take_is_tried_again(
    venue: Venue, caplog: pytest.LogCaptureFixture
) -> None:
    """PR3: No ghost stays, whatever went wrong, and the log says what."""
    ana, bob = await venue.join(), await venue.join()
    venue.presence.failure = ConnectionError("the network")
    bob.connection.ended(1000)
    ana.connection.ended(1000)
    await venue.tick()
    await venue.tick(1.0)
    # Once, however many left and however often they are tried.
    told = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert told == ["who left stays listed until the store takes it; each is tried again: the network"]
    venue.presence.failure = None
    await venue.tick(1.0)
    assert (await venue.join()).welcome.member_count == 1


async def test_one_broken_reader_harms_no_other(venue: Venue, caplog: pytest.LogCaptureFixture) -> None:
    """BP1: Whatever writing to it does."""
    broken, ana = await venue.join(), await venue.join()

    def fail(wire: bytes) -> None:
        raise RuntimeError("a broken outbox")

    broken.outbox.write = fail  # type: ignore[method-assign]
    ana.send("hi")
    await until(lambda: ana.outbox.offsets)
    assert broken.outbox.closed_with == CloseCode.INTERNAL_ERROR
    assert "a broken outbox" in caplog.text


@pytest.mark.parametrize(
    "page",
    [Page("another epoch", (), 1, 7), Page("", (), 1, 2)],
    ids=["restored", "rolled-back"],
)
async def test_another_life_of_the_log_sends_everybody_back(venue: Venue, page: Page) -> None:
    """RE2: Offsets of one life mean nothing in another, so all come back and are told."""
    ana, bob = await venue.join(), await venue.join()
    await venue.fill("foo", [f"{number}" for number in range(5)])
    await until(lambda: len(ana.outbox.offsets) == 5)
    venue.log.another_life = Page(page.epoch or ana.welcome.epoch, (), page.oldest, page.head)
    venue.hub.wakeup(Wakeup("foo", 9))
    await until(lambda: ana.outbox.closed_with)
    assert (ana.outbox.closed_with, bob.outbox.closed_with) == (CloseCode.SERVICE_RESTART, CloseCode.SERVICE_RESTART)
    for person in (ana, bob):
        person.connection.ended(1012)
    again = await venue.join(token=ana.welcome.resume_token)
    assert (again.welcome.head, again.outbox.closed_with) == (page.head, None)


@pytest.mark.parametrize("epoch", ["another epoch", ""], ids=["restored", "rolled-back"])
async def test_log_that_begins_another_life_while_somebody_joins(venue: Venue, epoch: str) -> None:
    """RE2, FO2: Who comes in just then is sent back like everybody else, and not left behind the new head."""
    await venue.fill("foo", [f"{number}" for number in range(10)])
    ana = await venue.join()
    venue.presence.gate.clear()
    bob = venue.connect()
    bob.say("hello", contract=1)
    await settled()
    venue.log.another_life = Page(epoch or ana.welcome.epoch, (), 1, 4)
    venue.hub.wakeup(Wakeup("foo", 11))
    await until(lambda: ana.outbox.closed_with)
    venue.presence.gate.set()
    await until(lambda: bob.outbox.closed_with)
    assert (bob.is_welcome, bob.outbox.closed_with) == (False, CloseCode.TRY_AGAIN_LATER)


async def test_answer_of_an_earlier_life_that_comes_late_changes_nothing() -> None:
    """RE2: Two reads were under way, and the newer one was quicker."""
    answers: list[asyncio.Future[Page]] = []

    class SlowLog:
        async def read(self, room: str, *, after: int | None, before: int | None, limit: int) -> Page:
            answers.append(asyncio.get_running_loop().create_future())
            return await answers[-1]

    room = Room("foo", "old", 10, tail_entries=100, listed_members=5)
    fan_out = FanOut(room, {}, cast("RoomLog", SlowLog()), Reads(FakeClock()), FakeClock(), Turn())
    early, late = (asyncio.create_task(fan_out.read(limit=1)) for _ in range(2))
    await settled()
    answers[1].set_result(Page("new", (), 1, 4))
    assert await late is None
    answers[0].set_result(Page("old", (), 1, 10))
    assert await early is None
    assert (room.epoch, room.tail.tip) == ("new", 4)


async def test_node_that_was_taken_for_gone_sends_nobody_away_for_good(venue: Venue) -> None:
    """ID4: Others were told that its people left; they sit here, and the store puts them back."""
    ana, bob = await venue.join(), await venue.join()
    venue.hub.apply(Departed("foo", bob.welcome.client_id))
    await venue.tick()
    assert bob.outbox.closed_with is None
    ana.send("hi")
    await until(lambda: bob.outbox.offsets)


async def test_one_person_does_not_flood_a_room_with_news(venue: Venue) -> None:
    """BP19: Who begins and stops writing, or comes and goes, without end is told of four times a second at the most."""
    ana, bob = await venue.join(), await venue.join()
    before = len(ana.outbox.texts)
    for number in range(1_200):
        bob.say("typing", active=number % 2 == 0)
        venue.clock.advance(0.05)
    assert 200 <= len(ana.outbox.texts) - before <= TICK_BURST + 60 * TICKS_PER_SECOND + 1
    before = len(ana.outbox.texts)
    for _ in range(300):
        guest = venue.connect()
        guest.say("hello", contract=1)
        await until(lambda guest=guest: guest.is_welcome)  # type: ignore[misc]
        venue.clock.advance(0.05)
        guest.connection.ended(1000)
        venue.clock.advance(0.05)
        await settled()
    assert len(ana.outbox.texts) - before <= TICK_BURST + 30 * TICKS_PER_SECOND + 1


async def test_room_is_told_in_the_end_however_much_came_before(venue: Venue) -> None:
    """BP19, PR2: Nothing is left out; it is told together."""
    ana = await venue.join()
    for _ in range(60):
        guest = await venue.join()
        guest.connection.ended(1000)
    last = await venue.join()
    await venue.tick(1.0)
    told = [frame for frame in ana.told("presence") if isinstance(frame, Presence)]
    here = {ana.welcome.client_id}
    for frame in told:
        here = (here | {one.client_id for one in frame.joined}) - {one.client_id for one in frame.left}
    assert here == {ana.welcome.client_id, last.welcome.client_id}
