"""The contract as it is written to files, and the check that it is not stale."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.protocol.client_frames import CLIENT_FRAME
from server.protocol.close_codes import CLOSE_RULES
from server.protocol.errors import ERROR_RULES
from server.protocol.schema import SCHEMA_FOLDER, files, main, stale_files, union_schema
from server.protocol.server_frames import SERVER_FRAME


@pytest.fixture
def client_schema() -> dict[str, Any]:
    return union_schema(CLIENT_FRAME, "ClientFrame", "validation")


@pytest.fixture
def server_schema() -> dict[str, Any]:
    return union_schema(SERVER_FRAME, "ServerFrame", "serialization")


def test_files_in_the_repository_are_fresh() -> None:
    """FR11: What the client is generated from is what the server checks by."""
    assert stale_files(SCHEMA_FOLDER) == []


def test_check_names_each_stale_file_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """FR11: A missing file is stale, and so is a changed one."""
    main([], tmp_path)
    (tmp_path / "close-codes.json").write_text("[]")
    (tmp_path / "error-codes.json").unlink()
    capsys.readouterr()
    assert main(["--check"], tmp_path) == 1
    told = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in told] == ["close-codes.json", "error-codes.json"]
    assert all("npm run generate" in line for line in told)
    assert (tmp_path / "close-codes.json").read_text() == "[]"


def test_writing_makes_the_check_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """FR11: It writes what is stale, names it, and is silent the second time."""
    assert main([], tmp_path) == 0
    assert capsys.readouterr().out.splitlines() == [f"wrote {name}" for name in files()]
    assert main(["--check"], tmp_path) == 0
    assert main([], tmp_path) == 0
    assert capsys.readouterr().out == ""


def test_tag_is_required_in_every_frame(client_schema: dict[str, Any], server_schema: dict[str, Any]) -> None:
    """FR1: A frame without its ``type`` fits no schema, and the union is tagged by it."""
    for schema in (client_schema, server_schema):
        assert schema["discriminator"] == {"propertyName": "type"}
        for branch in schema["oneOf"]:
            model = schema["$defs"][branch["$ref"].rpartition("/")[2]]
            assert "type" in model["required"]
            assert "const" in model["properties"]["type"]


def test_client_frames_are_closed_but_hello(client_schema: dict[str, Any]) -> None:
    """FR2, FR3: An extra field fits no client frame but ``hello`` and its position."""
    open_models = {
        name for name, model in client_schema["$defs"].items() if model.get("additionalProperties") is not False
    }
    assert open_models == {"Hello", "Position"}


def test_server_frames_are_open_and_complete(server_schema: dict[str, Any]) -> None:
    """FR9, CH3, CL21: A client takes fields that it does not know, and can count on all but three."""
    for model in server_schema["$defs"].values():
        assert "additionalProperties" not in model
        assert set(model["properties"]) - set(model["required"]) <= {"changes", "now", "person_count"}


def test_field_with_a_default_may_be_left_out_by_a_client(client_schema: dict[str, Any]) -> None:
    """FR2: Only what has no default is required of a client."""
    assert client_schema["$defs"]["Send"]["required"] == ["type", "ref", "key", "kind", "body"]


def test_tables_are_written_whole() -> None:
    """FR11: Each close code and each error code stands in its file."""
    texts = files()
    assert [row["code"] for row in json.loads(texts["close-codes.json"])] == list(CLOSE_RULES)
    assert [row["code"] for row in json.loads(texts["error-codes.json"])] == list(ERROR_RULES)
