"""A batch of drafts in one statement, and what becomes of each."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime

import asyncpg

from server.core.ports import Appended, Draft, ErrorCode, Refused
from server.protocol.changes import CHANGE_KINDS, is_reply
from server.protocol.entries import Entry
from server.stores.drafts import UnstorableDraft, digest, entry_of
from server.stores.postgres import statements
from server.stores.postgres.changing import Changing, Verdict, read_targets
from server.stores.postgres.pool import Pool, RowFault

MAX_TRIMMED = 1_000
"""Entries that a batch trims from one room beyond what it adds: after the bound
was lowered a large room shrinks in steps that nobody has to wait for."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch did: an answer to each draft, and how each room grew.

    An answer of None: the draft is not in the log and is to be sent again,
    before any other of its room. ``heads`` names every room that may have grown,
    in this batch or in one whose answer was lost on the way.
    """

    answers: list[Appended | Refused | None] = field(default_factory=list)
    grown: defaultdict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    heads: dict[str, int] = field(default_factory=dict)

    def tell(self, draft: Draft, answer: Appended | Refused | None) -> None:
        """Take the answer to the next draft."""
        self.answers.append(answer)
        if isinstance(answer, Appended):
            self._see(draft.room, answer.offset)

    def add(self, draft: Draft, row: asyncpg.Record) -> None:
        """Take the row that answers the next draft."""
        place = Appended(row["offset"], row["at"])
        # LOG4: the same again gives the first answer. LOG5: another is refused.
        self.answers.append(place if row["is_same"] else Refused(ErrorCode.KEY_REUSED))
        self._see(draft.room, place.offset)
        if row["is_new"]:
            self.grown[draft.room].append(entry_of(draft, place.offset, place.at))

    def follow(self, later: "Written") -> None:
        """Take what the next drafts did."""
        self.answers.extend(later.answers)
        for room, head in later.heads.items():
            self._see(room, head)
        for room, entries in later.grown.items():
            self.grown[room] += entries

    def _see(self, room: str, head: int) -> None:
        self.heads[room] = max(head, self.heads.get(room, 0))


@dataclass(frozen=True, slots=True)
class _Given:
    """The drafts that go into a statement, and the digest of each, in the order of their ordinals."""

    drafts: list[Draft] = field(default_factory=list)
    digests: list[bytes] = field(default_factory=list)

    def columns(self, emptied: AbstractSet[int]) -> list[list[object]]:
        """Return them as ``append.sql`` counts on them, an array a field; an emptied one without its body."""
        rows = [
            (
                draft.room,
                draft.key,
                draft.kind,
                draft.client_id,
                draft.author,
                draft.name,
                draft.target,
                "" if ordinal in emptied else draft.body,
                said,
            )
            for ordinal, (draft, said) in enumerate(zip(self.drafts, self.digests, strict=True), 1)
        ]
        return [list(column) for column in zip(*rows, strict=True)]


async def append_batch(
    pool: Pool,
    drafts: Sequence[Draft],
    now: datetime | None,
    max_entries: int,
    is_message: Callable[[str, int | None], bool] = lambda room, offset: False,
) -> Written:
    """Append the drafts; when it returns they are as durable as the store is.

    LOG10: what no store can keep is refused here. When the database finds a row
    at fault, all are tried again one by one, and only that row is refused.

    Args:
        pool: Where to.
        drafts: What; at most some hundred.
        now: The time, or None for the database's own.
        max_entries: How many messages each room keeps.
        is_message: Whether a message is known to be at an offset of a room; a
            reply to any other costs a look.

    Raises:
        StoreUnavailable: unknown what happened.
    """
    try:
        return await _append(pool, drafts, now, max_entries, is_message)
    except RowFault:
        return await _append_singly(pool, drafts, now, max_entries, is_message)


async def _append_singly(
    pool: Pool,
    drafts: Sequence[Draft],
    now: datetime | None,
    max_entries: int,
    is_message: Callable[[str, int | None], bool],
) -> Written:
    written = Written()
    held: set[str] = set()
    for draft in drafts:
        if draft.room in held:
            written.tell(draft, None)
            continue
        try:
            written.follow(await _append(pool, [draft], now, max_entries, is_message))
        except RowFault:
            written.tell(draft, Refused(ErrorCode.WRONG_FIELD))
        if written.answers[-1] is None:
            held.add(draft.room)
    return written


async def _append(
    pool: Pool,
    drafts: Sequence[Draft],
    now: datetime | None,
    max_entries: int,
    is_message: Callable[[str, int | None], bool],
) -> Written:
    said = [_digest(draft) for draft in drafts]
    judged = [
        draft
        for draft, digest in zip(drafts, said, strict=True)
        if digest and (draft.kind in CHANGE_KINDS or (is_reply(draft) and not is_message(draft.room, draft.target)))
    ]
    changing = await read_targets(pool, judged) if judged else None
    given = _Given()
    verdicts = [_verdict(draft, digest, given, changing) for draft, digest in zip(drafts, said, strict=True)]
    rows = await _write(pool, given, changing, now, max_entries) if given.drafts else {}
    written = Written()
    ordinal = 0
    for draft, verdict in zip(drafts, verdicts, strict=True):
        if verdict != "write":
            written.tell(draft, None if verdict == "again" else verdict)
            continue
        ordinal += 1
        # A draft without a row: its room is not as it was read.
        if ordinal in rows:
            written.add(draft, rows[ordinal])
        else:
            written.tell(draft, None)
    return written


def _verdict(draft: Draft, digest: bytes | None, given: _Given, changing: Changing | None) -> Verdict:
    """Say what becomes of the next draft, which joins the given ones if it is to be written."""
    if digest is None:
        return Refused(ErrorCode.WRONG_FIELD)
    verdict = "write" if changing is None else changing.take(draft, digest, len(given.drafts) + 1)
    if verdict == "write":
        given.drafts.append(draft)
        given.digests.append(digest)
    return verdict


async def _write(
    pool: Pool, given: _Given, changing: Changing | None, now: datetime | None, max_entries: int
) -> dict[int, asyncpg.Record]:
    bounds = (now, max_entries, MAX_TRIMMED)
    if changing is None:
        rows = await pool.fetch(statements.APPEND, *given.columns(frozenset()), *bounds)
    else:
        are_folded = [ordinal in changing.folded for ordinal, _ in enumerate(given.drafts, 1)]
        columns = given.columns(changing.emptied)
        rows = await pool.fetch(statements.APPEND_CHANGES, *columns, *bounds, are_folded, *changing.columns())
    return {row["ordinal"]: row for row in rows}


def _digest(draft: Draft) -> bytes | None:
    try:
        return digest(draft)
    except UnstorableDraft:
        return None
