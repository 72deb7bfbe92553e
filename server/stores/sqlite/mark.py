"""The time that a file is known to have lived, and rooms that are ahead of it."""

import json
from datetime import datetime, timedelta
from functools import partial

import apsw

from server.core.ports import StoreUnavailable
from server.stores.sqlite import statements
from server.stores.sqlite.connection import ConnectionThread
from server.stores.sqlite.database import transaction
from server.stores.timekeeping import SLACK
from server.stores.times import to_ms

ROOMS_IN_A_LOOK = 500
ENTRIES_IN_A_STEP = 1_000
"""Entries of another time in one transaction, for which a batch of drafts may have to wait."""

_MILLISECOND = timedelta(milliseconds=1)


def read_mark(connection: apsw.Connection) -> str | None:
    """Return the mark of time; None in a file of an older version."""
    found: str | None = connection.execute(statements.TIME_MARK).get
    return found


def keep_mark(connection: apsw.Connection, mark: str) -> None:
    """Put a mark in the place of the former."""
    with transaction(connection):
        connection.execute(statements.KEEP_TIME_MARK, (mark,))


async def set_rooms_right(reader: ConnectionThread, writer: ConnectionThread, now: datetime) -> int:
    """Bring entries of a time to come to ``now``; see ``TimedLog.set_right``."""
    done = 0
    while True:
        if reader.is_full:
            raise StoreUnavailable("too many pages wait to be read")
        rooms = await reader.run(partial(_rooms_ahead, latest=to_ms(now + SLACK)))
        for room in rooms:
            while not await writer.run(partial(_set_some_right, room=room, now=now)):
                pass
        done += len(rooms)
        if len(rooms) < ROOMS_IN_A_LOOK:
            return done


def _rooms_ahead(connection: apsw.Connection, latest: int) -> list[str]:
    asked = {"latest": latest, "limit": ROOMS_IN_A_LOOK}
    rooms: list[str] = json.loads(connection.execute(statements.ROOMS_AHEAD, asked).get)
    return rooms


def _set_some_right(connection: apsw.Connection, room: str, now: datetime) -> bool:
    """Do a step of one room, from the oldest entry that is ahead; return whether it was the last."""
    with transaction(connection):
        asked = {"room": room, "since": to_ms(now + _MILLISECOND)}
        first, head = connection.execute(statements.FIRST_AHEAD, asked).get
        moment = {"room": room, "now": to_ms(now)}
        last = min(head, first + ENTRIES_IN_A_STEP - 1)
        connection.execute(statements.DATE_ENTRIES, {**moment, "first": first, "last": last})
        if last < head:
            return False
        connection.execute(statements.DATE_KEYS, moment)
        connection.execute(statements.DATE_ROOM, moment)
        return True
