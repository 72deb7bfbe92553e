"""Who is here, what is told of it, and how long somebody may be away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.ports import Arrived, Departed, PresenceChange
from server.core.presence import Departures, Roster, grace_for
from server.protocol.entries import Member


def member(client_id: int, name: str | None = None, author: str | None = None) -> Member:
    return Member(client_id=client_id, author=author, name=name)


def arrived(client_id: int, connection: str = "c", name: str | None = None, author: str | None = None) -> Arrived:
    return Arrived("foo", member(client_id, name, author), f"{connection}{client_id}")


def departed(client_id: int) -> Departed:
    return Departed("foo", client_id)


def roster_of(*changes: PresenceChange, listed_members: int = 100) -> Roster:
    roster = Roster(listed_members)
    for change in changes:
        roster.apply(change)
    return roster


def test_roster_tells_all_changes_of_a_tick_in_one_frame() -> None:
    """PR2: One frame tells who came and who went."""
    roster = roster_of(arrived(1), arrived(2))
    roster.tell()
    for change in (arrived(3), departed(1), arrived(4)):
        roster.apply(change)
    presence = roster.tell()
    assert presence is not None
    assert (presence.joined, presence.left) == ((member(3), member(4)), (member(1),))
    assert (presence.full, presence.member_count) == (False, 3)


def test_roster_tells_nothing_when_nothing_changed() -> None:
    """PR2: A tick without a change has no frame."""
    roster = roster_of(arrived(1))
    roster.tell()
    assert roster.tell() is None


def test_roster_tells_nothing_of_who_comes_and_goes_within_a_tick() -> None:
    """PR2: Coming and going within a tick is not told."""
    assert roster_of(arrived(1), departed(1)).tell() is None


def test_roster_tells_nothing_of_another_connection_of_the_same_client() -> None:
    """PR6: A client that lives on another connection was never gone."""
    roster = roster_of(arrived(1, "old"))
    roster.tell()
    roster.apply(arrived(1, "new"))
    assert roster.connection_of(1) == "new1"
    assert roster.tell() is None


def test_roster_tells_of_a_member_that_has_another_name_now() -> None:
    """PR2: A member that comes back under another name is told anew, and has not left."""
    roster = roster_of(arrived(1, name="Ana"))
    roster.tell()
    roster.apply(arrived(1, name="Bea"))
    presence = roster.tell()
    assert presence is not None
    assert (presence.joined, presence.left) == ((member(1, "Bea"),), ())


def test_roster_ignores_the_departure_of_somebody_unknown() -> None:
    """PR2: A doubled departure changes nothing."""
    roster = roster_of(departed(9))
    assert roster.tell() is None
    assert roster.connection_of(9) is None


def test_roster_does_not_tell_of_those_it_began_with() -> None:
    """PR1: Who was here before is in the welcome, and not announced."""
    roster = Roster(listed_members=100)
    roster.load([arrived(1), arrived(2)])
    assert roster.members == (member(1), member(2))
    assert roster.count == 2
    assert roster.tell() is None


def test_roster_tells_counts_only_in_a_large_room() -> None:
    """PR8: Above the limit nobody is listed, only counted."""
    roster = roster_of(arrived(1), arrived(2), arrived(3), listed_members=2)
    presence = roster.tell()
    assert roster.members is None
    assert presence is not None
    assert (presence.full, presence.joined, presence.left, presence.member_count) == (False, (), (), 3)


def test_roster_lists_everybody_again_when_a_large_room_shrinks() -> None:
    """PR8: Below the limit again, one full frame lists who is here."""
    roster = roster_of(arrived(1), arrived(2), arrived(3), listed_members=2)
    roster.tell()
    roster.apply(departed(2))
    presence = roster.tell()
    assert presence is not None
    assert (presence.full, presence.joined, presence.member_count) == (True, (member(1), member(3)), 2)


@given(
    st.lists(st.tuples(st.integers(1, 6), st.booleans(), st.booleans()), max_size=60),
    st.integers(0, 7),
    st.lists(st.sampled_from([None, "ana", "bob"]), min_size=6, max_size=6),
)
def test_roster_frames_add_up_to_who_is_here(
    steps: list[tuple[int, bool, bool]], listed_members: int, authors: list[str | None]
) -> None:
    """PR2, PR8: A client that folds every frame knows whom a newcomer would be shown."""
    roster, seen, count, people = Roster(listed_members), dict[int, Member](), 0, 0
    for client_id, comes, ticks in [*steps, (1, True, True)]:
        roster.apply(arrived(client_id, author=authors[client_id - 1]) if comes else departed(client_id))
        presence = roster.tell() if ticks else None
        if presence is None:
            continue
        count = presence.member_count
        people = count if presence.person_count is None else presence.person_count
        if presence.full:
            seen.clear()
        seen.update({one.client_id: one for one in presence.joined})
        for one in presence.left:
            seen.pop(one.client_id, None)
        assert len(presence.joined) <= listed_members
    assert count == roster.count
    if roster.members is None:
        assert people > listed_members
    else:
        assert sorted(seen) == sorted(one.client_id for one in roster.members)
        assert len({one.author or one.client_id for one in roster.members}) == people <= listed_members


def test_one_person_takes_one_place_of_a_large_room() -> None:
    """PR8: Their hundred clients hide nobody; a newcomer is in its own welcome all the same."""
    crowd = [arrived(client_id, author="ana") for client_id in range(1, 101)]
    roster = roster_of(*crowd, listed_members=100)
    roster.tell()
    roster.apply(arrived(101, author="bob"))
    presence = roster.tell()
    assert presence is not None
    assert (presence.full, presence.left, presence.member_count, presence.person_count) == (True, (), 101, 2)
    assert presence.joined == roster.members == (member(1, author="ana"), member(101, author="bob"))
    mallory = member(102, author="ana")
    assert roster.welcome(mallory) == ((*roster.members, mallory), 102, 2)
    carol = member(103)
    assert roster.welcome(carol) == ((*roster.members, carol), 102, 3)


def test_another_client_stands_for_a_person_whose_first_leaves() -> None:
    """PR8: Where one of each person is listed, the person stays in the list, and the others are counted."""
    clients = [arrived(client_id, author="ana") for client_id in (1, 2, 3)]
    roster = roster_of(*clients, arrived(4, author="bob"), listed_members=2)
    assert (roster.listed_client_of(3), roster.listed_client_of(9)) == (1, 9)
    roster.tell()
    roster.apply(departed(3))
    quiet = roster.tell()
    assert quiet is not None
    assert (quiet.full, quiet.joined, quiet.left, quiet.member_count, quiet.person_count) == (False, (), (), 3, 2)
    roster.apply(departed(1))
    roster.apply(arrived(5, author="ana"))
    presence = roster.tell()
    assert presence is not None
    assert (presence.joined, presence.left) == ((member(2, author="ana"),), (member(1, author="ana"),))
    roster.apply(departed(5))
    everybody = roster.tell()
    assert everybody is not None
    assert (everybody.full, everybody.person_count) == (True, None)
    assert roster.listed_client_of(2) == 2


def test_client_that_comes_back_as_somebody_else_is_theirs() -> None:
    """PR8: Whose client it is, the newest word of the store says."""
    roster = roster_of(arrived(1, author="ana"), arrived(1, author="bob"))
    assert roster.person_of(1) == "bob"
    assert roster.person_of(9) == 9
    assert roster.welcome(member(2, author="ana")).person_count is None


def test_departures_are_due_once_their_grace_is_over() -> None:
    """PR5: Nobody is gone before the grace is over, and then once."""
    assert Departures().next_at is None
    departures = Departures()
    departures.away(1, "a", until=20.0)
    departures.away(2, "b", until=10.0)
    assert departures.next_at == 10.0
    assert departures.take_due(9.9) == []
    assert departures.take_due(10.0) == [(2, "b")]
    assert departures.take_due(30.0) == [(1, "a")]
    assert departures.take_due(30.0) == []


def test_departures_keep_two_connections_of_one_client_apart() -> None:
    """PR7: The late end of an old connection does not hide that of the new one."""
    departures = Departures()
    departures.away(1, "new", until=10.0)
    departures.away(1, "old", until=20.0)
    assert departures.take_due(10.0) == [(1, "new")]
    assert departures.take_due(20.0) == [(1, "old")]


@pytest.mark.parametrize(
    ("code", "seconds"),
    [(1000, 0.0), (1001, 3.0), (4000, 3.0), (1005, 10.0), (1006, 10.0), (1011, 10.0), (1012, 10.0), (4005, 10.0)],
)
def test_grace_depends_on_how_the_connection_ended(code: int, seconds: float) -> None:
    """PR3, PR4, PR5: None after a goodbye, a short one for a reload, the long one else."""
    assert grace_for(code, grace_seconds=10.0, reload_grace_seconds=3.0) == seconds


def test_newcomer_is_in_its_own_welcome() -> None:
    """PR1: Also before the store has told of it, and once when it has."""
    roster = roster_of(arrived(1))
    assert roster.welcome(member(2)) == ((member(1), member(2)), 2, None)
    roster.apply(arrived(2))
    assert roster.welcome(member(2)) == ((member(1), member(2)), 2, None)


def test_newcomer_without_a_list_is_told_in_full_when_the_room_shrinks() -> None:
    """PR8: Whoever was welcomed with a count gets the list, however short the room was too large."""
    roster = roster_of(arrived(1), arrived(2), listed_members=2)
    roster.tell()
    assert roster.welcome(member(3)) == (None, 3, None)
    roster.apply(arrived(3))
    roster.apply(departed(1))
    presence = roster.tell()
    assert presence is not None
    assert (presence.full, presence.joined) == (True, (member(2), member(3)))


def test_roster_in_full_says_all_there_is_to_know() -> None:
    """BP2, PR8: The list in a small room, the count in a large one."""
    assert roster_of(arrived(1)).in_full().joined == (member(1),)
    large = roster_of(arrived(1), arrived(2), listed_members=1).in_full()
    assert (large.full, large.joined, large.member_count) == (False, (), 2)
