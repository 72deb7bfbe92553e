"""The body that every target is given: 64 bytes, with a mark that occurs nowhere else.

The mark is what most clients count. It is made of capitals that no target
writes around a body, so a search for it leaps sixteen bytes at a time.
"""

from typing import NamedTuple

MARK = b"BENCHBENCHBENCHB"
BODY_BYTES = 64

_TEXT = b"the tea is cold, come back to it"


class Origin(NamedTuple):
    """Who wrote a message, and its place among those that he wrote: 0, 1, 2."""

    publisher: int
    sequence: int


def body(origin: Origin) -> bytes:
    """Return the body that tells its origin."""
    return b"%b%06d%010d%b" % (MARK, origin.publisher, origin.sequence, _TEXT)


def origin_at(received: bytes, mark: int) -> Origin:
    """Return the origin of the body whose mark stands at an index.

    Raises:
        ValueError: what stands there is no whole body.
    """
    start = mark + len(MARK)
    if received[start + 16 : start + 48] != _TEXT:
        raise ValueError(f"expected a whole body, received {received[mark : mark + BODY_BYTES]!r}")
    return Origin(int(received[start : start + 6]), int(received[start + 6 : start + 16]))
