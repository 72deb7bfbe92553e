"""What an identity may join."""

from server.auth.identity import Identity


def make_identity(items: frozenset[str] | None) -> Identity:
    """Return an identity that covers some items."""
    return Identity(author="ana", name=None, items=items, expires_at=None)


def test_none_covers_every_item() -> None:
    """AU3: A credential for all items covers each."""
    assert make_identity(None).may_join("foo")


def test_a_list_covers_what_it_lists() -> None:
    """AU3: A credential covers the items that it lists, by their whole name."""
    identity = make_identity(frozenset({"foo", "*"}))
    assert identity.may_join("foo")
    assert not identity.may_join("fo")
    assert not identity.may_join("bar")


def test_an_empty_list_covers_nothing() -> None:
    """AU3: An empty list is not the same as no list."""
    assert not make_identity(frozenset()).may_join("foo")
