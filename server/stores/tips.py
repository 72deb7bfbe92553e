"""The last entry that a node handed out of each room, to notice a log that was rolled back."""

from collections.abc import Sequence
from typing import NamedTuple

from server.protocol.entries import Entry


class Tip(NamedTuple):
    """The newest entry of a room that readers here may have had; offset 0 for none.

    ``head`` is the highest that they may know, where entries need not have been
    handed out: those of a room may all be too old to be shown.
    """

    offset: int = 0
    key: str = ""
    head: int = 0

    def is_rolled_back(self, head: int, oldest: int, key: str | None) -> bool:
        """Whether the log is not any more what it was, by where it stands and the key at this offset."""
        # One that was trimmed since is no longer there to be compared.
        return head < self.offset or (self.offset >= oldest and self.offset > 0 and key != self.key)


class Tips:
    """The tips of the watched rooms."""

    def __init__(self) -> None:
        self._tips: dict[str, Tip] = {}

    def of(self, room: str) -> Tip:
        """Return a room's tip."""
        return self._tips.get(room, Tip())

    def note(self, room: str, entries: Sequence[Entry], head: int) -> None:
        """Note what is handed out, in ascending order, and the head that is told with it."""
        offset, key, highest = self.of(room)
        if entries and entries[-1].offset > offset:
            offset, key = entries[-1].offset, entries[-1].key
        self._tips[room] = Tip(offset, key, max(highest, offset, head))

    def forget(self, room: str) -> Tip:
        """Forget a room's tip, and return it."""
        return self._tips.pop(room, Tip())
