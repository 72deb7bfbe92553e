"""Writes the contract to ``shared/schema/``.

``python -m server.protocol.schema`` writes; with ``--check`` it writes nothing
and fails, naming each file that is stale. The client's types and validators are
generated from what stands there.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode
from pydantic_core import core_schema

from server.protocol.client_frames import CLIENT_FRAME
from server.protocol.close_codes import CLOSE_RULES
from server.protocol.errors import ERROR_RULES
from server.protocol.server_frames import SERVER_FRAME

SCHEMA_FOLDER = Path(__file__).parents[2] / "shared" / "schema"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _WireSchema(GenerateJsonSchema):
    """JSON Schema as the wire is: tags are required, and so is what we always send."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,
    ) -> bool:
        if self.mode == "serialization":
            return "serialization_exclude_if" not in field
        if _is_tag(field["schema"]):
            return True
        return super().field_is_required(field, total)


def _is_tag(schema: Mapping[str, Any]) -> bool:
    while schema["type"] == "default":
        schema = schema["schema"]
    return schema["type"] == "literal" and len(schema["expected"]) == 1


def union_schema(adapter: TypeAdapter[Any], title: str, mode: JsonSchemaMode) -> dict[str, Any]:
    """Return the schema of a tagged union, as validators and generators like it."""
    schema = adapter.json_schema(mode=mode, schema_generator=_WireSchema)
    schema["discriminator"] = {"propertyName": "type"}
    for model in schema["$defs"].values():
        model.pop("title", None)
        if mode == "serialization":  # A client ignores fields that it does not know.
            model.pop("additionalProperties", None)
    return {"$schema": _DIALECT, "$id": title, "title": title, "type": "object", **schema}


def files() -> dict[str, str]:
    """Return every generated file: its name in the folder, and its text."""
    documents: dict[str, Any] = {
        "client-frame.schema.json": union_schema(CLIENT_FRAME, "ClientFrame", "validation"),
        "server-frame.schema.json": union_schema(SERVER_FRAME, "ServerFrame", "serialization"),
        "close-codes.json": [
            {"code": int(code), "name": code.name.lower(), "reason": rule.reason, "advice": rule.advice}
            for code, rule in CLOSE_RULES.items()
        ],
        "error-codes.json": [
            {"code": code, "message": rule.message, "temporary": rule.temporary} for code, rule in ERROR_RULES.items()
        ],
    }
    return {name: json.dumps(value, indent=2, ensure_ascii=False) + "\n" for name, value in documents.items()}


def stale_files(folder: Path) -> list[str]:
    """Return the names of the files in ``folder`` that differ from the models."""
    return [
        name
        for name, text in files().items()
        if not (folder / name).is_file() or (folder / name).read_text("utf-8") != text
    ]


def main(arguments: list[str], folder: Path = SCHEMA_FOLDER) -> int:
    """Write or check the files; return the exit status."""
    stale = stale_files(folder)
    if "--check" in arguments:
        for name in stale:
            print(f"{name} is stale: run `npm run generate`", file=sys.stderr)
        return 1 if stale else 0
    texts = files()
    for name in stale:
        (folder / name).write_text(texts[name], "utf-8")
        print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
