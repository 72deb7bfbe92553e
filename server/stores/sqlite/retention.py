"""Takes what is too old off the disk, a few entries at a time."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import partial

import apsw

from server.core.ports import StoreUnavailable
from server.stores.sqlite import statements
from server.stores.sqlite.connection import ConnectionThread
from server.stores.sqlite.database import transaction
from server.stores.times import to_ms

ROOMS_IN_A_LOOK = 500
"""Rooms that are looked at before a page may be read again: about a millisecond."""

ENTRIES_IN_A_STEP = 1_000
"""Entries dropped in one transaction, for which a batch of drafts may have to
wait: some milliseconds."""


async def sweep(reader: ConnectionThread, writer: ConnectionThread, since: datetime) -> None:
    """Drop every entry older than ``since``, room after room (LOG16).

    Rooms are looked for on the reader's connection, so that a sweep that finds
    nothing keeps nobody from writing.

    Raises:
        StoreUnavailable: the database is away; some may be dropped.
    """
    after: int | None = 0
    while after is not None:
        if reader.is_full:
            raise StoreUnavailable("too many pages wait to be read")
        after, aged = await reader.run(partial(_aged_rooms, after=after, since=to_ms(since)))
        while aged:
            aged = await writer.run(partial(_drop_some, rooms=aged, since=to_ms(since)))


def _aged_rooms(connection: apsw.Connection, after: int, since: int) -> tuple[int | None, list[str]]:
    """Return the last room that was looked at, None if there are no more, and those to sweep."""
    asked = {"after": after, "since": since, "limit": ROOMS_IN_A_LOOK}
    rows = json.loads(connection.execute(statements.AGED_ROOMS, asked).get)
    last = rows[-1][0] if len(rows) == ROOMS_IN_A_LOOK else None
    return last, [name for _, name, is_aged in rows if is_aged]


def _drop_some(connection: apsw.Connection, rooms: Sequence[str], since: int) -> list[str]:
    """Drop a step's worth of entries; return the rooms that are not done."""
    left = ENTRIES_IN_A_STEP
    with transaction(connection):
        for index, room in enumerate(rooms):
            oldest, kept = connection.execute(statements.KEPT, {"room": room, "since": since}).get
            first = min(kept, oldest + left)
            connection.execute(statements.RAISE_OLDEST, {"room": room, "oldest": first})
            connection.execute(statements.TRIM_ENTRIES, {"room": room, "oldest": first})
            connection.execute(statements.TRIM_RUNS, {"room": room, "oldest": first})
            left -= first - oldest
            if not left:
                return list(rooms[index + (first == kept) :])
    return []
