"""A batch of drafts in one transaction. Runs in the writer's thread."""

import json
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import apsw

from server.core.ports import Appended, Draft, ErrorCode, Refused
from server.protocol.changes import (
    CHANGE_KINDS,
    emptied,
    fold,
    is_change,
    is_reply,
    refusal,
    refusal_of_reply,
    superseded,
)
from server.protocol.entries import Entry
from server.stores.drafts import UnstorableDraft, digest, entry_of
from server.stores.options import next_time
from server.stores.sqlite import statements
from server.stores.sqlite.database import transaction
from server.stores.sqlite.rows import as_json, changes_as_json, entry_of_row
from server.stores.times import from_ms, to_ms

MAX_TRIMMED = 1_000
"""Entries that a batch trims from one room beyond what it adds: after the bound
was lowered a large room shrinks in steps that nobody has to wait for."""

DIGEST_BYTES = 16
"""What is remembered of what a draft said. It tells a resent message from another
under its key, which only who knows the key could send."""

MAX_FORGOTTEN = 1_000
"""Keys that a batch forgets; more than it adds, so they cannot pile up."""

_KEY_IN_BYTES = re.compile("[0-9a-f]{32}").fullmatch

_ROW_FAULTS = (apsw.ConstraintError, apsw.MismatchError, apsw.TooBigError)


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch did: an answer to each draft, and how each room grew."""

    answers: Sequence[Appended | Refused]
    grown: dict[str, list[Entry]]
    rewrote: bool
    """Whether it put something in the place of what was there before."""


@dataclass(slots=True)
class _Room:
    """Where a room stands within the batch, and what the batch does to it.

    ``added`` is as appended, for who reads on from there; ``rewritten`` has the
    stored forms that changed, of what was ``found`` and of what was added.
    """

    max_messages: int
    head: int = 0
    oldest: int = 1
    last: datetime | None = None
    messages: int = 0
    """Entries that are no change: those that it had, and those of ``added``."""
    leading: list[int] = field(default_factory=list)
    """Where the oldest messages stand: as many as this batch may trim, and the one after them."""
    first_change: int | None = None
    """Where the oldest change stands, if the room has one and may be trimmed."""
    runs: list[list[int]] = field(default_factory=list)
    """The first and the last of each run of changes among those of ``added``."""
    added: list[Entry] = field(default_factory=list)
    found: dict[int, Entry] = field(default_factory=dict)
    changes_replied_to: set[int] = field(default_factory=set)
    """Of the entries that replies are about, those that are changes."""
    rewritten: dict[int, Entry] = field(default_factory=dict)

    @property
    def first_kept(self) -> int:
        """LOG17: Where the room will begin if nothing more comes: its bound is reached in bounded steps."""
        surplus = self.messages - self.max_messages
        if surplus <= 0:
            return self.oldest
        step = self.oldest + len(self.added) + MAX_TRIMMED
        return min(self.leading[surplus], step) if surplus < len(self.leading) else step

    def take(self, draft: Draft, now: datetime) -> Appended | Refused:
        if draft.kind not in CHANGE_KINDS:
            code = refusal_of_reply(self.head, self._is_change(draft.target), draft)
            if code is not None:
                return Refused(code)
            if len(self.leading) == self.messages:  # None lies between.
                self.leading.append(self.head + 1)
            self.messages += 1
            return self._append(draft, now)
        target = self._form(draft.target)
        code = refusal(target, draft)
        if code is not None:
            return Refused(code)
        place = self._append(draft, now)
        self._note_change()
        if target is not None:
            self._rewrite(target, self.added[-1])
        return place

    def _append(self, draft: Draft, now: datetime) -> Appended:
        self.head, self.last = self.head + 1, next_time(now, self.last)
        self.added.append(entry_of(draft, self.head, self.last))
        return Appended(self.head, self.last)

    def _note_change(self) -> None:
        """LOG18: Let the entry at the head, a change, make the last run longer, or begin one."""
        if self.runs and self.runs[-1][1] == self.head - 1:
            self.runs[-1][1] = self.head
        else:
            self.runs.append([self.head, self.head])
            if self.first_change is None:
                self.first_change = self.head

    def _is_change(self, offset: int | None) -> bool:
        """Return whether the entry at an offset that a reply is about is kept, and a change."""
        if offset is None or not self.first_kept <= offset <= self.head:
            return False
        head_before = self.head - len(self.added)
        if offset > head_before:
            return is_change(self.added[offset - head_before - 1])
        return offset in self.changes_replied_to

    def _form(self, offset: int | None) -> Entry | None:
        """Return the entry at an offset as it is stored now, if it is kept."""
        if offset is None or not self.first_kept <= offset <= self.head:
            return None
        head_before = self.head - len(self.added)
        entry = self.added[offset - head_before - 1] if offset > head_before else self.found.get(offset)
        return self.rewritten.get(offset, entry)

    def _rewrite(self, target: Entry, change: Entry) -> None:
        """CH3, CH4: Let the change show in its target, and the text that it takes the place of go."""
        self.rewritten[target.offset] = fold(target, change)
        edit = self._form(superseded(target, change))
        if edit is not None:
            self.rewritten[edit.offset] = emptied(edit)

    def find_leading(self, runs: Sequence[Sequence[int]], number: int) -> None:
        """Learn where so many of the oldest messages stand: around the oldest runs of changes."""
        self.first_change = runs[0][0] if runs else None
        start = self.oldest
        for first, last in (*runs, (self.head + 1, self.head + 1)):
            self.leading += range(start, min(first, start + number - len(self.leading)))
            start = last + 1

    @property
    def trims_changes(self) -> bool:
        return self.first_change is not None and self.first_change < self.oldest

    def trim(self) -> bool:
        """Raise ``oldest`` to the bound; return whether."""
        before, first = self.oldest, self.first_kept
        self.messages -= bisect_left(self.leading, first)
        self.oldest = first
        return first > before


def append_batch(
    connection: apsw.Connection,
    drafts: Sequence[Draft],
    now: datetime,
    max_messages: int,
    forgotten_before: datetime | None = None,
) -> Written:
    """Append the drafts in one transaction; when it returns they are on disk.

    LOG10: when a row is at fault, all are tried again one by one, each in a
    savepoint of the same transaction, and only that row is refused.
    """
    try:
        with transaction(connection):
            written = _Batch(connection, now, max_messages).write(drafts)
            if written.grown and forgotten_before is not None:
                _forget_keys(connection, forgotten_before)
            return written
    except _ROW_FAULTS:
        with transaction(connection):
            return _write_singly(connection, drafts, now, max_messages)


def _write_singly(connection: apsw.Connection, drafts: Sequence[Draft], now: datetime, max_messages: int) -> Written:
    answers: list[Appended | Refused] = []
    grown: defaultdict[str, list[Entry]] = defaultdict(list)
    rewrote = False
    for draft in drafts:
        try:
            with connection:  # A savepoint.
                written = _Batch(connection, now, max_messages).write([draft])
        except _ROW_FAULTS:
            answers.append(Refused(ErrorCode.WRONG_FIELD))
            continue
        answers += written.answers
        rewrote |= written.rewrote
        for room, entries in written.grown.items():
            grown[room] += entries
    return Written(answers, grown, rewrote)


def _forget_keys(connection: apsw.Connection, before: datetime) -> None:
    """LOG9: Keys go by age alone."""
    connection.execute(statements.FORGET_KEYS, {"before": to_ms(before), "limit": MAX_FORGOTTEN})


class _Batch:
    """One pass over some drafts: look up, decide in memory, write."""

    def __init__(self, connection: apsw.Connection, now: datetime, max_messages: int) -> None:
        self._connection = connection
        self._now = now
        self._max_messages = max_messages
        self._rooms: dict[str, _Room] = {}
        self._known: dict[tuple[str, str], tuple[str | None, str, Appended]] = {}
        self._rows: list[tuple[object, ...]] = []

    def write(self, drafts: Sequence[Draft]) -> Written:
        digests = [_digest(draft) for draft in drafts]
        storable = [draft for draft, said in zip(drafts, digests, strict=True) if said is not None]
        self._look_up(storable)
        self._find_targets([draft for draft in storable if draft.kind in CHANGE_KINDS])
        self._find_changes_replied_to([draft for draft in storable if is_reply(draft)])
        answers = [self._decide(draft, said) for draft, said in zip(drafts, digests, strict=True)]
        if self._rows:
            self._store()
        grown = {name: room.added for name, room in self._rooms.items() if room.added}
        return Written(answers, grown, any(room.rewritten for room in self._rooms.values()))

    def _look_up(self, drafts: Sequence[Draft]) -> None:
        self._rooms = {draft.room: _Room(self._max_messages) for draft in drafts}
        for name, head, oldest, last_at, messages in self._select(statements.ROOMS, list(self._rooms)):
            self._rooms[name] = _Room(self._max_messages, head, oldest, from_ms(last_at), messages)
        self._find_leading(Counter(draft.room for draft in drafts))
        wanted = [(draft.room, draft.key, _digits(draft.key)) for draft in drafts]
        for room, key, author, said, offset, at in self._select(statements.REMEMBERED, wanted):
            self._known[room, key] = (author, said, Appended(offset, from_ms(at)))

    def _find_leading(self, coming: Counter[str]) -> None:
        """Look up what may be trimmed, where a room is near its bound."""
        wanted: defaultdict[int, list[str]] = defaultdict(list)
        for name, more in coming.items():
            surplus = self._rooms[name].messages + more - self._max_messages
            if surplus > 0:
                wanted[min(surplus, more + MAX_TRIMMED) + 1].append(name)
        for number, names in wanted.items():
            # Between two runs there is a message at least, and before the first there may be none.
            asked = {"rooms": as_json(names), "limit": number + 1}
            for name, runs in json.loads(self._connection.execute(statements.OLDEST_RUNS, asked).get):
                self._rooms[name].find_leading(runs, number)

    def _find_targets(self, changes: Sequence[Draft]) -> None:
        if not changes:
            return
        wanted = [(draft.room, draft.target) for draft in changes]
        for room, *row in self._select(statements.TARGETS, wanted):
            entry = entry_of_row(row)
            self._rooms[room].found[entry.offset] = entry

    def _find_changes_replied_to(self, replies: Sequence[Draft]) -> None:
        if not replies:
            return
        for room, offset in self._select(statements.CHANGES_AMONG, [(draft.room, draft.target) for draft in replies]):
            self._rooms[room].changes_replied_to.add(offset)

    def _select(self, statement: str, wanted: Sequence[object]) -> list[list[Any]]:
        rows: list[list[Any]] = json.loads(self._connection.execute(statement, (as_json(wanted),)).get)
        return rows

    def _decide(self, draft: Draft, said: str | None) -> Appended | Refused:
        if said is None:
            return Refused(ErrorCode.WRONG_FIELD)
        known = self._known.get((draft.room, draft.key))
        if known is not None:
            author, known_said, first = known
            same = author == draft.author and known_said.startswith(said)
            # LOG4: the same again gives the first answer. LOG5: another is refused.
            return first if same else Refused(ErrorCode.KEY_REUSED)
        place = self._rooms[draft.room].take(draft, self._now)
        if isinstance(place, Appended):
            self._known[draft.room, draft.key] = (draft.author, said, place)
            self._rows.append(_row(draft, place, said))
        return place

    def _store(self) -> None:
        grown = {name: room for name, room in self._rooms.items() if room.added}
        trimmed = [name for name, room in grown.items() if room.trim()]
        places = [
            (name, room.head, room.oldest, to_ms(room.last or self._now), room.messages) for name, room in grown.items()
        ]
        rows = as_json(self._rows)
        self._connection.execute(statements.MOVE_ROOMS, (as_json(places),))
        self._connection.execute(statements.INSERT_ENTRIES, (rows,))
        self._connection.execute(statements.REMEMBER_KEYS, (rows,))
        runs = [(name, *run) for name, room in grown.items() for run in room.runs]
        if runs:
            self._connection.execute(statements.ADD_RUNS, (as_json(runs),))
        self._rewrite(grown)
        for name in trimmed:
            place = {"room": name, "oldest": grown[name].oldest}
            self._connection.execute(statements.TRIM_ENTRIES, place)
            if grown[name].trims_changes:
                self._connection.execute(statements.TRIM_RUNS, place)

    def _rewrite(self, rooms: Mapping[str, _Room]) -> None:
        forms = [
            (name, offset, entry.body, changes_as_json(entry.changes))
            for name, room in rooms.items()
            for offset, entry in room.rewritten.items()
        ]
        if forms:
            self._connection.execute(statements.REWRITE_ENTRIES, (as_json(forms),))


def _digest(draft: Draft) -> str | None:
    try:
        return digest(draft)[:DIGEST_BYTES].hex()
    except UnstorableDraft:
        return None


def _digits(key: str) -> str | None:
    """Return a key that 16 bytes can hold, and that comes back from them as it was; None for another."""
    return key if _KEY_IN_BYTES(key) else None


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
        _digits(draft.key),
    )
