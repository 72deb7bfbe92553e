"""Which texts show anything, and what may stand in a name: the same judgement as the page's (`protocol/visible.ts`).

The ranges are written out on both sides, so that neither goes by the Unicode
version of its own language; ``shared/schema/examples/texts.json`` holds the two
together. Pure.
"""

import re

DIRECTION_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Characters that turn the text around them, for a class of a pattern: a name with one can pose as another."""

# Unicode's Default_Ignorable_Code_Point: what is drawn as nothing. The interlinear marks, the empty Braille cell and a
# note without a head are drawn as nothing too.
_NOTHING = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_WIDE_BLANKS = "\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_CONTROLS = "\x00-\x1f\x7f-\x9f"

_VISIBLE = re.compile(f"[^ {_CONTROLS}{_WIDE_BLANKS}{_NOTHING}]")
_DIRECTION_CONTROL = re.compile(f"[{DIRECTION_CONTROLS}]")
# The two joiners change how letters of these scripts are drawn (Arabic to Sinhala, Khmer), and are spelling there.
_JOINED = "\u0600-\u08ff\u0900-\u0dff\u1780-\u17b3"
_SPELLING = re.compile(f"(?<=[{_JOINED}])[\u200c\u200d](?=[{_JOINED}])")
_HIDDEN = re.compile(f"[{_WIDE_BLANKS}{_NOTHING}]")
# Emoji are spelled with joiners between them, with a selector of how one is drawn, and with tags, which name the region
# of a flag and end.
_DRAWN = "\u203c-\u3299\U0001f000-\U0001fffd"
_EMOJI_SPELLING = re.compile(
    f"(?<=[{_DRAWN}])\ufe0f?\u200d(?=[{_DRAWN}])|(?<=[0-9#*\u00a9\u00ae{_DRAWN}])[\ufe0e\ufe0f]"
    "|(?<=\U0001f3f4)[\U000e0020-\U000e007e]+\U000e007f"
)


def has_visible(text: str) -> bool:
    """Return whether a text shows anything at all."""
    # HOT: of nearly every text the first character is one that shows.
    return _VISIBLE.search(text) is not None


def without_direction_controls(text: str) -> str:
    """Return a text without what would turn the text around it."""
    return _DIRECTION_CONTROL.sub("", text)


def has_hidden(text: str) -> bool:
    """Return whether a text has a character that nobody sees, or a blank at an end or that is no plain one.

    With it the text would be another one that looks the same. A joiner between
    letters that it shapes is no such character.
    """
    return text != text.strip(" ") or _HIDDEN.search(_SPELLING.sub("", text)) is not None


def has_hidden_beside_emoji(text: str) -> bool:
    """Return whether a reaction has a character that nobody sees, except those that emoji and words are spelled with.

    A bidi control would turn the text beside it, and any other would make another
    reaction that looks the same.
    """
    return _HIDDEN.search(_EMOJI_SPELLING.sub("", _SPELLING.sub("", text))) is not None
