"""Messages in their final bytes, and their texts again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from server.protocol.framing import text_message, texts_of


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 200_000])
def test_message_is_what_rfc_6455_says(size: int) -> None:
    """FO4: Whole, unmasked, with the shortest length."""
    payload = b"x" * size
    assert text_message(payload) == Frame(Opcode.TEXT, payload).serialize(mask=False)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=200), max_size=8))
def test_joined_messages_are_still_several(texts: list[str]) -> None:
    """FO4: A server that frames texts itself finds them again."""
    assert list(texts_of(b"".join(text_message(text.encode()) for text in texts))) == texts


def test_long_messages_are_found_again() -> None:
    """FO4: Whatever the width of their length."""
    texts = ["x" * size for size in (125, 126, 65_535, 65_536)]
    assert list(texts_of(b"".join(text_message(text.encode()) for text in texts))) == texts
