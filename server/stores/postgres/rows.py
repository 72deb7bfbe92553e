"""How an entry comes out of its row."""

import asyncpg

from server.protocol.entries import Changes, Entry


def entry_from(row: asyncpg.Record) -> Entry:
    """Return the entry of a row that has every column of one.

    Not validated again, but for what only a changed message has.
    """
    changes = row["changes"]
    return Entry.trusted(
        offset=row["offset"],
        key=row["key"],
        kind=row["kind"],
        client_id=row["client_id"],
        author=row["author"],
        name=row["name"],
        target=row["target"],
        body=row["body"],
        at=row["at"],
        changes=None if changes is None else Changes.model_validate_json(changes),
    )
