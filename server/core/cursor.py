"""How far a reader has come, and whether one that was away can read on."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from server.core.ports import Page
from server.protocol.entries import Position
from server.protocol.errors import LocalProtocolError


class Numbered(Protocol):
    """Anything that stands at an offset."""

    @property
    def offset(self) -> int:
        """The entry's number in its room."""
        ...


T = TypeVar("T", bound=Numbered)


class Cursor:
    """The last offset that a reader was handed; it moves by one."""

    __slots__ = ("offset",)

    def __init__(self, offset: int) -> None:
        self.offset = offset

    def take(self, entries: Sequence[T]) -> Sequence[T]:
        """Move past ``entries`` and return those that the reader has not had.

        Raises:
            LocalProtocolError: they begin beyond the next offset. Nobody may
                be handed entries across a gap, so this is a bug of ours.
        """
        if not entries or entries[-1].offset <= self.offset:
            return ()
        skip = self.offset + 1 - entries[0].offset
        if skip < 0:
            # FO2: a gap is never passed over.
            raise LocalProtocolError(f"expected offset {self.offset + 1}, got {entries[0].offset}")
        self.offset = entries[-1].offset
        return entries[skip:] if skip else entries


def can_resume(position: Position, page: Page, limit: int) -> bool:
    """Whether a reader at ``position`` can certainly be handed all that it missed.

    ``page`` begins with what stands at the position now, to compare keys. What
    follows it is kept, since a log has no holes and is trimmed from its other
    end; it must not be more than ``limit`` entries.
    """
    return (
        page.epoch == position.epoch
        and page.head - position.offset <= limit
        and page.entries[:1] != ()
        and page.entries[0].offset == position.offset
        and page.entries[0].key == position.key
    )
