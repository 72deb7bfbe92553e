"""An entry as a row of the file, and back."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from server.protocol.entries import Changes, Entry, Reaction
from server.stores.times import from_ms, to_ms

_FIELDS = ("offset", "key", "kind", "client_id", "author", "name", "target", "body", "at", "changes")
"""In the order of ``statements.COLUMNS``."""


def entry_of_row(row: Sequence[Any]) -> Entry:
    """Return what a row holds, in its stored form."""
    values = dict(zip(_FIELDS, row, strict=True))
    values["at"], values["changes"] = from_ms(values["at"]), _changes(values["changes"])
    return Entry.trusted(**values)


def changes_as_json(changes: Changes | None) -> dict[str, object] | None:
    """Return what the column ``changes`` holds, as a value of JSON; ``entry_of_row`` takes it back."""
    if changes is None:
        return None
    return {
        "offset": changes.offset,
        "edit": changes.edit,
        "edited_at": _ms_or_none(changes.edited_at),
        "deleted_at": _ms_or_none(changes.deleted_at),
        "reactions": [[one.emoji, one.client_id, one.author, one.name] for one in changes.reactions],
    }


def _ms_or_none(at: datetime | None) -> int | None:
    return None if at is None else to_ms(at)


def _time_or_none(at: int | None) -> datetime | None:
    return None if at is None else from_ms(at)


def _changes(value: dict[str, Any] | None) -> Changes | None:
    if value is None:
        return None
    return Changes.trusted(
        offset=value["offset"],
        edit=value["edit"],
        edited_at=_time_or_none(value["edited_at"]),
        deleted_at=_time_or_none(value["deleted_at"]),
        reactions=tuple(_reaction(one) for one in value["reactions"]),
    )


def _reaction(value: Sequence[Any]) -> Reaction:
    emoji, client_id, author, name = value
    return Reaction.trusted(emoji=emoji, client_id=client_id, author=author, name=name)


def as_json(value: object) -> str:
    """Return a value as what ``json_each`` takes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
