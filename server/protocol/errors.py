"""Why a frame is refused, and whose fault a broken rule is."""

from enum import StrEnum
from typing import NamedTuple

from server.protocol.server_frames import Error

Location = tuple[str | int, ...]


class ErrorCode(StrEnum):
    """Every ``code`` that an error frame carries."""

    NOT_JSON = "not_json"
    NOT_AN_OBJECT = "not_an_object"
    UNKNOWN_TYPE = "unknown_type"
    MISSING_FIELD = "missing_field"
    EXTRA_FIELD = "extra_field"
    WRONG_FIELD = "wrong_field"
    NOT_JOINED = "not_joined"
    ALREADY_JOINED = "already_joined"
    UNKNOWN_KIND = "unknown_kind"
    BAD_TARGET = "bad_target"
    NOT_YOURS = "not_yours"
    NO_CHANGE = "no_change"
    TOO_MANY_REACTIONS = "too_many_reactions"
    EMPTY_BODY = "empty_body"
    KEY_REUSED = "key_reused"
    TOO_MANY_PENDING = "too_many_pending"
    STORE_UNAVAILABLE = "store_unavailable"
    STORE_FULL = "store_full"
    TOO_FAST = "too_fast"


class ErrorRule(NamedTuple):
    """What a code means, and whether the same frame may succeed later."""

    message: str
    temporary: bool


ERROR_RULES: dict[ErrorCode, ErrorRule] = {
    ErrorCode.NOT_JSON: ErrorRule("a frame is JSON, this was not", False),
    ErrorCode.NOT_AN_OBJECT: ErrorRule("a frame is a JSON object, this was another value", False),
    ErrorCode.UNKNOWN_TYPE: ErrorRule("no client frame has this type", False),
    ErrorCode.MISSING_FIELD: ErrorRule("a required field is missing", False),
    ErrorCode.EXTRA_FIELD: ErrorRule("the frame has no such field", False),
    ErrorCode.WRONG_FIELD: ErrorRule("a field has a wrong value", False),
    ErrorCode.NOT_JOINED: ErrorRule("the first frame is hello", False),
    ErrorCode.ALREADY_JOINED: ErrorRule("hello is said once for each connection", False),
    ErrorCode.UNKNOWN_KIND: ErrorRule("this server appends no such kind", False),
    ErrorCode.BAD_TARGET: ErrorRule("there is no such message", False),
    ErrorCode.NOT_YOURS: ErrorRule("only its author may edit or delete a message", False),
    ErrorCode.NO_CHANGE: ErrorRule("the change would change nothing", False),
    ErrorCode.TOO_MANY_REACTIONS: ErrorRule(
        "the message has as many reactions as it can hold, or of one person", False
    ),
    ErrorCode.EMPTY_BODY: ErrorRule("the message is empty", False),
    ErrorCode.KEY_REUSED: ErrorRule("the key belongs to another message", False),
    ErrorCode.TOO_MANY_PENDING: ErrorRule("too many frames wait for an answer", True),
    ErrorCode.STORE_UNAVAILABLE: ErrorRule("the store is away, send it again later", True),
    ErrorCode.STORE_FULL: ErrorRule("the store has no room for more, send it again later", True),
    ErrorCode.TOO_FAST: ErrorRule("too many frames in a short time", True),
}


def error_frame(
    code: ErrorCode,
    ref: int | None = None,
    *,
    location: Location | None = None,
    detail: str | None = None,
    retry_after_ms: int | None = None,
) -> Error:
    """Return the error frame for a code; ``detail`` is added to its message."""
    rule = ERROR_RULES[code]
    return Error(
        ref=ref,
        code=code,
        message=f"{rule.message}: {detail}" if detail else rule.message,
        location=location,
        temporary=rule.temporary,
        retry_after_ms=retry_after_ms,
    )


class ProtocolError(Exception):
    """A rule of the protocol was broken."""


class LocalProtocolError(ProtocolError):
    """We broke a rule; that is a bug of this server."""


class RemoteProtocolError(ProtocolError):
    """The client broke a rule; ``frame`` is the answer it gets."""

    def __init__(self, frame: Error) -> None:
        super().__init__(frame.message)
        self.frame = frame
