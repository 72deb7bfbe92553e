"""What a node remembers of the messages that it saw."""

from server.stores.drafts import entry_of
from server.stores.postgres.seen_messages import MAX_SEEN, SeenMessages
from server.tests.stores.drafting import WallClock, draft


def test_seen_messages_are_known_and_changes_are_not() -> None:
    """SE9: A reply to a change is looked at, wherever it was seen."""
    seen, now = SeenMessages(), WallClock()()
    reaction = draft(kind="reaction", target=1, body="a")
    seen.note("foo", [entry_of(draft(), 1, now), entry_of(reaction, 2, now), entry_of(draft(kind="poll"), 3, now)])
    assert [seen.has("foo", offset) for offset in (None, 1, 2, 3, 4)] == [False, True, False, True, False]
    assert not seen.has("bar", 1)
    seen.forget()
    assert not seen.has("foo", 1)


def test_seen_messages_have_a_bound() -> None:
    """SE9: The one that was seen first is forgotten."""
    seen, now = SeenMessages(), WallClock()()
    seen.note("foo", [entry_of(draft(), offset, now) for offset in range(1, MAX_SEEN + 2)])
    assert not seen.has("foo", 1)
    assert seen.has("foo", 2)
    assert seen.has("foo", MAX_SEEN + 1)
