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
    return Page(epoch, tuple(entry_of_row(row) for row in json.loads(rows)), oldest, head)


def read_heads(connection: apsw.Connection, rooms: Sequence[str]) -> dict[str, int]:
    """Return the heads of those rooms that were written in."""
    rows = json.loads(connection.execute(statements.ROOMS, (json.dumps(rooms),)).get)
    return {name: head for name, head, *_ in rows}
