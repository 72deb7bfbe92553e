"""Who is writing in a room just now."""

from collections.abc import Callable
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
        self._told_as: dict[int, int] = {}
        self.told: tuple[int, ...] = ()
        """The typists that are announced, one client of each person: those who began first, in their order."""

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

    def tell(self, now: float, person_of: Callable[[int], str | int], listed: Callable[[int], int]) -> bool:
        """Drop who fell silent; true if others have something new to hear.

        Args:
            now: The moment of it.
            person_of: Returns the person of a client; the frame names each person once (SE10).
            listed: The client under which the members' list has a person.
        """
        self._until = {client_id: until for client_id, until in self._until.items() if until > now}
        people: dict[str | int, int] = {}
        for client_id in self._until:
            if (person := person_of(client_id)) not in people:
                people[person] = listed(client_id)
        self._told_as = {client_id: people[person_of(client_id)] for client_id in self._until}
        before, self.told = self.told, tuple(islice(people.values(), MAX_TOLD))
        return before != self.told

    def others(self, client_id: int) -> tuple[int, ...]:
        """Return the typists that a client hears of: all but its own person, whichever client stands for them."""
        own = {client_id, self._told_as.get(client_id, client_id)}
        return tuple(one for one in self.told if one not in own)

    def concerns(self, client_id: int) -> bool:
        """Whether a client may be among those that are told."""
        return client_id in self._told_as or client_id in self.told
