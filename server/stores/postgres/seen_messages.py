"""Where messages are that this node has lately seen: a reply to one of them costs no look at it."""

from collections.abc import Sequence

from server.protocol.changes import CHANGE_KINDS
from server.protocol.entries import Entry

MAX_SEEN = 10_000
"""Places of all rooms together, about 2 MB. Beyond it the one that was seen first is forgotten."""


class SeenMessages:
    """Places of entries that are no changes. What is at an offset stays so for as long as the epoch lasts."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, int], None] = {}

    def note(self, room: str, entries: Sequence[Entry]) -> None:
        """Note the messages among some entries."""
        # HOT: each entry that is appended or read comes by here.
        for entry in entries:
            if entry.kind not in CHANGE_KINDS:
                self._places[room, entry.offset] = None
        while len(self._places) > MAX_SEEN:
            del self._places[next(iter(self._places))]

    def has(self, room: str, offset: int | None) -> bool:
        """Return whether a message is known to be there; False says nothing."""
        return (room, offset) in self._places

    def forget(self) -> None:
        """Forget everything: another epoch has other entries."""
        self._places.clear()
