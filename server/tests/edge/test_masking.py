"""The short way for what clients send all the time gives what the full parser gives."""

from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from server.edge.masking import take_text


def masked(text: str) -> bytes:
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=True)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=300), max_size=6))
def test_texts_are_taken_one_by_one(texts: list[str]) -> None:
    """FR1: Each message is its text, and the next begins where it ends."""
    data, start, taken = b"".join(masked(text) for text in texts), 0, list[str]()
    while start < len(data):
        text, start = take_text(data, start)
        assert text is not None
        taken.append(text)
    assert taken == texts


def test_long_text_is_taken() -> None:
    """FR6: Up to what two bytes of length can say."""
    for size in (125, 126, 65_535):
        assert take_text(masked("x" * size), 0)[0] == "x" * size


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.data())
def test_text_that_is_not_whole_yet_is_left_alone(text: str, data: st.DataObject) -> None:
    """FR10: A message may be cut anywhere between two reads."""
    whole = masked(text)
    cut = data.draw(st.integers(0, len(whole) - 1))
    assert take_text(whole[:cut], 0) == (None, 0)


def test_everything_else_is_left_to_the_full_parser() -> None:
    """FR10: Other frames, other bits, no mask, a great length, and text that is not UTF-8."""
    text = masked("hello")
    others = [
        Frame(Opcode.BINARY, b"x").serialize(mask=True),
        Frame(Opcode.PING, b"x").serialize(mask=True),
        Frame(Opcode.CLOSE, b"\x03\xe8").serialize(mask=True),
        Frame(Opcode.TEXT, b"x", fin=False).serialize(mask=True),
        bytes([masked("x")[0] | 0x40]) + masked("x")[1:],
        Frame(Opcode.TEXT, b"hello").serialize(mask=False),
        Frame(Opcode.TEXT, b"x" * 65_536).serialize(mask=True),
        Frame(Opcode.TEXT, b"\xff\xfe").serialize(mask=True),
    ]
    for other in others:
        assert take_text(text + other, len(text)) == (None, len(text))
