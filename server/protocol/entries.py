"""What both sides talk about: entries, positions and members, with their bounds."""

from functools import cache
from typing import Annotated, Any, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from server.protocol.visible import DIRECTION_CONTROLS, has_visible

CONTRACT = 1
"""The newest contract that this server speaks."""

OLDEST_CONTRACT = 1
"""The oldest contract that this server still speaks."""

SUBPROTOCOL = "parley.v1"
"""The WebSocket subprotocol of every typed connection."""

MAX_INTEGER = 2**53 - 1
"""The largest integer that JavaScript's numbers hold exactly."""

MAX_FRAME_BYTES = 128 * 1024
"""A longer WebSocket message is refused with 1009 before it is parsed."""

MAX_BODY_LENGTH = 8_000
"""Characters (Unicode code points) in a body: with twelve bytes for each, two
escapes of a surrogate, it still fits a frame (FR14)."""

MAX_PAGE_ENTRIES = 100
"""Entries in a page, and the default of ``read``."""

MAX_EMOJI_LENGTH = 32
"""Characters in a reaction: a family of four with skin tones has eleven."""

MAX_EMOJI_BYTES = 64
"""Bytes of UTF-8 in a reaction: that family has 41."""

MAX_NAME_LENGTH = 64
"""Characters in a member's display name, which are 256 bytes of UTF-8 at most."""

MAX_AUTHOR_BYTES = 255
"""Bytes of UTF-8 in an author: OpenID Connect gives ``sub`` 255 ASCII characters."""

MAX_ITEM_ID_BYTES = 128
"""Bytes of UTF-8 in an item's name."""

# A NUL cannot be stored by PostgreSQL; the other control characters have no
# place in a name that stands in one line.
_NO_NUL = r"^[^\x00]*$"
_NO_CONTROLS = r"^[^\x00-\x1f\x7f-\x9f]+$"

_set = object.__setattr__


@cache
def _names_of(model: type[BaseModel]) -> set[str]:
    # One for all: a frozen model never changes its own, and a copy gets another.
    return set(model.model_fields)


def _shown(name: str) -> str:
    # Blanks alone are no name, which is no fault.
    if not has_visible(name) and name.strip():
        raise ValueError("a name shows something")
    return name


def _is_none(value: object) -> bool:
    return value is None


Integer = Annotated[int, Field(ge=0, le=MAX_INTEGER)]
Ref = Annotated[int, Field(ge=0, le=MAX_INTEGER, description="The client's own number for a frame.")]
Offset = Annotated[int, Field(ge=1, le=MAX_INTEGER, description="An entry's number in its room.")]
ClientId = Annotated[int, Field(ge=1, le=MAX_INTEGER, description="Names a browser tab.")]
Key = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", description="Makes an append happen once.")]
Kind = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$", description="What an entry is.")]
Body = Annotated[str, Field(max_length=MAX_BODY_LENGTH, pattern=_NO_NUL)]
Name = Annotated[str, Field(max_length=MAX_NAME_LENGTH, pattern=_NO_CONTROLS)]
GivenName = Annotated[
    str,
    Field(max_length=MAX_NAME_LENGTH, pattern=rf"^[^\x00-\x1f\x7f-\x9f{DIRECTION_CONTROLS}]+$"),
    AfterValidator(_shown),
]
"""A name as it is taken from now on. In a log stands what was taken before, and every ``Name`` is passed on."""
# The credential is held to MAX_AUTHOR_BYTES; what is stored since before that passes.
Author = Annotated[str, Field(max_length=MAX_AUTHOR_BYTES, pattern=_NO_CONTROLS)]
Epoch = Annotated[str, Field(max_length=64, description="Names one life of the store.")]


class Wire(BaseModel):
    """Anything that crosses the wire: immutable, strict and closed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    @classmethod
    def trusted(cls, **fields: Any) -> Self:
        """Return a model of values that are known to be good, every field among them.

        ``model_construct`` without its care for what is missing, aliased or
        superfluous, in a tenth of the time; a test holds the two together.
        """
        model = cls.__new__(cls)
        _set(model, "__dict__", fields)
        _set(model, "__pydantic_fields_set__", _names_of(cls))
        _set(model, "__pydantic_extra__", None)
        _set(model, "__pydantic_private__", None)
        return model


class Reaction(Wire):
    """An emoji that somebody set under a message."""

    emoji: Annotated[str, Field(max_length=MAX_EMOJI_LENGTH)]
    client_id: ClientId
    author: Author | None
    name: Name | None


class Changes(Wire):
    """What later entries made of a message: its stored form is its text and this.

    ``offset`` is that of the newest entry among them; ``edit`` is the newest
    edit, the only one that still has its text. A message that was deleted has
    neither a text nor reactions.
    """

    offset: Offset
    edit: Offset | None
    edited_at: AwareDatetime | None
    deleted_at: AwareDatetime | None
    reactions: tuple[Reaction, ...]


class Entry(Wire):
    """A message in its place in a room's log.

    Entries read from a store are not validated again on their way out, so an
    entry written by a newer server passes through an older one unharmed.
    """

    offset: Offset
    key: Key
    kind: Kind
    client_id: ClientId
    author: Author | None
    name: Name | None
    target: Offset | None
    body: Body
    at: AwareDatetime
    changes: Annotated[Changes | None, Field(exclude_if=_is_none)] = None
    """Left out on the wire where there are none, as in nearly every entry."""


class Position(Wire):
    """How far a reader has come: an offset, and proof of what stood there.

    An offset means nothing under another epoch, and an epoch can be rolled
    back under its readers; the key of the entry at the offset shows both.
    Part of ``hello``, so unknown fields are ignored here too.
    """

    model_config = ConfigDict(extra="ignore")

    epoch: Epoch
    offset: Offset
    key: Key


class Member(Wire):
    """A session that is present in a room."""

    client_id: ClientId
    author: Author | None
    name: Name | None


def display_name(name: str | None, client_id: int) -> str:
    """Return what to call somebody in a line of text."""
    return name or f"Client #{client_id}"
