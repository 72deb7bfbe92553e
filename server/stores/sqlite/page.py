"""A page of a room, or where rooms stand. Runs in the reader's thread."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import apsw

from server.core.ports import Page
from server.protocol.entries import MAX_INTEGER, Entry
from server.stores.sqlite import statements
from server.stores.sqlite.batch import from_ms, to_ms

_FIELDS = ("offset", "key", "kind", "client_id", "author", "name", "target", "body", "at")


def read_page(
    connection: apsw.Connection,
    room: str,
    *,
    after: int | None,
    before: int | None,
    limit: int,
    since: datetime | None,
) -> Page:
    """Return a page as ``RoomLog.read`` promises it; what is older than ``since`` is not in it."""
    statement = statements.PAGE_BEFORE if after is None else statements.PAGE_AFTER
    epoch = connection.execute(statements.EPOCH).get
    found = connection.execute(
        statement,
        {
            "room": room,
            "after": after,
            "before": MAX_INTEGER if before is None else before,
            "limit": limit,
            "since": 0 if since is None else to_ms(since),
        },
    ).fetchone()
    if found is None:
        return Page(epoch, (), 1, 0)
    oldest, head, rows = found
    return Page(epoch, tuple(_entry(row) for row in json.loads(rows)), oldest, head)


def read_heads(connection: apsw.Connection, rooms: Sequence[str]) -> dict[str, int]:
    """Return the heads of those rooms that were written in."""
    rows = json.loads(connection.execute(statements.ROOMS, (json.dumps(rooms),)).get)
    return {name: head for name, head, *_ in rows}


def _entry(row: list[Any]) -> Entry:
    values = dict(zip(_FIELDS, row, strict=True))
    return Entry.model_construct(**values | {"at": from_ms(values["at"])})
