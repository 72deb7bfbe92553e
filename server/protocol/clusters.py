"""Bounds what a reader sees as one character: a cluster of code points.

Unicode lets a cluster go on without an end (a thumb and 7,999 skin tones), and
browsers need seconds to draw such a one. The longest that a script or an emoji
needs has about twenty code points. The page counts in the same way
(`client/src/room/clusters.ts`); ``shared/schema/examples/clusters.json`` holds
the two together. Pure.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import repeat

MAX_CLUSTER_LENGTH = 64
"""Code points in one cluster; several times what any script needs."""

_ZWJ = "\u200d"
# Unicode has given no other planes to marks.
_PLACES_OF_MARKS = (*range(0x300, 0x20000), *range(0xE0100, 0xE01F0))
_VIRAMA = 9
"""The combining class of the signs that join two letters."""


def _characters(*ranges: tuple[int, int]) -> set[int]:
    return {point for first, last in ranges for point in range(first, last + 1)}


# What a browser joins is Unicode 18's to say; Python's own tables are older, so what came since is written out.
_MARKS = {point for point in _PLACES_OF_MARKS if unicodedata.category(chr(point)) in ("Mn", "Mc", "Me")}
_NEWER_MARKS = _characters(
    (0x5C8, 0x5C9), (0x897, 0x897), (0xB53, 0xB54), (0xCF3, 0xCF3), (0xECE, 0xECE), (0x1ACF, 0x1AF0),
    (0x10D69, 0x10D6D), (0x10ECB, 0x10ECF), (0x10EF0, 0x10EFF), (0x11241, 0x11241), (0x113B8, 0x113D0),
    (0x113D2, 0x113D2), (0x113E1, 0x113E2), (0x11B60, 0x11B67), (0x11DF0, 0x11DF0), (0x11F00, 0x11F01),
    (0x11F03, 0x11F03), (0x11F34, 0x11F42), (0x11F5A, 0x11F5A), (0x13440, 0x13440), (0x13447, 0x13455),
    (0x1611E, 0x1612F), (0x1D127, 0x1D128), (0x1D250, 0x1D252), (0x1D25B, 0x1D25C), (0x1D25F, 0x1D25F),
    (0x1D280, 0x1D281), (0x1E08F, 0x1E08F), (0x1E4EC, 0x1E4EF), (0x1E5EE, 0x1E5EF), (0x1E6E3, 0x1E6E3),
    (0x1E6E6, 0x1E6E6), (0x1E6EE, 0x1E6EF), (0x1E6F5, 0x1E6F5),
)  # fmt: skip
_VIRAMAS = {point for point in _PLACES_OF_MARKS if unicodedata.combining(chr(point)) == _VIRAMA} | _characters(
    (0x1CF5, 0x1CF6), (0x113CE, 0x113D0), (0x11A3A, 0x11A3A), (0x11F41, 0x11F42), (0x1612F, 0x1612F)
)
_EXTENDING = _MARKS | _NEWER_MARKS | _VIRAMAS | _characters(
    (0xE33, 0xE33), (0xEB3, 0xEB3),  # the vowel am of Thai and of Lao, which is a letter by its category
    (0x200C, 0x200D),  # the non-joiner, which does not end a cluster, and the joiner
    (0xFF9E, 0xFF9F),  # halfwidth sound marks
    (0x1F3FB, 0x1F3FF),  # skin tones
    (0xE0020, 0xE007F),  # tags, which spell the flag of a region
    (0x1160, 0x11FF), (0xD7B0, 0xD7C6), (0xD7CB, 0xD7FB),  # the vowels and the ends of a syllable of Korean
    (0x16D63, 0x16D63), (0x16D67, 0x16D6A),  # the vowels of Kirat Rai
)  # fmt: skip
_PREPENDED = _characters(
    (0x600, 0x605), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x890, 0x891), (0x8E2, 0x8E2),  # Arabic number signs
    (0x110BD, 0x110BD), (0x110CD, 0x110CD),  # those of Kaithi
    # Letters of Indic scripts that are written before, or above, the next one.
    (0xD4E, 0xD4E), (0x111C2, 0x111C3), (0x113D1, 0x113D1), (0x1193F, 0x1193F), (0x11941, 0x11941),
    (0x11A3A, 0x11A3A), (0x11A84, 0x11A89), (0x11D46, 0x11D46), (0x11F02, 0x11F02),
)  # fmt: skip
_LEADING = _characters((0x1100, 0x115F), (0xA960, 0xA97C))
_PICTOGRAPHS = _characters((0xA9, 0xA9), (0xAE, 0xAE), (0x203C, 0x3299), (0x1F000, 0x1FAFF), (0x1FC00, 0x1FFFD))
_NEAR = "\U000101fd-\U0001d2ff\U0001da00-\U0001e8ff\U0001e944-\U0001e94a\U0001f3fb-\U0001f3ff\U000e0020-\U000e01ef"
"""Where all that extends lies above U+10000, and no emoji."""


def _ranges(points: Iterable[int]) -> str:
    """Return code points as they are written in a class of a pattern."""
    ranges: list[list[int]] = []
    for point in sorted(points):
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


def _below(points: Iterable[int]) -> str:
    return _ranges(point for point in points if point < 0x10000)


def _one_of(points: Iterable[int], repeated: str = "") -> str:
    """Return a pattern of any of some code points.

    HOT: a class of ``re`` is a table below U+10000, and a list above it, which is
    walked through for what is not in the class. So that list is looked at last.
    """
    beyond = _ranges(point for point in points if point >= 0x10000)
    return f"(?:[{_below(points)}]{repeated}|[{_NEAR}](?<=[{beyond}]))"


_SOMETHING = r"[^\x00-\x1f]"
# A letter above U+10000 may be newer than Python's tables.
_LETTER = r"(?:[^\W\d_]|[\U00010000-\U0001efff])"
_JOINED = "|".join([
    _one_of(_EXTENDING - _VIRAMAS, "+"),
    # A virama makes one conjunct of two letters, whatever marks stand beside it.
    f"{_one_of(_VIRAMAS)}{_one_of(_EXTENDING, '+')}*{_LETTER}?",
    f"(?<={_ZWJ})[{_ranges(_PICTOGRAPHS)}]",
    f"(?<={_one_of(_PREPENDED)}){_SOMETHING}",
    f"(?<=[{_ranges(_LEADING)}])[{_ranges(_LEADING)}]",
])  # fmt: skip
"""What belongs to the cluster of the code point before it; in doubt it does."""
_RUN = re.compile(f"(?:{_JOINED})+")

_FREQUENT = _below(_EXTENDING | _PREPENDED | _LEADING) + _NEAR
# HOT: of two code points in a run one at least is frequent there, and seven such pairs are seldom found outside of one.
# What joins the first of all may stand before it.
_REST_OF_RUN = re.compile(
    f"(?=(?:[^{_FREQUENT}]?[{_FREQUENT}]){{7}}){_one_of(_EXTENDING, '+')}*{_SOMETHING}?(?:{_JOINED})*"
)
_LONGEST_RUN = MAX_CLUSTER_LENGTH - 2
"""A longer run may make a cluster too long: one code point is before it, or the two letters of a flag."""
_STEP = 48
_REST = _LONGEST_RUN + 1 - _STEP
"""Of a run that is longer at least so many follow, beginning with the first whose place is a multiple of the step."""
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")


def has_endless_cluster(text: str) -> bool:
    """Return whether some cluster has more than ``MAX_CLUSTER_LENGTH`` code points."""
    # HOT: nearly every text is short, or ASCII, in which nothing extends anything.
    if len(text) <= MAX_CLUSTER_LENGTH or text.isascii():
        return False
    places = range(0, len(text), _STEP)
    rests = filter(None, map(_REST_OF_RUN.match, repeat(text), places, range(_REST, len(text) + _REST, _STEP)))
    return any(rest.end() - rest.start() == _REST and _is_endless(text, rest.start()) for rest in rests)


def _is_endless(text: str, at: int) -> bool:
    """Return whether a run is too long that holds this place, and none of the multiples of the step before it."""
    for run in _RUN.finditer(text, max(at - _STEP, 0), at + MAX_CLUSTER_LENGTH):
        first, end = run.span()
        before = 2 if first > 1 and _FLAG.match(text, first - 2, first) else 1
        if before + end - first > MAX_CLUSTER_LENGTH:
            return True
    return False
