"""What the server may say. One model a frame; the union is tagged by ``type``."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, TypeAdapter

from server.protocol.entries import (
    Author,
    ClientId,
    Entry,
    Epoch,
    Integer,
    Member,
    Name,
    Offset,
    Ref,
    Wire,
)

StoreStatus = Literal["ok", "degraded"]


PersonCount = Annotated[Integer | None, Field(exclude_if=lambda count: count is None)]
"""How many persons the members are; left out where each member is another person."""


class Limits(Wire):
    """The bounds of this server; a client reads them rather than assumes them."""

    frame_bytes: Integer
    body_length: Integer
    page_entries: Integer
    replay_entries: Integer
    pending_sends: Integer
    listed_members: Integer
    messages_per_second: Integer
    message_burst: Integer


class Welcome(Wire):
    """Answers ``hello``: who you are, where the log stands, who is here.

    ``recovered`` is true when the missed entries follow as ``entry`` frames,
    false when they cannot be shown to be complete and ``page`` replaces what
    the client had, null when the client gave no position. In a room of more
    members than ``limits.listed_members``, ``members`` has one of each person;
    of more persons than that it is null.
    """

    type: Literal["welcome"] = "welcome"
    contract: Integer
    client_id: ClientId
    author: Author | None
    name: Name | None
    item_id: str
    resume_token: str
    epoch: Epoch
    head: Integer
    oldest: Offset
    recovered: bool | None
    page: tuple[Entry, ...] | None
    store: StoreStatus
    members: tuple[Member, ...] | None
    member_count: Integer
    limits: Limits
    heartbeat_seconds: Integer
    now: Annotated[AwareDatetime | None, Field(exclude_if=lambda now: now is None)] = None
    """The server's clock, by which a client dates its own lines; an older server leaves it out."""
    person_count: PersonCount = None


class EntryFrame(Entry):
    """An entry on its way to a member: the next offset, always."""

    type: Literal["entry"] = "entry"


class Page(Wire):
    """Answers ``read``: a run of entries in ascending order."""

    type: Literal["page"] = "page"
    ref: Ref
    epoch: Epoch
    entries: tuple[Entry, ...]
    oldest: Offset
    head: Integer


class Ack(Wire):
    """Answers ``send``: the message is in the log, at this offset."""

    type: Literal["ack"] = "ack"
    ref: Ref
    offset: Offset
    at: AwareDatetime


class Presence(Wire):
    """The joins and leaves since the last one; with ``full``, all members.

    In a full frame ``joined`` replaces the list. In a room of more members than
    ``limits.listed_members`` only one of each person is listed; in one of more
    persons than that both lists are empty and only the counts are sent.
    """

    type: Literal["presence"] = "presence"
    full: bool
    joined: tuple[Member, ...]
    left: tuple[Member, ...]
    member_count: Integer
    person_count: PersonCount = None


class TypingFrame(Wire):
    """Everybody else who is writing now, one client of each person; replaces the last one."""

    type: Literal["typing"] = "typing"
    client_ids: tuple[ClientId, ...]


class Status(Wire):
    """Tells that the store went away or came back."""

    type: Literal["status"] = "status"
    store: StoreStatus


class Error(Wire):
    """Refuses one frame and leaves the connection open.

    ``temporary`` says what is certain: false, surely not stored; true, not
    now or unknown, so send it again under the same key.
    """

    type: Literal["error"] = "error"
    ref: Ref | None
    code: str
    message: str
    location: tuple[str | int, ...] | None
    temporary: bool
    retry_after_ms: Integer | None


class Pong(Wire):
    """Answers ``ping``."""

    type: Literal["pong"] = "pong"
    ref: Ref


class Goaway(Wire):
    """Says that this node will close soon, and how soon after that to come back."""

    type: Literal["goaway"] = "goaway"
    reason: str
    reconnect_within_ms: Integer


ServerFrame = Annotated[
    Welcome | EntryFrame | Page | Ack | Presence | TypingFrame | Status | Error | Pong | Goaway,
    Field(discriminator="type"),
]

SERVER_FRAME: TypeAdapter[ServerFrame] = TypeAdapter(ServerFrame)
