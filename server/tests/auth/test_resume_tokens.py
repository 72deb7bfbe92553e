"""Tokens that give a tab its client ID back."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.auth.resume_tokens import RESUME_DAYS, ResumeTokens
from server.protocol.entries import MAX_INTEGER

NOW = 1_800_000_000.5
WEEK = RESUME_DAYS * 86_400
TOKENS = ResumeTokens(b"k" * 32)


@given(
    client_id=st.integers(1, MAX_INTEGER),
    item_id=st.text(min_size=1, max_size=128),
    author=st.none() | st.text(max_size=255),
)
def test_token_gives_the_client_id_back(client_id: int, item_id: str, author: str | None) -> None:
    """ID2: The same author in the same item gets the same client ID."""
    token = TOKENS.issue(client_id, item_id, author, NOW)
    assert TOKENS.client_id_of(token, item_id, author, NOW) == client_id


def test_token_holds_on_any_node_and_after_a_restart() -> None:
    """ID2: Whoever has the key reads the token; nothing else is remembered."""
    token = TOKENS.issue(7, "foo", "ana", NOW)
    assert ResumeTokens(b"k" * 32).client_id_of(token, "foo", "ana", NOW) == 7


def test_token_holds_for_seven_days() -> None:
    """ID2: A token is good for 7 days; ID3: and not a second longer."""
    token = TOKENS.issue(7, "foo", None, NOW)
    assert TOKENS.client_id_of(token, "foo", None, NOW + WEEK - 1) == 7
    assert TOKENS.client_id_of(token, "foo", None, NOW + WEEK) is None


@pytest.mark.parametrize(
    ("item_id", "author"),
    [("foo", "bob"), ("foo", None), ("foo", ""), ("bar", "ana"), ("fooana", ""), ("fooan", "a"), ("foo", "Ana")],
)
def test_token_is_bound_to_item_and_author(item_id: str, author: str | None) -> None:
    """ID3: Another author's or item's token gives nothing."""
    token = TOKENS.issue(7, "foo", "ana", NOW)
    assert TOKENS.client_id_of(token, item_id, author, NOW) is None


def test_token_of_nobody_is_not_that_of_an_empty_author() -> None:
    """ID3: No author and an empty one are two."""
    assert TOKENS.client_id_of(TOKENS.issue(7, "foo", None, NOW), "foo", "", NOW) is None


def test_token_under_another_key_is_refused() -> None:
    """ID3: A forged token gives nothing."""
    token = ResumeTokens(b"x" * 32).issue(7, "foo", None, NOW)
    assert TOKENS.client_id_of(token, "foo", None, NOW) is None


def test_token_is_refused_when_any_bit_is_changed() -> None:
    """ID3: Version, client ID, end and signature are all signed or are the signature."""
    raw = base64.urlsafe_b64decode(TOKENS.issue(7, "foo", None, NOW))
    for bit in range(len(raw) * 8):
        forged = bytearray(raw)
        forged[bit // 8] ^= 1 << bit % 8
        token = base64.urlsafe_b64encode(forged).decode()
        assert TOKENS.client_id_of(token, "foo", None, NOW) is None, f"bit {bit}"


@pytest.mark.parametrize("length", range(0, 44, 4))
def test_token_is_refused_when_it_is_cut(length: int) -> None:
    """ID3: A part of a token gives nothing."""
    token = TOKENS.issue(7, "foo", None, NOW)
    assert TOKENS.client_id_of(token[:length], "foo", None, NOW) is None


@given(st.text(max_size=1024) | st.binary(max_size=768).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_garbage_is_no_error(token: str) -> None:
    """ID3: Whatever is given for a token, the answer is a new client ID and never an error."""
    assert TOKENS.client_id_of(token, "foo", None, NOW) is None


def test_token_fits_what_hello_takes_and_a_url() -> None:
    """ID2: The longest token is short and of base64url's alphabet, without padding."""
    token = TOKENS.issue(MAX_INTEGER, "x" * 128, "y" * 255, NOW)
    assert len(token) == 44
    assert token.replace("-", "").replace("_", "").isalnum()


def test_the_key_is_not_used_bare() -> None:
    """ID3: The store's key can sign other things, and they are no resume tokens."""
    import hashlib
    import hmac

    raw = base64.urlsafe_b64decode(TOKENS.issue(7, "foo", None, NOW))
    claims = raw[:17]
    text = claims + b"\x00\x00\x00\x03\x00foo"
    bare = hmac.digest(b"k" * 32, text, hashlib.sha256)[:16]
    derived = hmac.digest(hmac.digest(b"k" * 32, b"parley resume token", hashlib.sha256), text, hashlib.sha256)[:16]
    assert raw[17:] == derived != bare
