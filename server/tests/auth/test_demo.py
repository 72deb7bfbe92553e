"""The verifier for trying."""

import pytest

from server.auth.demo import DemoVerifier
from server.auth.identity import BadCredential


@pytest.mark.parametrize("token", ["x", "some-key-token", " ", "eyJ.not.a-jwt"])
def test_any_token_opens_every_item_and_names_nobody(token: str) -> None:
    """ID5: Under demo auth the author is null; the name stays the one in hello."""
    identity = DemoVerifier().verify(token)
    assert (identity.author, identity.name, identity.expires_at) == (None, None, None)
    assert identity.may_join("foo")


def test_an_empty_token_is_refused() -> None:
    """AU2: What a malformed bearer becomes is refused under demo auth too."""
    with pytest.raises(BadCredential, match="empty"):
        DemoVerifier().verify("")
