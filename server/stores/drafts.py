"""What a draft becomes, and what makes two drafts under one key the same."""

import json
from datetime import datetime
from hashlib import sha256

from server.core.ports import Draft
from server.protocol.entries import Entry


def digest(draft: Draft) -> bytes:
    """Return a digest of what the draft says: kind, target and body.

    Raises:
        UnicodeEncodeError: the draft holds text that UTF-8 cannot express (a
            lone surrogate), which no store can keep.
    """
    for text in (draft.room, draft.key, draft.author, draft.name):
        if text is not None and not text.isascii():
            text.encode()
    said = json.dumps([draft.kind, draft.target, draft.body], ensure_ascii=False)
    return sha256(said.encode()).digest()


def entry_of(draft: Draft, offset: int, at: datetime) -> Entry:
    """Return the draft in its place.

    Not validated again: the bounds of the wire are not the store's, and an
    entry of a newer server is kept as it is.
    """
    return Entry.model_construct(
        offset=offset,
        key=draft.key,
        kind=draft.kind,
        client_id=draft.client_id,
        author=draft.author,
        name=draft.name,
        target=draft.target,
        body=draft.body,
        at=at,
    )
