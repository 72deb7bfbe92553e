"""What a draft becomes, and what makes two drafts under one key the same."""

import json
from datetime import datetime
from hashlib import sha256

from server.core.ports import Draft
from server.protocol.entries import MAX_INTEGER, Entry


class UnstorableDraft(ValueError):
    """The draft holds something that not every store gives back as it was."""


def digest(draft: Draft) -> bytes:
    """Return a digest of what the draft says: kind, target and body.

    Raises:
        UnstorableDraft: the draft holds a NUL, a lone surrogate or a number out
            of bounds. The wire lets none of them through; a store that took one
            would give back something else, or drag down its whole batch.
    """
    said = json.dumps([draft.kind, draft.target, draft.body], ensure_ascii=False)
    numbers = (draft.client_id, draft.target or 0)
    texts = (draft.room, draft.key, draft.kind, draft.author or "", draft.name or "", draft.body)
    if not all(0 <= number <= MAX_INTEGER for number in numbers) or any("\0" in text for text in texts):
        raise UnstorableDraft("a draft holds no NUL and no number beyond 2^53-1")
    try:
        "".join(texts).encode()
        return sha256(said.encode()).digest()
    except UnicodeEncodeError:
        raise UnstorableDraft("a draft is text that UTF-8 can express") from None


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
