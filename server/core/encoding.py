"""Entries in their final bytes, and pages made of them: bounded, and shared by all who are sent the same."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from server.core.ports import Page
from server.protocol.codec import encode_entry_message, entries_array
from server.protocol.entries import Entry

ANSWER_BYTES = 256 * 1024
"""FR13: no answer is longer, except one that a single entry fills."""

ENTRIES_BYTES = ANSWER_BYTES - 72 * 1024
"""Bytes of the entries in a page. A welcome tells who is here beside it: a hundred
members with the longest names and authors, of 700 bytes each."""


class Encoded(NamedTuple):
    """An entry with its frame in the final bytes, made once for each node (FO4)."""

    offset: int
    entry: Entry
    wire: bytes


def encode_entry(entry: Entry) -> Encoded:
    """Encode an entry; what a newer server stored passes through unvalidated."""
    return Encoded(entry.offset, entry, encode_entry_message(entry))


class EncodedPage(NamedTuple):
    """A page whose entries are encoded: the same bytes for everybody who is sent it.

    ``entries`` is the JSON array.
    """

    epoch: str
    oldest: int
    head: int
    entries: bytes


def encode_page(page: Page, entries: Sequence[Encoded]) -> EncodedPage:
    """Return a page with those of its entries that ``first_of`` or ``last_of`` gave."""
    return EncodedPage(page.epoch, page.oldest, page.head, array_of(entries))


def first_of(page: Page) -> Sequence[Encoded]:
    """Encode as much of a page as an answer holds, from its beginning."""
    return _within_bound(page.entries)


def last_of(page: Page) -> Sequence[Encoded]:
    """Encode as much of a page as an answer holds, from its end; in ascending order."""
    return _within_bound(reversed(page.entries))[::-1]


def _within_bound(entries: Iterable[Entry]) -> list[Encoded]:
    taken: list[Encoded] = []
    size = 0
    for encoded in map(encode_entry, entries):
        size += len(encoded.wire)
        if taken and size > ENTRIES_BYTES:
            break
        taken.append(encoded)
    return taken


def array_of(entries: Sequence[Encoded]) -> bytes:
    """Return entries as a page has them, joined and not encoded again."""
    return entries_array([encoded.wire for encoded in entries])
