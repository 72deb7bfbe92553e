"""What a draft becomes, and what makes two drafts under one key the same."""

from datetime import datetime
from hashlib import sha256
from json.encoder import encode_basestring

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
    text = "".join((draft.room, draft.key, draft.kind, draft.author or "", draft.name or "", draft.body))
    if "\0" in text or not (0 <= draft.client_id <= MAX_INTEGER and 0 <= (draft.target or 0) <= MAX_INTEGER):
        raise UnstorableDraft("a draft holds no NUL and no number beyond 2^53-1")
    # As ``json.dumps`` writes the three as a list, which is what stores remember.
    target = "null" if draft.target is None else draft.target
    said = f"[{encode_basestring(draft.kind)}, {target}, {encode_basestring(draft.body)}]"
    try:
        if not text.isascii():
            text.encode()
        return sha256(said.encode()).digest()
    except UnicodeEncodeError:
        raise UnstorableDraft("a draft is text that UTF-8 can express") from None


def entry_of(draft: Draft, offset: int, at: datetime) -> Entry:
    """Return the draft in its place.

    Not validated again: the bounds of the wire are not the store's, and an
    entry of a newer server is kept as it is.
    """
    return Entry.trusted(
        offset=offset,
        key=draft.key,
        kind=draft.kind,
        client_id=draft.client_id,
        author=draft.author,
        name=draft.name,
        target=draft.target,
        body=draft.body,
        at=at,
        changes=None,
    )
