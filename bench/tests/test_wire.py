"""The client's side of RFC 6455, wherever the network cuts."""

import pytest

from bench.generator.wire import BINARY, CONTINUATION, PING, TEXT, Message, MessageReader, frame


def unmasked(payload: bytes, opcode: int = TEXT, *, final: bool = True) -> bytes:
    """Return a server's frame."""
    size = len(payload)
    if size < 126:
        length = bytes([size])
    elif size < 65_536:
        length = b"\x7e" + size.to_bytes(2, "big")
    else:
        length = b"\x7f" + size.to_bytes(8, "big")
    return bytes([(0x80 if final else 0) | opcode]) + length + payload


STREAM = (
    unmasked(b"one")
    + unmasked(b"two, ", final=False)
    + unmasked(b"ping", PING)
    + unmasked(b"of three ", CONTINUATION, final=False)
    + unmasked(b"parts", CONTINUATION)
    + unmasked(b"x" * 300, BINARY)
    + unmasked(b"")
)
MESSAGES = [
    Message(TEXT, b"one"),
    Message(PING, b"ping"),
    Message(TEXT, b"two, of three parts"),
    Message(BINARY, b"x" * 300),
    Message(TEXT, b""),
]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, len(STREAM)])
def test_messages_are_whole_however_the_stream_is_cut(size: int) -> None:
    """Fragments are joined, and a control frame between them is a message of its own."""
    reader = MessageReader()
    chunks = [STREAM[at : at + size] for at in range(0, len(STREAM), size)]
    assert [message for chunk in chunks for message in reader.feed(chunk)] == MESSAGES


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_a_long_message_is_read_at_every_width_of_its_length(size: int) -> None:
    """The length has one byte, two more, or eight more."""
    assert MessageReader().feed(unmasked(b"y" * size)) == [Message(TEXT, b"y" * size)]


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_a_client_masks_what_it_sends(size: int) -> None:
    """A server must refuse a frame without a mask, so the bit is set, and four bytes of mask follow the length."""
    sent = frame(b"z" * size)
    assert sent[1] & 0x80
    assert sent.endswith(bytes(4) + b"z" * size)
    assert len(sent) == len(unmasked(b"z" * size)) + 4
