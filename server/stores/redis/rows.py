"""How an entry is kept in the stream, and comes out of it again.

``at`` and the key have fields of their own, because the scripts look at them;
the rest is one text that Redis never looks into.
"""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from server.core.ports import Draft
from server.protocol.entries import Entry
from server.stores.drafts import digest

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_FIELDS = ("kind", "client_id", "author", "name", "target", "body")


def to_ms(at: datetime) -> int:
    """Return a time as whole milliseconds since 1970."""
    return (at - _START) // _MILLISECOND


def from_ms(at: int) -> datetime:
    """Return the time, in UTC, of whole milliseconds since 1970."""
    return _START + at * _MILLISECOND


def fingerprint(draft: Draft) -> str:
    """Return what has to be the same again under one key: author and digest, in one.

    Raises:
        UnstorableDraft: see ``digest``.
    """
    return sha256(digest(draft) + json.dumps(draft.author).encode()).hexdigest()


def text_of(draft: Draft) -> str:
    """Return what is kept of a draft beside its key and time."""
    values = [getattr(draft, name) for name in _FIELDS]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def entry_from(row: Any) -> Entry:
    """Return the entry that the stream gives as ``[id, [name, value, …]]``."""
    place, (_, at, _, key, _, text) = row
    return Entry.model_construct(
        offset=int(place.partition(b"-")[0]),
        key=key.decode(),
        at=from_ms(int(at)),
        **dict(zip(_FIELDS, json.loads(text), strict=True)),
    )
