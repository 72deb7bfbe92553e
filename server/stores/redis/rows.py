"""How an entry is kept, in the stream or in a form of its own, and comes out again.

``at``, the key and the numbers of ``changes`` stand by themselves, because the
scripts look at them; the rest is one text that Redis never looks into.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from server.core.ports import Draft
from server.protocol.entries import MAX_INTEGER, Changes, Entry, Reaction
from server.stores.drafts import digest, entry_of
from server.stores.times import from_ms, to_ms

_FIELDS = ("kind", "client_id", "author", "name", "target", "body")
_REACTION_FIELDS = ("emoji", "client_id", "author", "name")

# The script puts a change in its place; until then its offset is beyond all others.
_NO_TIME = datetime.max.replace(tzinfo=UTC)


def fingerprint(draft: Draft) -> str:
    """Return what has to be the same again under one key: author and digest, in one, of 128 bits.

    Raises:
        UnstorableDraft: see ``digest``.
    """
    return sha256(digest(draft) + json.dumps(draft.author).encode()).hexdigest()[:32]


def text_of(said: Draft | Entry) -> str:
    """Return what is kept of a draft, or of an entry, beside the key and the numbers."""
    values = [getattr(said, name) for name in _FIELDS]
    if isinstance(said, Entry) and said.changes is not None:
        values.append([[getattr(one, name) for name in _REACTION_FIELDS] for one in said.changes.reactions])
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def unplaced(change: Draft, place: int) -> Entry:
    """Return the entry that becomes of a change, the draft of this place in its call, to be folded already."""
    return entry_of(change, MAX_INTEGER + place, _NO_TIME)


def is_unplaced(offset: int) -> bool:
    """Return whether an offset is that of a change that has no place in the log yet."""
    return offset > MAX_INTEGER


def form_of(entry: Entry) -> tuple[str, str]:
    """Return what takes the place of an entry, in two.

    The first half is the numbers of ``changes``, with an ``@`` where they are those
    of a change that has no place in the log yet.
    """
    changes = entry.changes or _UNCHANGED
    numbers = (_place(changes.offset), _place(changes.edit), _time(changes.edited_at), _time(changes.deleted_at))
    return " ".join(numbers), f" {to_ms(entry.at)} {entry.key} {text_of(entry)}"


def entry_from(row: Any) -> Entry:
    """Return the entry of a row: ``[id, [name, value, …]]`` of the stream, or ``[offset, form]``."""
    place, kept = row
    numbers: list[bytes] = []
    if isinstance(kept, list):
        _, at, _, key, _, text = kept
    else:
        *numbers, at, key, text = kept.split(b" ", 6)
    values, reactions = json.loads(text), None
    if len(values) > len(_FIELDS):
        reactions = values.pop()
    return Entry.trusted(
        offset=int(place.partition(b"-")[0]),
        key=key.decode(),
        at=from_ms(int(at)),
        changes=None if reactions is None else _changes(numbers, reactions),
        **dict(zip(_FIELDS, values, strict=True)),
    )


def _changes(numbers: Iterable[bytes], reactions: list[list[Any]]) -> Changes:
    offset, edit, edited_at, deleted_at = map(int, numbers)
    return Changes.trusted(
        offset=offset,
        edit=edit or None,
        edited_at=from_ms(edited_at) if edited_at else None,
        deleted_at=from_ms(deleted_at) if deleted_at else None,
        reactions=tuple(Reaction.trusted(**dict(zip(_REACTION_FIELDS, one, strict=True))) for one in reactions),
    )


def _place(offset: int | None) -> str:
    return f"@{offset - MAX_INTEGER}" if offset and is_unplaced(offset) else str(offset or 0)


def _time(at: datetime | None) -> str:
    return "@" if at == _NO_TIME else str(to_ms(at) if at else 0)


_UNCHANGED = Changes.trusted(offset=0, edit=None, edited_at=None, deleted_at=None, reactions=())
