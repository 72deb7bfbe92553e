"""The one RFC 6455 frame that clients send all the time, read without a state machine."""

try:
    from websockets.speedups import apply_mask
except ImportError:  # No compiled code for this machine.
    from websockets.utils import apply_mask

_WHOLE_TEXT = 0x81
"""FIN, no extension's bit, and the opcode of text."""

_MASKED = 0x80
_SIZE_IN_2_BYTES = 126


def take_text(data: bytes, start: int) -> tuple[str | None, int]:
    """Return the text of the message that begins at ``start``, and where the next frame begins.

    None if something else begins there: another frame, one that is not whole
    yet, a text of 64 KiB or more, or one that is not UTF-8. The full parser
    knows what to do about it.
    """
    body = start + 6
    if body > len(data) or data[start] != _WHOLE_TEXT or data[start + 1] < _MASKED:
        return None, start
    size = data[start + 1] - _MASKED
    if size >= _SIZE_IN_2_BYTES:
        if size > _SIZE_IN_2_BYTES:
            return None, start
        size, body = int.from_bytes(data[start + 2 : start + 4], "big"), start + 8
    end = body + size
    if end > len(data):
        return None, start
    try:
        return apply_mask(data[body:end], data[body - 4 : body]).decode(), end
    except UnicodeDecodeError:
        return None, start
