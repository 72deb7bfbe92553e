"""What one node knows of one room: its log up to a tip, and who is in it."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from server.core.presence import Departures, Roster
from server.core.typists import Typists
from server.protocol.codec import encode
from server.protocol.entries import Entry
from server.protocol.server_frames import EntryFrame

TAIL_CHARACTERS = 1_000_000
"""No more text than this is kept, so that long messages cost no more than short ones."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """An entry with the text of its frame, made once for each node (FO4)."""

    offset: int
    frame: EntryFrame
    text: str


def encode_entry(entry: Entry) -> Encoded:
    """Encode an entry; what a newer server stored passes through unvalidated."""
    frame = EntryFrame.model_construct(type="entry", **dict(entry))
    return Encoded(entry.offset, frame, encode(frame))


class Tail:
    """The end of a log as far as this node has read it.

    It keeps ``max_entries`` for readers that lag a little: as many as a client
    may have missed and still resume.
    """

    def __init__(self, tip: int, max_entries: int) -> None:
        self.tip = tip
        self._max_entries = max_entries
        self._entries: deque[Encoded] = deque()
        self._characters = 0

    def extend(self, entries: Sequence[Entry]) -> Sequence[Encoded]:
        """Take what was read, drop what was had, and return the rest encoded.

        After a gap (the log was trimmed past the tip) the tail begins anew:
        readers that stand before it find out when they read on.
        """
        fresh = [encode_entry(entry) for entry in entries if entry.offset > self.tip]
        if not fresh:
            return ()
        if fresh[0].offset != self.tip + 1:
            self._entries.clear()
            self._characters = 0
        self._entries.extend(fresh)
        self._characters += sum(len(encoded.text) for encoded in fresh)
        self.tip = fresh[-1].offset
        self._trim()
        return fresh

    def after(self, offset: int, limit: int) -> Sequence[Encoded] | None:
        """Return at most ``limit`` entries that follow, or None if they are not at hand."""
        if offset >= self.tip:
            return ()
        if not self._entries or offset + 1 < self._entries[0].offset:
            return None
        first = offset + 1 - self._entries[0].offset
        return tuple(islice(self._entries, first, first + limit))

    def _trim(self) -> None:
        while len(self._entries) > self._max_entries or self._characters > TAIL_CHARACTERS:
            self._characters -= len(self._entries.popleft().text)


class Room:
    """A room on this node: the tail of its log, its members, those away, those writing."""

    def __init__(self, name: str, epoch: str, tip: int, *, tail_entries: int, listed_members: int) -> None:
        self.name = name
        self.epoch = epoch
        self.tail = Tail(tip, tail_entries)
        self.roster = Roster(listed_members)
        self.departures = Departures()
        self.typists = Typists()
        self._tail_entries = tail_entries

    def begin_anew(self, epoch: str, tip: int) -> None:
        """Follow another life of the log, from ``tip``; the people stay."""
        self.epoch = epoch
        self.tail = Tail(tip, self._tail_entries)
