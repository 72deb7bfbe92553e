"""What the changes in a batch make of the messages that they are about.

The messages are read, folded here, and handed to the database with the batch;
under the room's lock it takes them only if they still are as they were read.
So the rule is said in one place, and no lock waits for this node.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import asyncpg

from server.core.ports import Appended, Draft, ErrorCode, Refused
from server.protocol.changes import CHANGE_KINDS, fold, is_change, is_deleted, refusal, refusal_of_reply, superseded
from server.protocol.entries import MAX_INTEGER, Entry
from server.stores.drafts import entry_of
from server.stores.postgres import statements
from server.stores.postgres.pool import Pool
from server.stores.postgres.rows import entry_from

UNPLACED = MAX_INTEGER
"""A change has its offset and its time from the database alone. Until then it
stands beyond all offsets, by its ordinal in the statement, at no time."""

_UNTIMED = datetime.min.replace(tzinfo=UTC)

Verdict = Appended | Refused | Literal["write", "again"]
"""What becomes of a draft: an answer, or that it is to be written, now or with the next statement."""


@dataclass(slots=True)
class _Rewrite:
    """A message as it was read, and as the batch leaves it."""

    room: str
    read: Entry
    left: Entry
    emptied: int | None = None

    def columns(self) -> tuple[object, ...]:
        """Return what ``append_changes.sql`` counts on for a target."""
        before, after = self.read.changes, self.left.changes
        assert after is not None
        return (
            self.room,
            self.read.offset,
            0 if before is None else before.offset,
            None if self.left.body == self.read.body else self.left.body,
            after.model_dump_json(),
            after.offset - UNPLACED,
            after.edit - UNPLACED if after.edit is not None and after.edit > UNPLACED else None,
            is_deleted(self.left),
            self.emptied,
        )


class Changing:
    """The rooms and messages that a batch changes, as they were just before, and what it makes of them.

    Takes every draft of the batch, in its order: each finds what those before it left.
    """

    def __init__(self, rows: Sequence[asyncpg.Record]) -> None:
        self._heads = {row["room"]: row["head"] for row in rows}
        self._known = {(row["room"], row["asked_key"]): row for row in rows if row["known_offset"] is not None}
        self._targets = {(row["room"], row["offset"]): entry_from(row) for row in rows if row["offset"] is not None}
        self._rewrites: dict[tuple[str, int], _Rewrite] = {}
        self._ahead: Counter[str] = Counter()
        self._held: set[str] = set()
        self._written: set[tuple[str, str]] = set()
        self.emptied: set[int] = set()
        """The ordinals of edits whose text a later change of the batch took the place of."""
        self.folded: set[int] = set()
        """The ordinals of changes that were folded in, which have to be new still when they are written."""

    def take(self, draft: Draft, said: bytes, ordinal: int) -> Verdict:
        """Say what becomes of a draft, and fold it in if it is a change.

        Args:
            draft: The next of the batch.
            said: Its digest.
            ordinal: Its number in the statement, if it is to be written.
        """
        if draft.room in self._held:
            return "again"  # SE8: nothing overtakes what comes before it in its room.
        # A key that the batch has already is the database's to judge: nothing is appended.
        if draft.kind in CHANGE_KINDS and (draft.room, draft.key) not in self._written:
            verdict = self._judge(draft, said)
            if verdict != "write":
                return verdict
            self._fold(draft, ordinal)
            self.folded.add(ordinal)
        elif draft.room in self._heads and (draft.room, draft.key) not in self._known:
            verdict = self._judge_reply(draft)
            if verdict != "write":
                return verdict
        self._ahead[draft.room] += 1
        self._written.add((draft.room, draft.key))
        return "write"

    def columns(self) -> list[list[object]]:
        """Return the targets as ``append_changes.sql`` counts on them: an array a field."""
        rows = [rewrite.columns() for rewrite in self._rewrites.values()]
        return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(9)]

    def _judge(self, draft: Draft, said: bytes) -> Verdict:
        known = self._known.get((draft.room, draft.key))
        if known is not None:
            # LOG4: the same again gives the first answer. LOG5: another is refused.
            if (known["known_author"], known["known_digest"]) != (draft.author, said):
                return Refused(ErrorCode.KEY_REUSED)
            return Appended(known["known_offset"], known["known_at"])
        if self._is_ahead(draft):
            return "again"
        code = refusal(self._target(draft), draft)
        return "write" if code is None else Refused(code)

    def _judge_reply(self, draft: Draft) -> Verdict:
        code = refusal_of_reply(self._heads[draft.room], is_change(self._target(draft)), draft)
        if code is None:
            return "write"
        return "again" if self._is_ahead(draft) else Refused(code)

    def _is_ahead(self, draft: Draft) -> bool:
        """Whether it is about what this very statement appends; its room goes no further then."""
        beyond = (draft.target or 0) - self._heads[draft.room]
        is_ahead: bool = 0 < beyond <= self._ahead[draft.room]
        if is_ahead:
            self._held.add(draft.room)
        return is_ahead

    def _target(self, change: Draft) -> Entry | None:
        place = (change.room, change.target or 0)
        rewrite = self._rewrites.get(place)
        return self._targets.get(place) if rewrite is None else rewrite.left

    def _fold(self, draft: Draft, ordinal: int) -> None:
        place = (draft.room, draft.target or 0)
        read = self._targets[place]
        rewrite = self._rewrites.setdefault(place, _Rewrite(draft.room, read, read))
        change = entry_of(draft, UNPLACED + ordinal, _UNTIMED)
        edit = superseded(rewrite.left, change)
        if edit is not None and edit > UNPLACED:
            self.emptied.add(edit - UNPLACED)
        elif edit is not None:
            rewrite.emptied = edit
        rewrite.left = fold(rewrite.left, change)


async def read_targets(pool: Pool, changes: Sequence[Draft]) -> Changing:
    """Read what some changes, or replies, are about, and which of them happened already.

    Raises:
        RowFault: a value is at fault.
        StoreUnavailable: nothing was read.
    """
    asked = [(draft.room, draft.key, draft.target) for draft in changes]
    return Changing(await pool.fetch(statements.TARGETS, *(list(column) for column in zip(*asked, strict=True))))
