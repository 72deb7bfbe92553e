"""RFC 6455 (section 5.2) text messages in their final bytes, as a server sends them: whole and unmasked.

Whatever is written to many people is brought into this form once. A message
says how long it is, so several of them joined are still several messages.
"""

from collections.abc import Iterator

_TEXT = 0x81
"""FIN, and the opcode of text."""

_SIZE_IN_2_BYTES = 126
_SIZE_IN_8_BYTES = 127


def text_message(payload: bytes) -> bytes:
    """Return the message that carries ``payload``, which is UTF-8."""
    return message_head(len(payload)) + payload


def message_head(size: int) -> bytes:
    """Return what goes before a payload of so many bytes, which may follow in several pieces."""
    if size < _SIZE_IN_2_BYTES:
        return bytes((_TEXT, size))
    if size <= 0xFFFF:
        return bytes((_TEXT, _SIZE_IN_2_BYTES)) + size.to_bytes(2, "big")
    return bytes((_TEXT, _SIZE_IN_8_BYTES)) + size.to_bytes(8, "big")


def payload_of(message: bytes) -> memoryview:
    """Return the payload of one message that ``text_message`` made, without a copy."""
    start, end = _payload_at(message, 0)
    return memoryview(message)[start:end]


def texts_of(wire: bytes) -> Iterator[str]:
    """Yield the text of each message in bytes that ``text_message`` made.

    For servers that take texts and frame them themselves.
    """
    end = 0
    while end < len(wire):
        start, end = _payload_at(wire, end)
        yield wire[start:end].decode()


def _payload_at(wire: bytes, start: int) -> tuple[int, int]:
    size, start = wire[start + 1], start + 2
    if size >= _SIZE_IN_2_BYTES:
        width = 2 if size == _SIZE_IN_2_BYTES else 8
        size, start = int.from_bytes(wire[start : start + width], "big"), start + width
    return start, start + size
