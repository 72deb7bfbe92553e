"""Bounds what a reader sees as one character: a cluster of code points.

Unicode lets a cluster go on without an end (a thumb and 7,999 skin tones), and
browsers need seconds to draw such a one. The longest that a script or an emoji
needs has about twenty code points. Pure.
"""

import unicodedata
from collections.abc import Iterable

MAX_CLUSTER_LENGTH = 64
"""Code points in one cluster; several times what any script needs."""

_ZWJ = "\u200d"
_FIRST_MARK = "\u0300"
# Unicode has given no other planes to marks.
_PLACES_OF_MARKS = (*range(0x300, 0x20000), *range(0xE0100, 0xE01F0))
_VIRAMA = 9
"""The combining class of the signs that join two letters."""


def _characters(*ranges: tuple[int, int]) -> Iterable[str]:
    return (chr(point) for first, last in ranges for point in range(first, last + 1))


_MARKS = frozenset(chr(point) for point in _PLACES_OF_MARKS if unicodedata.category(chr(point)) in ("Mn", "Mc", "Me"))
_VIRAMAS = frozenset(mark for mark in _MARKS if unicodedata.combining(mark) == _VIRAMA)
_EXTENDING = _MARKS.union(
    _characters(
        (0x200C, 0x200D),  # the non-joiner, which does not end a cluster, and the joiner
        (0xFF9E, 0xFF9F),  # halfwidth sound marks
        (0x1F3FB, 0x1F3FF),  # skin tones
        (0xE0020, 0xE007F),  # tags, which spell the flag of a region
        (0x600, 0x605), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x890, 0x891), (0x8E2, 0x8E2),  # Arabic number signs
        (0x110BD, 0x110BD), (0x110CD, 0x110CD),  # those of Kaithi
    )
)  # fmt: skip
_PICTOGRAPHS = frozenset(_characters((0xA9, 0xA9), (0xAE, 0xAE), (0x203C, 0x3299), (0x1F000, 0x1FAFF)))
# Conjoining jamo make a syllable in this order; any other begins a syllable.
_LEADING = frozenset(_characters((0x1100, 0x115F), (0xA960, 0xA97C)))
_VOWELS = frozenset(_characters((0x1160, 0x11A7), (0xD7B0, 0xD7C6)))
_TRAILING = frozenset(_characters((0x11A8, 0x11FF), (0xD7CB, 0xD7FB)))


def has_endless_cluster(text: str) -> bool:
    """Return whether some cluster has more than ``MAX_CLUSTER_LENGTH`` code points."""
    # HOT: nearly every text is short, or ASCII, in which nothing extends anything.
    if len(text) <= MAX_CLUSTER_LENGTH or text.isascii():
        return False
    # A run of so many code points that extend a cluster has one of them here.
    return any(_is_run(text, at) for at in range(MAX_CLUSTER_LENGTH - 1, len(text), MAX_CLUSTER_LENGTH))


def _is_run(text: str, at: int) -> bool:
    if not _extends(text, at):
        return False
    first, end = at, at + 1
    while first > 0 and _extends(text, first - 1):
        first -= 1
    while end < len(text) and end - first < MAX_CLUSTER_LENGTH and _extends(text, end):
        end += 1
    return end - first >= MAX_CLUSTER_LENGTH


def _extends(text: str, at: int) -> bool:
    """Return whether a code point belongs to the cluster of the one before it."""
    character = text[at]
    if character in _EXTENDING:
        return True
    if character < _FIRST_MARK or at == 0:
        return False
    before = text[at - 1]
    if before == _ZWJ:
        return character in _PICTOGRAPHS
    if before in _VIRAMAS:
        return character.isalpha()
    if before in _LEADING:
        return character in _LEADING or character in _VOWELS
    if before in _VOWELS:
        return character in _VOWELS or character in _TRAILING
    return before in _TRAILING and character in _TRAILING
