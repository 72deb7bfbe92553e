"""A page of a room, or where rooms stand. Runs in the reader's thread."""

import json
from collections.abc import Sequence
from datetime import datetime

import apsw

from server.core.ports import Page
from server.protocol.entries import MAX_INTEGER
from server.stores.sqlite import statements
from server.stores.sqlite.rows import entry_of_row
from server.stores.times import to_ms


def read_page(
    connection: apsw.Connection,
    room: str,
    *,
    after: int | None,
    before: int | None,
    limit: int,
    max_bytes: int,
    since: datetime | None,
) -> Page:
    """Return a page as ``RoomLog.read`` promises it; what is older than ``since`` is not in it."""
    if after is None:
        return _read(connection, statements.PAGE_BEFORE, room, _end(before), limit, max_bytes, since)
    return _read(connection, statements.PAGE_AFTER, room, {"after": after}, limit, max_bytes, since)


def read_messages(
    connection: apsw.Connection,
    room: str,
    *,
    before: int | None,
    limit: int,
    max_bytes: int,
    since: datetime | None,
) -> Page:
    """Return a page as ``RoomLog.read_messages`` promises it."""
    return _read(connection, statements.MESSAGES_BEFORE, room, _end(before), limit, max_bytes, since)


def _end(before: int | None) -> dict[str, int]:
    return {"before": MAX_INTEGER if before is None else before}


def _read(
    connection: apsw.Connection,
    statement: str,
    room: str,
    bound: dict[str, int],
    limit: int,
    max_bytes: int,
    since: datetime | None,
) -> Page:
    epoch = connection.execute(statements.EPOCH).get
    asked = {
        "room": room,
        **bound,
        "limit": limit,
        "max_bytes": max_bytes,
        "since": 0 if since is None else to_ms(since),
    }
    found = connection.execute(statement, asked).fetchone()
    if found is None:
        return Page(epoch, (), 1, 0)
    oldest, head, rows = found
    return Page(epoch, tuple(entry_of_row(row) for row in json.loads(rows)), oldest, head)


def read_heads(connection: apsw.Connection, rooms: Sequence[str]) -> dict[str, int]:
    """Return the heads of those rooms that were written in."""
    rows = json.loads(connection.execute(statements.ROOMS, (json.dumps(rooms),)).get)
    return {name: head for name, head, *_ in rows}
