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
    size = len(payload)
    if size < _SIZE_IN_2_BYTES:
        return bytes((_TEXT, size)) + payload
    if size <= 0xFFFF:
        return bytes((_TEXT, _SIZE_IN_2_BYTES)) + size.to_bytes(2, "big") + payload
    return bytes((_TEXT, _SIZE_IN_8_BYTES)) + size.to_bytes(8, "big") + payload


def texts_of(wire: bytes) -> Iterator[str]:
    """Yield the text of each message in bytes that ``text_message`` made.

    For servers that take texts and frame them themselves.
    """
    start = 0
    while start < len(wire):
        size, start = wire[start + 1], start + 2
        if size >= _SIZE_IN_2_BYTES:
            width = 2 if size == _SIZE_IN_2_BYTES else 8
            size, start = int.from_bytes(wire[start : start + width], "big"), start + width
        yield wire[start : start + size].decode()
        start += size
