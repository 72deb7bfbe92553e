"""What a client may say. One model a frame; the union is tagged by ``type``."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter, model_validator

from server.protocol.entries import (
    MAX_PAGE_ENTRIES,
    Body,
    GivenName,
    Integer,
    Key,
    Kind,
    Offset,
    Position,
    Ref,
    Wire,
)


class Hello(Wire):
    """Asks to join the room; the first frame of every connection.

    Unknown fields are ignored, and the frame never changes within
    ``parley.v1``: it is how two contracts find out about each other.
    """

    model_config = ConfigDict(extra="ignore")

    type: Literal["hello"]
    contract: Integer
    name: GivenName | None = None
    resume_token: Annotated[str, Field(max_length=1024)] | None = None
    position: Position | None = None


class Send(Wire):
    """Asks for a message to be appended, once for each ``key``."""

    type: Literal["send"]
    ref: Ref
    key: Key
    kind: Kind
    target: Offset | None = None
    body: Body


class Read(Wire):
    """Asks for a page: before or after an offset, or the newest one."""

    type: Literal["read"]
    ref: Ref
    before: Offset | None = None
    after: Integer | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE_ENTRIES)] = MAX_PAGE_ENTRIES

    @model_validator(mode="after")
    def _one_direction(self) -> "Read":
        if self.before is not None and self.after is not None:
            raise ValueError("give before or after, not both")
        return self


class Typing(Wire):
    """Says that somebody began or stopped to write."""

    type: Literal["typing"]
    active: bool


class Ping(Wire):
    """Asks whether the server is still there."""

    type: Literal["ping"]
    ref: Ref


class Leave(Wire):
    """Says goodbye: the server announces it at once and closes."""

    type: Literal["leave"]


ClientFrame = Annotated[Hello | Send | Read | Typing | Ping | Leave, Field(discriminator="type")]

CLIENT_FRAME: TypeAdapter[ClientFrame] = TypeAdapter(ClientFrame)
