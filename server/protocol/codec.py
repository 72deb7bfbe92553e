"""From text to frame and back, with Pydantic's errors turned into ours."""

from collections.abc import Sequence
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails, from_json, to_json

from server.protocol.client_frames import CLIENT_FRAME, ClientFrame
from server.protocol.entries import MAX_INTEGER, Entry, Position
from server.protocol.errors import ErrorCode, Location, RemoteProtocolError, error_frame
from server.protocol.framing import message_head, payload_of, text_message
from server.protocol.server_frames import SERVER_FRAME, Error, ServerFrame

_ENTRY_HEAD = b'{"type":"entry",'

_CODES = {
    "json_invalid": ErrorCode.NOT_JSON,
    "dict_type": ErrorCode.NOT_AN_OBJECT,
    "union_tag_invalid": ErrorCode.UNKNOWN_TYPE,
    "union_tag_not_found": ErrorCode.MISSING_FIELD,
    "missing": ErrorCode.MISSING_FIELD,
    "extra_forbidden": ErrorCode.EXTRA_FIELD,
}


SHORT_TEXT = 1024
"""Characters of a frame that are validated as they come; a longer one may have thousands of fields."""

MAX_FIELDS = 16
"""Twice what any frame has."""

MAX_QUOTED = 64
"""Characters of a client's own text that an answer repeats: more than any field's name has."""

_FRAMES = get_args(get_args(ClientFrame)[0])
_NAMES = frozenset(name for model in (*_FRAMES, Position) for name in model.model_fields)


def decode(text: str) -> ClientFrame:
    """Parse one client frame.

    Raises:
        RemoteProtocolError: the text breaks a rule. Its ``frame`` names the
            first field at fault and carries the ``ref`` of what it refuses,
            if one can be read.
    """
    # HOT: nearly every frame is short.
    if len(text) > SHORT_TEXT:
        text = _with_few_fields(text)
    try:
        return CLIENT_FRAME.validate_json(text)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)[0]
        raise RemoteProtocolError(_refusal(details, _ref_of(text))) from None


def encode(frame: ServerFrame) -> str:
    """Return the frame's JSON text.

    A frame that was built without validation (entries from a store are) comes
    out as it is: what one server wrote, another does not refuse.
    """
    return frame.model_dump_json(warnings=False)


def encode_message(frame: ServerFrame) -> bytes:
    """Return the frame as a WebSocket message in its final bytes; otherwise as ``encode``."""
    return text_message(frame.__pydantic_serializer__.to_json(frame, warnings=False))


def encode_entry_message(entry: Entry) -> bytes:
    """Return the ``entry`` frame of an entry, as ``encode_message`` would.

    Without building the frame: an entry is all of it but its ``type``.
    """
    return text_message(_ENTRY_HEAD + entry.__pydantic_serializer__.to_json(entry, warnings=False)[1:])


def entries_array(messages: Sequence[bytes]) -> bytes:
    """Return the JSON array of the entries in messages that ``encode_entry_message`` made."""
    if not messages:
        return b"[]"
    skip = len(_ENTRY_HEAD)
    return b"".join((b"[{", b",{".join([payload_of(message)[skip:] for message in messages]), b"]"))


def encode_around(frame: ServerFrame, field: str, array: bytes) -> tuple[bytes, bytes, bytes]:
    """Return the message of a frame with ``array`` as its ``field``, in pieces: the second is ``array`` itself.

    So everybody who is sent the same array can be sent the same bytes.
    """
    rest = frame.__pydantic_serializer__.to_json(frame, warnings=False, exclude={field})
    head = b"".join((rest[:-1], b',"', field.encode(), b'":'))
    return message_head(len(head) + len(array) + 1) + head, array, b"}"


def decode_server_frame(text: str) -> ServerFrame:
    """Parse one server frame; for tools and tests that play the client."""
    return SERVER_FRAME.validate_json(text)


def _with_few_fields(text: str) -> str:
    """Return a long frame as it is, or without what changes nothing of how it is judged.

    Each field that no frame has is a fault of its own, and thousands of faults
    take Pydantic a tenth of a second. One is enough to refuse the frame, and none
    where they are ignored (FR3).

    Raises:
        RemoteProtocolError: the text is not JSON.
    """
    try:
        value = from_json(text)
    except ValueError:
        # Not read again for what it is, nor for a ref that cannot be read.
        raise RemoteProtocolError(error_frame(ErrorCode.NOT_JSON)) from None
    if isinstance(value, dict) and len(value) <= MAX_FIELDS and not any(map(_has_parts, value.values())):
        return text
    return to_json(_slim(value, levels=2)).decode()


def _has_parts(value: object) -> bool:
    return isinstance(value, dict | list)


def _slim(value: Any, levels: int) -> Any:
    """Return a value with the fields that some frame has, and one that none has; no field takes an array."""
    if not _has_parts(value):
        return value
    if isinstance(value, list) or not levels:
        return type(value)()
    unknown = next((name for name in value if name not in _NAMES), None)
    return {name: _slim(value[name], levels - 1) for name in value if name in _NAMES or name == unknown}


def _refusal(details: ErrorDetails, ref: int | None) -> Error:
    location: Location | None = tuple(map(_quoted, details["loc"][1:])) or None
    code = _CODES.get(details["type"], ErrorCode.WRONG_FIELD)
    if details["type"] in ("union_tag_invalid", "union_tag_not_found"):
        # Pydantic's sentence would repeat what the client sent, at any length.
        return error_frame(code, ref, location=("type",))
    detail = details["msg"] if code is ErrorCode.WRONG_FIELD else None
    return error_frame(code, ref, location=location, detail=detail)


def _quoted(part: str | int) -> str | int:
    """Return a field's name, shortened where the client made it longer than any name is."""
    return part if isinstance(part, int) or len(part) <= MAX_QUOTED else part[: MAX_QUOTED - 1] + "…"


def _ref_of(text: str) -> int | None:
    try:
        value = from_json(text)
    except ValueError:
        return None
    ref = value.get("ref") if isinstance(value, dict) else None
    return ref if type(ref) is int and 0 <= ref <= MAX_INTEGER else None
