"""Who is writing in a room just now."""

TYPING_SECONDS = 6.0
"""How long "is typing" stands without a new word from the client (SE7). The
client repeats itself every three seconds, so that one lost frame is no matter."""


class Typists:
    """The clients that are writing, each until a moment that it may put off."""

    def __init__(self) -> None:
        self._until: dict[int, float] = {}
        self._told: tuple[int, ...] = ()

    @property
    def client_ids(self) -> tuple[int, ...]:
        """Who writes, in the order in which they began."""
        return tuple(self._until)

    @property
    def next_at(self) -> float | None:
        """When the first of them falls silent by itself; None when nobody writes."""
        return min(self._until.values(), default=None)

    def set(self, client_id: int, active: bool, now: float) -> None:
        """Note that a client writes, or stopped."""
        if active:
            self._until[client_id] = now + TYPING_SECONDS
        else:
            self._until.pop(client_id, None)

    def tell(self, now: float) -> bool:
        """Drop who fell silent; true if others have something new to hear."""
        self._until = {client_id: until for client_id, until in self._until.items() if until > now}
        changed = self._told != self.client_ids
        self._told = self.client_ids
        return changed
