"""Who is writing, and for how long that stands."""

from server.core.typists import TYPING_SECONDS, Typists


def test_typists_are_told_once_for_each_change() -> None:
    """SE7: Others hear of it when somebody begins, and not again while he writes on."""
    typists = Typists()
    typists.set(1, True, now=0.0)
    assert typists.tell(0.0)
    typists.set(1, True, now=3.0)
    assert not typists.tell(3.0)
    assert typists.told == (1,)


def test_typists_fall_silent_by_themselves() -> None:
    """SE7: Without a new word it ends after six seconds."""
    typists = Typists()
    typists.set(1, True, now=0.0)
    typists.set(2, True, now=1.0)
    typists.tell(1.0)
    assert typists.next_at == TYPING_SECONDS
    assert typists.tell(TYPING_SECONDS)
    assert typists.told == (2,)


def test_typists_end_when_they_say_so() -> None:
    """SE7: ``active: false`` ends it, and doing it twice changes nothing."""
    typists = Typists()
    typists.set(1, True, now=0.0)
    typists.tell(0.0)
    typists.set(1, False, now=1.0)
    typists.set(1, False, now=1.0)
    assert typists.tell(1.0)
    assert typists.told == ()
    assert typists.next_at is None


def test_typists_are_told_up_to_a_bound() -> None:
    """SE7: Others hear of ten at the most, those who began first, and of the next when one ends."""
    typists = Typists()
    for client_id in range(1, 13):
        typists.set(client_id, True, now=0.0)
    typists.tell(0.0)
    assert typists.told == tuple(range(1, 11))
    typists.set(1, False, now=0.0)
    assert typists.tell(0.0)
    assert typists.told == tuple(range(2, 12))
