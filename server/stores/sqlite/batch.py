"""A batch of drafts in one transaction. Runs in the writer's thread."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import apsw

from server.core.ports import Appended, Draft, ErrorCode, Refused
from server.protocol.entries import Entry
from server.stores.drafts import UnstorableDraft, digest, entry_of
from server.stores.options import KEY_MEMORY, next_time
from server.stores.sqlite import statements
from server.stores.sqlite.database import transaction

MAX_TRIMMED = 1_000
"""Entries that a batch trims from one room beyond what it adds: after the bound
was lowered a large room shrinks in steps that nobody has to wait for."""

MAX_FORGOTTEN = 1_000
"""Keys that a batch forgets; more than it adds, so they cannot pile up."""

_ROW_FAULTS = (apsw.ConstraintError, apsw.MismatchError, apsw.TooBigError)

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(at: datetime) -> int:
    """Return a time as whole milliseconds since 1970."""
    return (at - _START) // _MILLISECOND


def from_ms(at: int) -> datetime:
    """Return the time, in UTC, of whole milliseconds since 1970."""
    return _START + at * _MILLISECOND


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch did: an answer to each draft, and how each room grew."""

    answers: Sequence[Appended | Refused]
    grown: dict[str, list[Entry]]


@dataclass(slots=True)
class _Room:
    """Where a room stands within the batch, and what the batch adds to it."""

    head: int = 0
    oldest: int = 1
    last: datetime | None = None
    added: list[Entry] = field(default_factory=list)

    def append(self, draft: Draft, now: datetime) -> Appended:
        self.head, self.last = self.head + 1, next_time(now, self.last)
        self.added.append(entry_of(draft, self.head, self.last))
        return Appended(self.head, self.last)

    def trim(self, max_entries: int) -> bool:
        """Raise ``oldest`` to the bound, in bounded steps; return whether."""
        step = len(self.added) + MAX_TRIMMED
        oldest = min(self.head - max_entries + 1, self.oldest + step)
        trimmed = oldest > self.oldest
        self.oldest = max(self.oldest, oldest)
        return trimmed


def append_batch(connection: apsw.Connection, drafts: Sequence[Draft], now: datetime, max_entries: int) -> Written:
    """Append the drafts in one transaction; when it returns they are on disk.

    LOG10: when a row is at fault, all are tried again one by one, each in a
    savepoint of the same transaction, and only that row is refused.
    """
    try:
        with transaction(connection):
            return _Batch(connection, now, max_entries).write(drafts)
    except _ROW_FAULTS:
        with transaction(connection):
            return _write_singly(connection, drafts, now, max_entries)


def _write_singly(connection: apsw.Connection, drafts: Sequence[Draft], now: datetime, max_entries: int) -> Written:
    answers: list[Appended | Refused] = []
    grown: defaultdict[str, list[Entry]] = defaultdict(list)
    for draft in drafts:
        try:
            with connection:  # A savepoint.
                written = _Batch(connection, now, max_entries).write([draft])
        except _ROW_FAULTS:
            answers.append(Refused(ErrorCode.WRONG_FIELD))
            continue
        answers += written.answers
        for room, entries in written.grown.items():
            grown[room] += entries
    return Written(answers, grown)


class _Batch:
    """One pass over some drafts: look up, decide in memory, write."""

    def __init__(self, connection: apsw.Connection, now: datetime, max_entries: int) -> None:
        self._connection = connection
        self._now = now
        self._max_entries = max_entries
        self._rooms: dict[str, _Room] = {}
        self._known: dict[tuple[str, str], tuple[str | None, str, Appended]] = {}
        self._rows: list[tuple[object, ...]] = []

    def write(self, drafts: Sequence[Draft]) -> Written:
        digests = [_digest(draft) for draft in drafts]
        self._look_up([draft for draft, said in zip(drafts, digests, strict=True) if said is not None])
        answers = [self._decide(draft, said) for draft, said in zip(drafts, digests, strict=True)]
        if self._rows:
            self._store()
        return Written(answers, {name: room.added for name, room in self._rooms.items() if room.added})

    def _look_up(self, drafts: Sequence[Draft]) -> None:
        self._rooms = {draft.room: _Room() for draft in drafts}
        for name, head, oldest, last_at in self._select(statements.ROOMS, list(self._rooms)):
            self._rooms[name] = _Room(head, oldest, from_ms(last_at))
        wanted = [(draft.room, draft.key) for draft in drafts]
        for room, key, author, said, offset, at in self._select(statements.REMEMBERED, wanted):
            self._known[room, key] = (author, said, Appended(offset, from_ms(at)))

    def _select(self, statement: str, wanted: Sequence[object]) -> list[list[Any]]:
        rows: list[list[Any]] = json.loads(self._connection.execute(statement, (_json(wanted),)).get)
        return rows

    def _decide(self, draft: Draft, said: str | None) -> Appended | Refused:
        if said is None:
            return Refused(ErrorCode.WRONG_FIELD)
        known = self._known.get((draft.room, draft.key))
        if known is not None:
            author, known_said, first = known
            same = (author, known_said) == (draft.author, said)
            # LOG4: the same again gives the first answer. LOG5: another is refused.
            return first if same else Refused(ErrorCode.KEY_REUSED)
        appended = self._rooms[draft.room].append(draft, self._now)
        self._known[draft.room, draft.key] = (draft.author, said, appended)
        self._rows.append(_row(draft, appended, said))
        return appended

    def _store(self) -> None:
        grown = {name: room for name, room in self._rooms.items() if room.added}
        trimmed = [name for name, room in grown.items() if room.trim(self._max_entries)]
        places = [(name, room.head, room.oldest, to_ms(room.last or self._now)) for name, room in grown.items()]
        rows = _json(self._rows)
        self._connection.execute(statements.MOVE_ROOMS, (_json(places),))
        self._connection.execute(statements.INSERT_ENTRIES, (rows,))
        self._connection.execute(statements.REMEMBER_KEYS, (rows,))
        for name in trimmed:
            self._connection.execute(statements.TRIM_ENTRIES, {"room": name, "oldest": grown[name].oldest})
        # LOG9: keys go by age alone.
        before = to_ms(self._now - KEY_MEMORY)
        self._connection.execute(statements.FORGET_KEYS, {"before": before, "limit": MAX_FORGOTTEN})


def _digest(draft: Draft) -> str | None:
    try:
        return digest(draft).hex()
    except UnstorableDraft:
        return None


def _row(draft: Draft, place: Appended, said: str) -> tuple[object, ...]:
    """Return what ``INSERT_ENTRIES`` and ``REMEMBER_KEYS`` count on, in order."""
    return (
        draft.room,
        place.offset,
        draft.key,
        draft.kind,
        draft.client_id,
        draft.author,
        draft.name,
        draft.target,
        draft.body,
        to_ms(place.at),
        said,
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
