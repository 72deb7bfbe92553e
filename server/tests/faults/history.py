"""What happened to every client, in the order in which it happened. Pure: no I/O, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Line(NamedTuple):
    """An entry, as far as it has to be the same for everybody."""

    offset: int
    key: str
    client_id: int
    body: str
    at: str


class Position(NamedTuple):
    """How far a client says it has come."""

    epoch: str
    offset: int
    key: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a client did or saw, on its n-th connection, at a moment of one clock."""

    client: str
    connection: int
    moment: float
    room: str


@dataclass(frozen=True, slots=True)
class Sent(Event):
    """A message went out; the same key again when it was sent again."""

    key: str
    body: str


@dataclass(frozen=True, slots=True)
class Acked(Event):
    """The server said that the message is in the log."""

    key: str
    offset: int


@dataclass(frozen=True, slots=True)
class RefusedSend(Event):
    """The server did not take the message: for now, or surely and for good."""

    key: str
    code: str
    temporary: bool


@dataclass(frozen=True, slots=True)
class RefusedRead(Event):
    """The server gave no page."""

    code: str


@dataclass(frozen=True, slots=True)
class Welcomed(Event):
    """The answer to a ``hello`` that gave this position; ``page`` is None when the rest follows."""

    client_id: int
    position: Position | None
    recovered: bool | None
    epoch: str
    oldest: int
    head: int
    page: tuple[Line, ...] | None
    members: frozenset[int]
    replay_limit: int


@dataclass(frozen=True, slots=True)
class Heard(Event):
    """An entry was handed to the client."""

    line: Line


@dataclass(frozen=True, slots=True)
class Reread(Event):
    """The log as somebody read it page by page, when nobody wrote."""

    epoch: str
    oldest: int
    head: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class StatusTold(Event):
    """The client was told how the store is."""

    store: str


@dataclass(frozen=True, slots=True)
class PresenceTold(Event):
    """The client was told who came and went."""

    full: bool
    joined: frozenset[int]
    left: frozenset[int]


@dataclass(frozen=True, slots=True)
class Closed(Event):
    """A connection ended: 1006 when nobody said a word."""

    code: int


@dataclass(frozen=True, slots=True)
class Stayed(Event):
    """The client is still here at the end, on this connection, under this client ID."""

    client_id: int


@dataclass(frozen=True, slots=True)
class Restored:
    """The store was put back to an earlier state: acks from before mean nothing any more."""

    moment: float


@dataclass(frozen=True, slots=True)
class StoreAway:
    """The store was taken away."""

    moment: float


@dataclass(frozen=True, slots=True)
class StoreBack:
    """The store is about to be given back."""

    moment: float


Moment = Event | Restored | StoreAway | StoreBack
History = Sequence[Moment]
