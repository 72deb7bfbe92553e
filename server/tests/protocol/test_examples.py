"""The golden frames, as the client's tests read them too."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from server.protocol.client_frames import CLIENT_FRAME
from server.protocol.codec import decode, decode_server_frame, encode
from server.protocol.errors import ErrorCode, RemoteProtocolError
from server.protocol.schema import SCHEMA_FOLDER
from server.protocol.server_frames import SERVER_FRAME

REASONS = {
    "missing": "missing_field",
    "union_tag_not_found": "missing_field",
    "union_tag_invalid": "unknown_type",
    "json_invalid": "not_json",
    "dict_type": "not_an_object",
}
"""What Pydantic says of a server frame, in the words of the files' names."""


def _examples(folder: str) -> list[object]:
    files = sorted((SCHEMA_FOLDER / "examples" / folder).glob("*.json"))
    assert files, f"there are examples in {folder}"
    return [pytest.param(file, id=file.stem) for file in files]


def _reason(file: Path) -> str:
    return file.stem.partition("--")[0]


@pytest.mark.parametrize("file", _examples("valid/client"))
def test_valid_client_frame_is_taken(file: Path) -> None:
    """FR11: Every frame in ``valid/client`` is taken, and says the same when written again."""
    frame = decode(file.read_text("utf-8"))
    assert decode(frame.model_dump_json()) == frame


@pytest.mark.parametrize("file", _examples("invalid/client"))
def test_invalid_client_frame_is_refused_for_its_reason(file: Path) -> None:
    """FR11: Every frame in ``invalid/client`` is refused with the code in its name."""
    with pytest.raises(RemoteProtocolError) as refused:
        decode(file.read_text("utf-8"))
    assert refused.value.frame.code == _reason(file)


@pytest.mark.parametrize("file", _examples("valid/server"))
def test_valid_server_frame_round_trips(file: Path) -> None:
    """FR11: Every frame in ``valid/server`` is read, and is the same when written and read again."""
    frame = decode_server_frame(file.read_text("utf-8"))
    assert decode_server_frame(encode(frame)) == frame


@pytest.mark.parametrize("file", _examples("invalid/server"))
def test_invalid_server_frame_is_refused_for_its_reason(file: Path) -> None:
    """FR11: Every frame in ``invalid/server`` is refused for the reason in its name."""
    with pytest.raises(ValidationError) as refused:
        decode_server_frame(file.read_text("utf-8"))
    (error, *_) = refused.value.errors(include_url=False)
    assert REASONS.get(error["type"], "wrong_field") == _reason(file)


@pytest.mark.parametrize(("side", "adapter"), [("client", CLIENT_FRAME), ("server", SERVER_FRAME)])
def test_every_type_has_an_example(side: str, adapter: TypeAdapter[Any]) -> None:
    """FR11: No frame is without a valid example."""
    files = (SCHEMA_FOLDER / "examples" / "valid" / side).glob("*.json")
    shown = {json.loads(file.read_text("utf-8"))["type"] for file in files}
    models = adapter.json_schema()["discriminator"]["mapping"]
    assert shown == set(models)


def test_every_code_of_the_codec_has_an_example() -> None:
    """FR11: Each reason for which a frame cannot be read is shown by a file."""
    codes = {_reason(file) for file in (SCHEMA_FOLDER / "examples" / "invalid" / "client").glob("*.json")}
    assert codes == {
        ErrorCode.NOT_JSON,
        ErrorCode.NOT_AN_OBJECT,
        ErrorCode.UNKNOWN_TYPE,
        ErrorCode.MISSING_FIELD,
        ErrorCode.EXTRA_FIELD,
        ErrorCode.WRONG_FIELD,
    }
