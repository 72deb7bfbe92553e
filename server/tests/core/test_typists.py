"""Who is writing, and for how long that stands."""

from server.core.typists import TYPING_SECONDS, Typists


def tell(typists: Typists, now: float) -> bool:
    """Tell of clients that are each a person of their own."""
    return typists.tell(now, lambda client_id: client_id, lambda client_id: client_id)


def test_typists_are_told_once_for_each_change() -> None:
    """SE7: Others hear of it when somebody begins, and not again while he writes on."""
    typists = Typists()
    typists.set(1, True, now=0.0)
    assert tell(typists, 0.0)
    typists.set(1, True, now=3.0)
    assert not tell(typists, 3.0)
    assert typists.told == (1,)


def test_typists_fall_silent_by_themselves() -> None:
    """SE7: Without a new word it ends after six seconds."""
    typists = Typists()
    typists.set(1, True, now=0.0)
    typists.set(2, True, now=1.0)
    tell(typists, 1.0)
    assert typists.next_at == TYPING_SECONDS
    assert tell(typists, TYPING_SECONDS)
    assert typists.told == (2,)


def test_typists_end_when_they_say_so() -> None:
    """SE7: ``active: false`` ends it, and doing it twice changes nothing."""
    typists = Typists()
    typists.set(1, True, now=0.0)
    tell(typists, 0.0)
    typists.set(1, False, now=1.0)
    typists.set(1, False, now=1.0)
    assert tell(typists, 1.0)
    assert typists.told == ()
    assert typists.next_at is None


def test_typists_are_told_up_to_a_bound() -> None:
    """SE7: Others hear of ten at the most, those who began first, and of the next when one ends."""
    typists = Typists()
    for client_id in range(1, 13):
        typists.set(client_id, True, now=0.0)
    tell(typists, 0.0)
    assert typists.told == tuple(range(1, 11))
    typists.set(1, False, now=0.0)
    assert tell(typists, 0.0)
    assert typists.told == tuple(range(2, 12))


def test_a_person_is_told_once_however_many_clients_write() -> None:
    """SE10: One person's clients take one of the ten places, under the client that the list has."""
    typists = Typists()
    people: dict[int, str | int] = dict.fromkeys(range(1, 101), "ana")
    for client_id in range(2, 112):
        typists.set(client_id, True, now=0.0)

    def told(now: float) -> bool:
        return typists.tell(now, lambda one: people.get(one, one), lambda one: 1 if one in people else one)

    assert told(0.0)
    assert typists.told == (1, *range(101, 110))
    assert typists.others(50) == tuple(range(101, 110))
    assert typists.others(1) == typists.others(50)
    assert typists.others(110) == typists.told
    assert [typists.concerns(client_id) for client_id in (1, 50, 110, 200)] == [True, True, True, False]
    typists.set(2, False, now=1.0)
    assert not told(1.0)
