"""What one node knows of one room: its log up to a tip, and who is in it."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from server.core.encoding import ENTRIES_BYTES, Encoded, array_of, encode_entry
from server.core.presence import Departures, Roster
from server.core.typists import Typists
from server.protocol.changes import CHANGE_KINDS, EDIT, SUPERSEDING_KINDS, emptied, fold
from server.protocol.entries import Entry

TAIL_BYTES = 1_000_000
"""No more than this is kept, so that long messages cost no more than short ones."""

ALL_TAILS_BYTES = 64 * 1024 * 1024
"""While all tails of a node hold as much together, none takes more than
``LEAST_TAIL_BYTES``: whoever opens many rooms of long messages has each of them
read, and none of them kept. In memory it is about three times as much."""

LEAST_TAIL_BYTES = 64 * 1024
"""A page of ordinary messages."""

RUN_BYTES = 64 * 1024
"""Entries of so many bytes are handed out together, and never less than one: as
much as an outbox takes before it is full, so a member holds twice that at most
and one entry more."""

_RUNS_AT_HAND = 8
_PAGES_AT_HAND = 4


class Run:
    """Entries that follow one another, joined once for all who are handed them."""

    __slots__ = ("entries", "first", "last", "wire")

    def __init__(self, entries: Sequence[Encoded]) -> None:
        self.entries = entries
        self.first = entries[0].offset
        self.last = entries[-1].offset
        self.wire = entries[0].wire if len(entries) == 1 else b"".join([encoded.wire for encoded in entries])


class TailBytes:
    """How much all tails of a node hold together."""

    def __init__(self, most: int = ALL_TAILS_BYTES) -> None:
        self._most = most
        self.held = 0

    @property
    def bound(self) -> int:
        """What one tail may hold now."""
        return TAIL_BYTES if self.held < self._most else LEAST_TAIL_BYTES


class Tail:
    """The end of a log as far as this node has read it.

    It keeps ``max_entries`` for readers that lag a little: as many as a client
    may have missed and still resume.
    """

    def __init__(self, tip: int, max_entries: int, all_tails: TailBytes | None = None) -> None:
        self.tip = tip
        self._all_tails = all_tails or TailBytes()
        self.newest_change = tip
        """No change beyond it was read by this node. Those before the tail are unknown, so it begins there."""
        self._max_entries = max_entries
        self._entries: deque[Encoded] = deque()
        self._bytes = 0
        self._runs: dict[int, Run] = {}
        self._pages: dict[tuple[int, int, int], bytes] = {}
        self._edits: dict[int, int] = {}
        """By its message, the newest edit at hand: the only one that may have its text still."""

    @property
    def first(self) -> int:
        """The offset of the oldest entry at hand; that of the next one if there is none."""
        return self._entries[0].offset if self._entries else self.tip + 1

    @property
    def is_at_its_bound(self) -> bool:
        """True when an older entry would be dropped again."""
        return len(self._entries) >= self._max_entries or self._bytes >= self._all_tails.bound

    def extend(self, entries: Sequence[Entry]) -> None:
        """Take what was read, and drop what was had.

        After a gap (the log was trimmed past the tip) the tail begins anew:
        readers that stand before it find out when they read on.
        """
        fresh = [encode_entry(entry) for entry in entries if entry.offset > self.tip]
        if not fresh:
            return
        if fresh[0].offset != self.tip + 1:
            self.release()
            self.newest_change = fresh[0].offset - 1
        self._entries.extend(fresh)
        self._count(sum(len(encoded.wire) for encoded in fresh))
        self.tip = fresh[-1].offset
        for encoded in fresh:
            if encoded.entry.kind in CHANGE_KINDS:
                self._fold(encoded.entry)
                self.newest_change = encoded.offset
        self._runs.clear()
        self._pages.clear()
        bound = self._all_tails.bound
        while len(self._entries) > self._max_entries or (self._bytes > bound and len(self._entries) > 1):
            self._drop_oldest()

    def reach_back(self, entries: Sequence[Entry]) -> bool:
        """Take older entries that end before ``first``; return whether all found room.

        What does not follow without a gap, or is beyond the bound, is dropped.
        They may have been read before changes that are at hand by now, which
        are folded in (CH4, CH6).
        """
        changes = self._changes_by_target()
        for entry in reversed(entries):
            if self.is_at_its_bound or entry.offset != self.first - 1:
                return False
            encoded = encode_entry(_as_left_by(changes, entry))
            self._entries.appendleft(encoded)
            self._count(len(encoded.wire))
            if entry.kind == EDIT and entry.target is not None:
                self._edits.setdefault(entry.target, entry.offset)
        return True

    def key_at(self, offset: int) -> str | None:
        """Return the key of the entry at an offset, or None if it is not at hand."""
        index = offset - self.first
        return self._entries[index].entry.key if 0 <= index < len(self._entries) else None

    def page(self, before: int, limit: int, oldest: int) -> bytes | None:
        """Return the encoded page before an offset, or None if not all of it is at hand.

        It ends with the entry before ``before``; before that it has messages, and
        no changes of them. Where it reaches ``oldest`` that entry is in it, too.
        Those who ask for the same are given the very same bytes.
        """
        asked = (before, limit, oldest)
        page = self._pages.get(asked)
        if page is None:
            entries = self._page_backwards(before, limit, oldest)
            if entries is None:
                return None
            page = array_of(entries[::-1])
            if len(self._pages) >= _PAGES_AT_HAND:
                self._pages.clear()
            self._pages[asked] = page
        return page

    def run_after(self, offset: int) -> Run | None:
        """Return the entries that follow, up to ``RUN_BYTES``; None if the next is not at hand.

        Below the tip there is always a next one. Those who ask for the same are
        given the very same run.
        """
        run = self._runs.get(offset)
        if run is None and self.first <= offset + 1 <= self.tip:
            # Nearly everybody stands just before the tip.
            is_next = offset + 1 == self.tip
            run = Run((self._entries[-1],) if is_next else take_run(self._from(offset + 1 - self.first)))
            if len(self._runs) >= _RUNS_AT_HAND:
                self._runs.clear()
            self._runs[offset] = run
        return run

    def release(self) -> None:
        """Hold nothing any more."""
        self._entries.clear()
        self._edits.clear()
        self._runs.clear()
        self._pages.clear()
        self._count(-self._bytes)

    def _count(self, size: int) -> None:
        self._bytes += size
        self._all_tails.held += size

    def _page_backwards(self, before: int, limit: int, oldest: int) -> list[Encoded] | None:
        found: list[Encoded] = []
        size = 0
        for offset in range(min(before, self.tip + 1) - 1, oldest - 1, -1):
            if offset < self.first:
                return None
            encoded = self._entries[offset - self.first]
            if found and offset > oldest and encoded.entry.kind in CHANGE_KINDS:
                continue
            size += len(encoded.wire)
            if found and size > ENTRIES_BYTES:
                break
            found.append(encoded)
            if len(found) == limit:
                break
        return found

    def _fold(self, change: Entry) -> None:
        """CH3, CH4: What is handed out from here on shows the change, and not what it took the place of."""
        target = self._at(change.target)
        if target is not None:
            self._replace(fold(target, change))
        if change.kind in SUPERSEDING_KINDS and change.target is not None:
            # Not by way of the message, which may be older than all that is at hand.
            edit = self._at(self._edits.get(change.target))
            if edit is not None:
                self._replace(emptied(edit))
            if change.kind == EDIT:
                self._edits[change.target] = change.offset

    def _changes_by_target(self) -> dict[int | None, list[Entry]]:
        changes: dict[int | None, list[Entry]] = defaultdict(list)
        for encoded in self._entries:
            if encoded.entry.kind in CHANGE_KINDS:
                changes[encoded.entry.target].append(encoded.entry)
        return changes

    def _drop_oldest(self) -> None:
        encoded = self._entries.popleft()
        self._count(-len(encoded.wire))
        target = encoded.entry.target
        if target is not None and self._edits.get(target) == encoded.offset:
            del self._edits[target]

    def _at(self, offset: int | None) -> Entry | None:
        if offset is None or not self.first <= offset <= self.tip:
            return None
        return self._entries[offset - self.first].entry

    def _replace(self, entry: Entry) -> None:
        index = entry.offset - self.first
        before, after = self._entries[index], encode_entry(entry)
        self._count(len(after.wire) - len(before.wire))
        self._entries[index] = after

    def _from(self, start: int) -> Iterator[Encoded]:
        # By index, which in a deque is quick near both ends; readers are near the newer one.
        entries = self._entries
        return (entries[index] for index in range(start, len(entries)))


def _as_left_by(changes: Mapping[int | None, Sequence[Entry]], entry: Entry) -> Entry:
    """Return an entry as changes that follow it leave it, given by their targets and in their order."""
    for change in changes.get(entry.offset, ()):
        entry = fold(entry, change)
    if entry.kind == EDIT and any(change.kind in SUPERSEDING_KINDS for change in changes.get(entry.target, ())):
        return emptied(entry)
    return entry


def take_run(entries: Iterable[Encoded]) -> Sequence[Encoded]:
    """Return the first entries, one at least, up to ``RUN_BYTES``."""
    taken: list[Encoded] = []
    size = 0
    for encoded in entries:
        size += len(encoded.wire)
        if taken and size > RUN_BYTES:
            break
        taken.append(encoded)
    return taken


class Room:
    """A room on this node: the tail of its log, its members, those away, those writing."""

    def __init__(
        self,
        name: str,
        epoch: str,
        tip: int,
        *,
        tail_entries: int,
        listed_members: int,
        all_tails: TailBytes | None = None,
    ) -> None:
        self.name = name
        self.epoch = epoch
        self._all_tails = all_tails or TailBytes()
        self.tail = Tail(tip, tail_entries, self._all_tails)
        self.roster = Roster(listed_members)
        self.departures = Departures()
        self.typists = Typists()
        self._tail_entries = tail_entries

    def begin_anew(self, epoch: str, tip: int) -> None:
        """Follow another life of the log, from ``tip``; the people stay."""
        self.epoch = epoch
        self.tail.release()
        self.tail = Tail(tip, self._tail_entries, self._all_tails)
