"""What may name an item, and the one form in which a name is kept."""

import unicodedata

from server.protocol.entries import MAX_ITEM_ID_BYTES
from server.protocol.visible import has_hidden


def normalize_item_id(raw: str) -> str:
    """Return an item's name in Unicode's form NFC.

    Two spellings that look the same are one room; what is checked is the form
    that is kept.

    Raises:
        ValueError: no item can have this name (AU5). The sentence does not
            repeat it.
    """
    item_id = unicodedata.normalize("NFC", raw)
    if not item_id:
        raise ValueError("an item's name has at least one character, this one was empty")
    if item_id in (".", ".."):
        raise ValueError("an item's name is not one or two dots alone, which no URL can carry")
    if "/" in item_id:
        raise ValueError("an item's name has no slash, this one had")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in item_id):
        raise ValueError("an item's name has no control character and no lone surrogate, this one had")
    if has_hidden(item_id):
        raise ValueError(
            "an item's name has no invisible character, no blank at an end and none but the plain one, this one had"
        )
    length = len(item_id.encode())
    if length > MAX_ITEM_ID_BYTES:
        raise ValueError(f"an item's name has at most {MAX_ITEM_ID_BYTES} bytes of UTF-8, this one had {length}")
    return item_id
