"""Several people in rooms of one node: order, presence, resume, and a store that goes away."""

from collections.abc import Callable
from functools import partial

import pytest

from server.core.ports import Departed, TypingChanged, Wakeup
from server.protocol.close_codes import CloseCode
from server.protocol.entries import Member
from server.protocol.server_frames import Error, Presence, Status, TypingFrame
from server.tests.edge.people import Person, Venue, settled, until


def position_of(person: Person, offset: int) -> dict[str, object]:
    entries = {frame.offset: frame.key for frame in person.frames if frame.type == "entry"}
    return {"epoch": person.welcome.epoch, "offset": offset, "key": entries[offset]}


def departures(person: Person) -> list[int]:
    return [one.client_id for frame in person.frames if isinstance(frame, Presence) for one in frame.left]


def arrivals(person: Person) -> list[int]:
    return [one.client_id for frame in person.frames if isinstance(frame, Presence) for one in frame.joined]


async def test_message_reaches_everybody_by_way_of_the_log(venue: Venue) -> None:
    """FO1: Everybody reads the entry, its author among them, at one offset."""
    ana, bob = await venue.join(), await venue.join()
    ana.send("hi")
    await until(lambda: ana.outbox.offsets and bob.outbox.offsets)
    assert ana.told("entry") == bob.told("entry")
    assert [frame.offset for frame in ana.told("ack") if frame.type == "ack"] == [1]


async def test_everybody_sees_one_order(venue: Venue) -> None:
    """FO2: However sends interleave, each member sees each offset once, in order."""
    people = [await venue.join() for _ in range(4)]
    for round_ in range(5):
        for person in people:
            person.send(f"round {round_}")
    await until(lambda: all(len(person.outbox.offsets) == 20 for person in people))
    assert all(person.outbox.offsets == list(range(1, 21)) for person in people)
    assert len({tuple(person.outbox.texts[-1] for person in people)}) == 1


async def test_messages_of_one_client_keep_their_order(venue: Venue) -> None:
    """SE8: They enter the log as they were sent, and are acked so."""
    ana = await venue.join()
    refs = [ana.send(f"{number}") for number in range(8)]
    await until(lambda: len(ana.outbox.offsets) == 8)
    assert [frame.ref for frame in ana.told("ack") if frame.type == "ack"] == refs
    assert [frame.body for frame in ana.told("entry") if frame.type == "entry"] == [str(ref) for ref in range(8)]


async def test_rooms_do_not_mix(venue: Venue) -> None:
    """LOG12: Who is in another room reads nothing of it."""
    ana, bob = await venue.join("foo"), await venue.join("bar")
    ana.send("hi")
    await until(lambda: ana.outbox.offsets)
    await settled()
    assert bob.told("entry") == []


async def test_a_lost_wakeup_costs_nothing(venue: Venue) -> None:
    """FO3: What other nodes appended without a wakeup comes with the next one."""
    ana = await venue.join()
    venue.log.is_mute = True
    await venue.fill("foo", ["one", "two"])
    await settled()
    venue.log.is_mute = False
    await venue.fill("foo", ["three"])
    await until(lambda: len(ana.outbox.offsets) == 3)
    assert ana.outbox.offsets == [1, 2, 3]


async def test_own_messages_need_no_wakeup(venue: Venue) -> None:
    """FO3: An append's result is a hint too."""
    venue.log.is_mute = True
    ana, bob = await venue.join(), await venue.join()
    ana.send("hi")
    await until(lambda: bob.outbox.offsets)
    assert ana.outbox.offsets == [1]


async def test_false_wakeups_hand_out_nothing(venue: Venue) -> None:
    """FO3: A hint at what is not there leads to a read, and to nothing else."""
    ana = await venue.join()
    await venue.fill("foo", ["one"])
    await until(lambda: ana.outbox.offsets)
    for head in (0, 1, 9):
        venue.hub.wakeup(Wakeup("foo", head))
        venue.hub.wakeup(Wakeup("nobody is here", head))
    await settled()
    await venue.fill("foo", ["two"])
    await until(lambda: len(ana.outbox.offsets) == 2)
    assert ana.outbox.offsets == [1, 2]


async def test_newcomers_are_told_who_is_here(venue: Venue) -> None:
    """PR1: The welcome lists everybody, the newcomer among them."""
    ana = await venue.join(name="Ana")
    bob = await venue.join(name="Bob")
    assert [one.name for one in bob.welcome.members or ()] == ["Ana", "Bob"]
    assert bob.welcome.member_count == 2
    assert arrivals(ana)[-1] == bob.welcome.client_id


async def test_client_ids_are_issued_and_differ(venue: Venue) -> None:
    """ID1: The server issues them: 53 bits, never 0, never twice."""
    ids = [(await venue.join()).welcome.client_id for _ in range(20)]
    assert len(set(ids)) == 20
    assert all(0 < one < 2**53 for one in ids)


async def test_leaving_is_told_at_once(venue: Venue) -> None:
    """PR3: After a goodbye nobody waits for a grace."""
    ana, bob = await venue.join(), await venue.join()
    bob.say("leave")
    assert bob.outbox.closed_with == CloseCode.NORMAL
    bob.connection.ended(1000)
    await venue.tick()
    assert departures(ana) == [bob.welcome.client_id]


async def test_closed_tab_is_told_after_the_reload_grace(venue: Venue) -> None:
    """PR4: 1001 and 4000 may be a reload, so others hear of it three seconds later."""
    ana, bob, cid = await venue.join(), await venue.join(), await venue.join()
    bob.connection.ended(1001)
    cid.connection.ended(4000)
    await venue.tick(2.8)
    assert departures(ana) == []
    await venue.tick(0.2)
    assert sorted(departures(ana)) == sorted([bob.welcome.client_id, cid.welcome.client_id])


async def test_lost_connection_is_told_after_the_grace(venue: Venue) -> None:
    """PR5: Any other end may be a lost network, so others hear of it ten seconds later."""
    ana, bob = await venue.join(), await venue.join()
    bob.connection.ended(1005)
    await venue.tick(9.8)
    assert departures(ana) == []
    await venue.tick(0.2)
    assert departures(ana) == [bob.welcome.client_id]


async def test_coming_back_within_the_grace_is_silent(venue: Venue) -> None:
    """PR6, ID2: The client ID comes back with the token, and nobody is told anything."""
    ana, bob = await venue.join(), await venue.join()
    told = len(ana.frames)
    bob.connection.ended(1001)
    await venue.tick(1)
    again = await venue.join(token=bob.welcome.resume_token)
    await venue.tick(60)
    assert again.welcome.client_id == bob.welcome.client_id
    assert len(ana.frames) == told


async def test_late_end_of_an_old_connection_takes_nobody_out(venue: Venue) -> None:
    """PR7: The old connection ends long after the client lives on a new one."""
    ana, bob = await venue.join(), await venue.join()
    again = await venue.join(token=bob.welcome.resume_token)
    bob.connection.ended(1005)
    await venue.tick(60)
    assert departures(ana) == []
    assert (await venue.join()).welcome.member_count == 3
    assert again.outbox.closed_with is None


async def test_newest_connection_wins(venue: Venue) -> None:
    """ID4: The older one of two with the same token closes for good."""
    bob = await venue.join()
    again = await venue.join(token=bob.welcome.resume_token)
    assert bob.outbox.closed_with == CloseCode.SESSION_REPLACED
    assert again.outbox.closed_with is None


async def test_one_of_two_that_come_at_once_wins(venue: Venue) -> None:
    """ID4: Though the store tells only of the later one."""
    bob = await venue.join()
    bob.connection.ended(1005)
    twins = [venue.connect(), venue.connect()]
    for twin in twins:
        twin.say("hello", contract=1, resume_token=bob.welcome.resume_token)
    await until(lambda: all(twin.is_welcome for twin in twins))
    await venue.tick()
    assert [twin.outbox.closed_with for twin in twins] == [CloseCode.SESSION_REPLACED, None]


async def test_connection_on_another_node_wins(venue: Venue) -> None:
    """ID4: So it does when the store tells of it from another node."""
    bob = await venue.join()
    await venue.presence.join("foo", (bob.welcome.members or ())[0], "a connection elsewhere")
    await until(lambda: bob.outbox.closed_with)
    assert bob.outbox.closed_with == CloseCode.SESSION_REPLACED


async def test_foreign_token_gives_a_new_client_id(venue: Venue) -> None:
    """ID3: Another author's or item's token, or garbage, is no error and no right."""
    bob = await venue.join(author="bob")
    token = bob.welcome.resume_token
    others = [
        await venue.join(author="eve", token=token),
        await venue.join("bar", author="bob", token=token),
        await venue.join(author="bob", token="garbage"),
    ]
    assert bob.welcome.client_id not in [one.welcome.client_id for one in others]
    assert bob.outbox.closed_with is None


async def test_large_rooms_are_told_in_counts(venue: Venue) -> None:
    """PR8: Above the limit the welcome has no list and presence only a count."""
    people = [await venue.join() for _ in range(6)]
    assert people[-1].welcome.members is None
    assert people[-1].welcome.member_count == 6
    presence = [frame for frame in people[0].frames if isinstance(frame, Presence)][-1]
    assert (presence.joined, presence.member_count) == ((), 6)


async def test_connections_of_one_person_hide_nobody(venue: Venue) -> None:
    """PR8, SE10: Neither in the list of members nor among those who write, on whichever nodes they are."""
    mallory = [await venue.join(author="mallory", name="Mallory") for _ in range(6)]
    for one in mallory:
        one.say("typing", active=True)
    for number in range(1, 7):
        await venue.presence.join("foo", Member(client_id=number, author="mallory", name="Mallory"), "elsewhere")
        venue.hub.apply(TypingChanged("foo", number, True))
    await venue.tick()
    ana, bob = await venue.join(author="ana", name="Ana"), await venue.join(name="Bob")
    await venue.tick(1)
    assert [member.name for member in bob.welcome.members or ()] == ["Mallory", "Ana", "Bob"]
    assert (bob.welcome.member_count, bob.welcome.person_count) == (14, 3)
    seen = mallory[0].told("presence")[-1]
    assert isinstance(seen, Presence)
    assert [member.name for member in seen.joined] in (["Bob"], ["Mallory", "Ana", "Bob"])
    ana.say("typing", active=True)
    await venue.tick(1)
    first, other = mallory[0].welcome.client_id, ana.welcome.client_id
    assert bob.told("typing")[-1] == TypingFrame(client_ids=(first, other))
    assert ana.told("typing")[-1] == TypingFrame(client_ids=(first,))
    assert {one.told("typing")[-1] for one in mallory} == {TypingFrame(client_ids=(other,))}


async def test_typing_is_told_to_the_others(venue: Venue) -> None:
    """SE7: Everybody else hears who writes, until it ends by a message or by itself."""
    ana, bob = await venue.join(), await venue.join()
    ana.say("typing", active=True)
    await venue.tick()
    assert bob.told("typing") == [TypingFrame(client_ids=(ana.welcome.client_id,))]
    assert ana.told("typing") == [TypingFrame(client_ids=())]
    ana.send("hi")
    await venue.tick()
    assert bob.told("typing")[-1] == TypingFrame(client_ids=())
    ana.say("typing", active=True)
    await venue.tick(6)
    assert [frame.client_ids for frame in bob.told("typing") if isinstance(frame, TypingFrame)] == [
        (ana.welcome.client_id,),
        (),
        (ana.welcome.client_id,),
        (),
    ]


async def test_typing_on_another_node_is_told_here(venue: Venue) -> None:
    """SE7: Newcomers hear of it too; it ends when it is said, by itself, and when the client is gone."""
    ana = await venue.join()
    await venue.presence.join("foo", Member(client_id=5, author=None, name=None), "elsewhere")
    ends: tuple[Callable[[], None], ...] = (
        lambda: venue.hub.apply(TypingChanged("foo", 5, False)),
        lambda: venue.clock.advance(6),
        lambda: venue.hub.apply(Departed("foo", 5)),
    )
    for end in ends:
        venue.hub.apply(TypingChanged("foo", 5, True))
        await venue.tick()
        assert ana.told("typing")[-1] == TypingFrame(client_ids=(5,))
        newcomer = await venue.join()
        assert newcomer.told("typing") == [TypingFrame(client_ids=(5,))]
        end()
        await venue.tick()
        assert ana.told("typing")[-1] == TypingFrame(client_ids=())
    venue.hub.apply(TypingChanged("nobody is here", 5, True))


async def test_typing_is_told_to_other_nodes(venue: Venue) -> None:
    """SE7: What a client says of itself, and what its message says, goes on to the store."""
    ana = await venue.join()
    ana.say("typing", active=True)
    ana.send("hi")
    await settled()
    assert venue.presence.typing_told == [(ana.welcome.client_id, True), (ana.welcome.client_id, False)]


async def test_typing_ends_with_the_session(venue: Venue) -> None:
    """SE7: Who is gone does not write."""
    ana, bob = await venue.join(), await venue.join()
    ana.say("typing", active=True)
    await venue.tick()
    ana.connection.ended(1005)
    await venue.tick()
    assert bob.told("typing")[-1] == TypingFrame(client_ids=())


async def test_resume_replays_what_was_missed(venue: Venue) -> None:
    """RE1, RE4: A position alone is enough; what follows it comes as entries."""
    ana, bob = await venue.join(), await venue.join()
    for number in range(3):
        ana.send(f"{number}")
    await until(lambda: len(bob.outbox.offsets) == 3)
    again = await venue.join(position=position_of(bob, 1))
    assert (again.welcome.recovered, again.welcome.page, again.welcome.head) == (True, None, 3)
    assert again.outbox.offsets == [2, 3]
    assert again.welcome.client_id != bob.welcome.client_id


async def test_resume_at_the_head_replays_nothing(venue: Venue) -> None:
    """RE1: Nothing was missed, and the next message follows."""
    ana, bob = await venue.join(), await venue.join()
    ana.send("one")
    await until(lambda: bob.outbox.offsets)
    again = await venue.join(position=position_of(bob, 1))
    ana.send("two")
    await until(lambda: again.outbox.offsets)
    assert (again.welcome.recovered, again.outbox.offsets) == (True, [2])


async def test_position_that_cannot_be_shown_is_refused(venue: Venue) -> None:
    """RE2: Another epoch, another key, too much missed: the newest page in its place."""
    ana = await venue.join()
    for number in range(3):
        ana.send(f"{number}")
    await until(lambda: len(ana.outbox.offsets) == 3)
    good = position_of(ana, 1)
    for bad in ({**good, "epoch": "another"}, {**good, "key": "f" * 32}, {**good, "offset": 9}):
        again = await venue.join(position=bad)
        assert again.welcome.recovered is False
        assert [one.offset for one in again.welcome.page or ()] == [1, 2, 3]
        assert again.outbox.offsets == []
    await venue.fill("foo", [f"{number}" for number in range(30)])
    assert (await venue.join(position=good)).welcome.recovered is False


async def test_newcomer_without_a_position_gets_the_newest_page(venue: Venue) -> None:
    """RE3, SE2: A hundred entries at most, ending at the head; what follows is live."""
    await venue.fill("foo", [f"{number}" for number in range(150)])
    ana = await venue.join()
    assert ana.welcome.recovered is None
    assert [one.offset for one in ana.welcome.page or ()] == list(range(51, 151))
    assert ana.outbox.offsets == []
    ana.send("next")
    await until(lambda: ana.outbox.offsets)
    assert ana.outbox.offsets == [151]


async def test_older_pages_are_read_back(venue: Venue) -> None:
    """RE6: Page by page, down to the oldest entry kept."""
    await venue.fill("foo", [f"{number}" for number in range(150)])
    ana = await venue.join()
    ana.say("read", ref=1, before=51)
    await until(lambda: ana.told("page"))
    (page,) = (frame for frame in ana.frames if frame.type == "page")
    assert [one.offset for one in page.entries] == list(range(1, 51))
    assert (page.oldest, page.head, page.ref) == (1, 150, 1)


async def test_store_that_goes_away_is_told(venue: Venue) -> None:
    """ST1, ST2, RE5: Everybody hears of it, sends are refused for now, newcomers come back later."""
    ana = await venue.join()
    venue.log.is_away = True
    await venue.tick(0.5)
    assert ana.told("status") == [Status(store="degraded")]
    ref = ana.send("hi")
    ana.say("read", ref=99)
    newcomer = venue.connect()
    newcomer.say("hello", contract=1)
    await until(lambda: newcomer.outbox.closed_with and len(ana.told("error")) == 2)
    assert newcomer.outbox.closed_with == CloseCode.TRY_AGAIN_LATER
    errors = {frame.ref: frame for frame in ana.frames if isinstance(frame, Error)}
    assert errors.keys() == {ref, 99}
    assert all((error.code, error.temporary) == ("store_unavailable", True) for error in errors.values())
    venue.log.is_away = False
    await venue.tick(0.5)
    assert ana.told("status")[-1] == Status(store="ok")


async def test_store_that_comes_back_brings_what_was_missed(venue: Venue) -> None:
    """FO3, ST1: Entries that could not be read come when it is back."""
    ana = await venue.join()
    venue.log.is_mute = True
    await venue.fill("foo", ["one", "two"])
    venue.log.is_away = True
    await venue.tick(0.5)
    venue.hub.wakeup(Wakeup("foo", 2))
    await settled()
    assert ana.outbox.offsets == []
    venue.log.is_away = False
    await venue.tick(0.5)
    assert ana.outbox.offsets == [1, 2]


async def test_client_that_goes_while_it_enters_is_no_ghost(venue: Venue) -> None:
    """PR7: Nobody stays in a room because the socket died during hello."""
    ana = await venue.join()
    venue.log.gate.clear()
    ghost = venue.connect()
    ghost.say("hello", contract=1)
    await settled()
    ghost.connection.ended(1005)
    venue.log.gate.set()
    await venue.tick(60)
    assert not ghost.is_welcome
    assert (await venue.join()).welcome.member_count == 2
    assert ana.outbox.closed_with is None


async def test_hello_is_not_waited_for_longer(venue: Venue) -> None:
    """SE6: Who says nothing for ten seconds is closed."""
    silent = venue.connect()
    venue.clock.advance(9.9)
    assert silent.outbox.closed_with is None
    venue.clock.advance(0.1)
    assert silent.outbox.closed_with == CloseCode.HELLO_TIMEOUT


async def test_room_is_opened_anew_after_everybody_left(venue: Venue) -> None:
    """LOG2, PR3: History stays, and nobody is listed who left."""
    ana = await venue.join()
    ana.send("hi")
    await until(lambda: ana.outbox.offsets)
    ana.connection.ended(1000)
    await venue.tick()
    bob = await venue.join()
    assert bob.welcome.member_count == 1
    assert [one.body for one in bob.welcome.page or ()] == ["hi"]


async def test_a_bug_is_an_end_and_no_silence(venue: Venue, caplog: pytest.LogCaptureFixture) -> None:
    """FR10: When an adapter fails in a way that it must not, the client is closed with 1011, and it is logged."""
    ana = await venue.join()
    venue.log.failure = ValueError("a bug")
    bob = venue.connect()
    bob.say("hello", contract=1)
    ana.say("read", ref=1)
    await until(lambda: bob.outbox.closed_with and ana.outbox.closed_with)
    assert {bob.outbox.closed_with, ana.outbox.closed_with} == {CloseCode.INTERNAL_ERROR}
    assert "a bug" in caplog.text


async def test_room_that_closes_while_somebody_comes_in_is_opened_again(venue: Venue) -> None:
    """FO2, PR1: People who come and go at the same moment find one room."""
    for _ in range(30):
        ana = await venue.join()
        ana.connection.ended(1000)
        bob = venue.connect()
        bob.say("hello", contract=1)
        venue.clock.advance(0.05)
        await until(partial(getattr, bob, "is_welcome"))
        bob.send("hi")
        await until(partial(getattr, bob.outbox, "offsets"))
        bob.connection.ended(1000)
        await venue.tick()
