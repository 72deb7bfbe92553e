"""A batch of drafts in one statement, and what becomes of each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import asyncpg

from server.core.ports import Appended, Draft, ErrorCode, Refused
from server.protocol.entries import Entry
from server.stores.drafts import UnstorableDraft, digest, entry_of
from server.stores.postgres import statements
from server.stores.postgres.pool import Pool, RowFault

MAX_TRIMMED = 1_000
"""Entries that a batch trims from one room beyond what it adds: after the bound
was lowered a large room shrinks in steps that nobody has to wait for."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch did: an answer to each draft, and how each room grew.

    ``heads`` names every room that may have grown, in this batch or in one
    whose answer was lost on the way.
    """

    answers: list[Appended | Refused] = field(default_factory=list)
    grown: defaultdict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    heads: dict[str, int] = field(default_factory=dict)

    def add(self, draft: Draft, row: asyncpg.Record) -> None:
        """Take the row that answers the next draft."""
        place = Appended(row["offset"], row["at"])
        # LOG4: the same again gives the first answer. LOG5: another is refused.
        self.answers.append(place if row["is_same"] else Refused(ErrorCode.KEY_REUSED))
        self.heads[draft.room] = max(place.offset, self.heads.get(draft.room, 0))
        if row["is_new"]:
            self.grown[draft.room].append(entry_of(draft, place.offset, place.at))


async def append_batch(pool: Pool, drafts: Sequence[Draft], now: datetime | None, max_entries: int) -> Written:
    """Append the drafts; when it returns they are as durable as the store is.

    LOG10: what no store can keep is refused here. When the database finds a row
    at fault, all are tried again one by one, and only that row is refused.

    Args:
        pool: Where to.
        drafts: What; at most some hundred.
        now: The time, or None for the database's own.
        max_entries: How many each room keeps.

    Raises:
        StoreUnavailable: unknown what happened.
    """
    try:
        return await _append(pool, drafts, now, max_entries)
    except RowFault:
        written = Written()
    for draft in drafts:
        try:
            one = await _append(pool, [draft], now, max_entries)
        except RowFault:
            written.answers.append(Refused(ErrorCode.WRONG_FIELD))
            continue
        written.answers.extend(one.answers)
        written.heads.update(one.heads)
        for room, entries in one.grown.items():
            written.grown[room] += entries
    return written


async def _append(pool: Pool, drafts: Sequence[Draft], now: datetime | None, max_entries: int) -> Written:
    digests = [_digest(draft) for draft in drafts]
    given = [(draft, said) for draft, said in zip(drafts, digests, strict=True) if said is not None]
    rows = {}
    if given:
        found = await pool.fetch(statements.APPEND, *_columns(given), now, max_entries, MAX_TRIMMED)
        rows = {row["ordinal"]: row for row in found}
    written = Written()
    ordinal = 0
    for draft, said in zip(drafts, digests, strict=True):
        if said is None:
            written.answers.append(Refused(ErrorCode.WRONG_FIELD))
            continue
        ordinal += 1
        written.add(draft, rows[ordinal])
    return written


def _digest(draft: Draft) -> bytes | None:
    try:
        return digest(draft)
    except UnstorableDraft:
        return None


def _columns(given: Sequence[tuple[Draft, bytes]]) -> tuple[list[object], ...]:
    """Return the drafts as ``append.sql`` counts on them: an array a field."""
    rows = [
        (
            draft.room,
            draft.key,
            draft.kind,
            draft.client_id,
            draft.author,
            draft.name,
            draft.target,
            draft.body,
            said,
        )
        for draft, said in given
    ]
    return tuple(list(column) for column in zip(*rows, strict=True))
