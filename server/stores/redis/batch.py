"""An append, cut into script calls: each has drafts of one room.

A change is judged and folded here, by its target as it was read, or as the change
before it leaves it. The script takes it only if the target is so, and stops where
it is not: from there on the drafts are judged anew. A draft that is stopped was
overtaken by another, perhaps of the same call, so some draft always succeeds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.core.ports import Appended, Draft, ErrorCode, Refused
from server.protocol.changes import CHANGE_KINDS, emptied, fold, is_reply, refusal, superseded
from server.protocol.entries import Entry
from server.stores.drafts import UnstorableDraft, entry_of
from server.stores.redis.connection import Word
from server.stores.redis.rows import entry_from, fingerprint, form_of, is_unplaced, text_of, unplaced
from server.stores.times import from_ms

MAX_BATCH = 256
"""Drafts in one script call; Redis does nothing else meanwhile (some 4 ms)."""

_NOT_KEPT = -1
_NOT_YET = ""
"""The version of a target that the script finds in none: it stops there."""


@dataclass(slots=True)
class Part:
    """The drafts of one call that go to one room together.

    ``words`` are four of each draft. ``changes`` are those among them, by their
    place as Lua counts; once they are judged there are seven words of each.
    """

    room: str
    drafts: list[tuple[int, Draft]] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    changes: dict[int, Draft] = field(default_factory=dict)
    judgements: list[Word] = field(default_factory=list)
    _codes: dict[int, ErrorCode] = field(default_factory=dict)

    def add(self, index: int, draft: Draft, words: Iterable[Word]) -> None:
        """Take a draft, and its place in the call."""
        self.drafts.append((index, draft))
        self.words += words
        if draft.kind in CHANGE_KINDS:
            self.changes[len(self.drafts)] = draft

    @property
    def targets(self) -> list[int]:
        """The offsets of which ``judge`` takes the rows."""
        return [change.target or 0 for change in self.changes.values()]

    def judge(self, rows: Sequence[tuple[Any, Any]]) -> None:
        """Judge each change by its target, and fold it in."""
        left: dict[int, tuple[Word, Entry | None]] = {}
        for (place, change), (row, edit) in zip(self.changes.items(), rows, strict=True):
            offset = change.target or 0
            version, target = left.get(offset) or _as_read(row)
            code = refusal(target, change)
            if target is None or code is not None:
                self._codes[place] = code or ErrorCode.BAD_TARGET
                self.judgements += (place, offset, version, "", "", 0, "")
                continue
            entry = unplaced(change, place)
            form, gone = fold(target, entry), superseded(target, entry) or 0
            if is_unplaced(gone):
                # The edit that it takes the place of has to be in the log first.
                version = _NOT_YET
            self.judgements += (place, offset, version, *form_of(form), *_emptied(gone, edit))
            left[offset] = (f"@{place}", form)

    def answers(self, reply: Sequence[Sequence[int]]) -> list[tuple[int, Appended | Refused]]:
        """Return the answers that a reply has, each with its draft's place in the call."""
        places = enumerate(zip(self.drafts, reply, strict=False), 1)
        return [(index, self._answer(place, told)) for place, ((index, _), told) in places]

    def entries(self, reply: Sequence[Sequence[int]]) -> list[Entry]:
        """Return what the script says it added."""
        pairs = zip(self.drafts, reply, strict=False)
        return [entry_of(draft, told[1], from_ms(told[2])) for (_, draft), told in pairs if told[0] == 1]

    def rest(self, number: int) -> "Part":
        """Return the drafts after so many, not judged yet."""
        rest = Part(self.room)
        for place, (index, draft) in enumerate(self.drafts[number:], number):
            rest.add(index, draft, self.words[4 * place : 4 * place + 4])
        return rest

    def _answer(self, place: int, told: Sequence[int]) -> Appended | Refused:
        if told[0] == -2:
            # SE9: what is no change is refused for one thing only.
            return Refused(self._codes.get(place, ErrorCode.BAD_TARGET))
        return Refused(ErrorCode.KEY_REUSED) if told[0] == -1 else Appended(told[1], from_ms(told[2]))


def parts_of(drafts: Sequence[Draft]) -> list[Part]:
    """Cut a call into parts, those of a room in its order, without what no store can keep (LOG10)."""
    parts: list[Part] = []
    open_parts: dict[str, Part] = {}
    for index, draft in enumerate(drafts):
        try:
            print_ = fingerprint(draft)
        except UnstorableDraft:
            continue
        part = open_parts.get(draft.room)
        if part is None or len(part.drafts) == MAX_BATCH:
            part = open_parts[draft.room] = Part(draft.room)
            parts.append(part)
        part.add(index, draft, (draft.key, print_, text_of(draft), _reply_to(draft)))
    return parts


def in_turn(parts: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    """Return the parts that may be sent together, and the others.

    What follows a change in its room waits for it: it may have to be sent again.
    """
    now: list[Part] = []
    later: list[Part] = []
    held: set[str] = set()
    for part in parts:
        (later if part.room in held else now).append(part)
        if part.changes:
            held.add(part.room)
    return now, later


def _reply_to(draft: Draft) -> Word:
    # The script judges a reply as ``refusal_of_reply`` does: no look ahead of it could be as sure.
    return draft.target or "" if is_reply(draft) else ""


def _as_read(row: Any) -> tuple[Word, Entry | None]:
    target = entry_from(row) if row else None
    return (_NOT_KEPT if target is None else target.changes.offset if target.changes else 0), target


def _emptied(offset: int, edit: Any) -> tuple[Word, Word]:
    # CH4: the text that a change takes the place of goes with it.
    return (offset, "".join(form_of(emptied(entry_from(edit))))) if offset and edit else (0, "")
