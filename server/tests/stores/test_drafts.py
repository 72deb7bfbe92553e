"""What makes two drafts the same must stay what it was: stores remember it."""

import json
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from server.stores.drafts import digest
from server.tests.stores.drafting import draft

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200)


@given(TEXTS, st.none() | st.integers(0, 2**53 - 1), TEXTS)
def test_digest_is_that_of_the_list_as_json(kind: str, target: int | None, body: str) -> None:
    """LOG4, LOG5: A server that is newer than its store finds the keys that an older one remembered."""
    said = json.dumps([kind, target, body], ensure_ascii=False)
    assert digest(draft(kind=kind, target=target, body=body)) == sha256(said.encode()).digest()
