"""Who is writing in a room just now."""

from itertools import islice

MAX_TOLD = 10
"""The most typists in a ``typing`` frame (SE7): no line can hold more names."""

TYPING_SECONDS = 6.0
"""How long "is typing" stands without a new word from the client (SE7). The
client repeats itself every three seconds, so that one lost frame is no matter."""


class Typists:
    """The clients that are writing, each until a moment that it may put off."""

    def __init__(self) -> None:
        self._until: dict[int, float] = {}
        self.told: tuple[int, ...] = ()
        """The typists that are announced: those who began first, in their order."""

    @property
    def next_at(self) -> float | None:
        """When the first of them falls silent by itself; None when nobody writes."""
        return min(self._until.values(), default=None)

    def set(self, client_id: int, active: bool, now: float) -> bool:
        """Note that a client writes, or stopped; false if that changes nothing."""
        if active:
            self._until[client_id] = now + TYPING_SECONDS
            return True
        return self._until.pop(client_id, None) is not None

    def tell(self, now: float) -> bool:
        """Drop who fell silent; true if others have something new to hear."""
        self._until = {client_id: until for client_id, until in self._until.items() if until > now}
        before, self.told = self.told, tuple(islice(self._until, MAX_TOLD))
        return before != self.told
