"""What a session asks the edge to do. The edge carries effects out in order.

Those that come with every message are tuples, which are made in half the time.
"""

from dataclasses import dataclass
from typing import NamedTuple

from server.core.encoding import EncodedPage
from server.core.ports import Draft
from server.protocol.client_frames import Hello
from server.protocol.close_codes import CloseCode
from server.protocol.server_frames import ServerFrame


class Reply(NamedTuple):
    """Write this frame to the session's own connection."""

    frame: ServerFrame


class ReplyWithPage(NamedTuple):
    """Write this frame with a page in ``field``, whose bytes others may be sent too."""

    frame: ServerFrame
    field: str
    page: EncodedPage


@dataclass(frozen=True, slots=True)
class Close:
    """Close the connection, after what was replied so far."""

    code: CloseCode


@dataclass(frozen=True, slots=True)
class Enter:
    """Find out who this is and where the log stands; then ``Session.entered``."""

    hello: Hello


class Append(NamedTuple):
    """Append the draft; then ``Session.appended`` with the same ``ref``."""

    ref: int
    draft: Draft


@dataclass(frozen=True, slots=True)
class ReadPage:
    """Read a page of the log; then ``Session.page_read`` with the same ``ref``."""

    ref: int
    after: int | None
    before: int | None
    limit: int


class TellTyping(NamedTuple):
    """Tell the room that this client writes, or no longer does."""

    active: bool


Effect = Reply | ReplyWithPage | Close | Enter | Append | ReadPage | TellTyping
