"""The changes of presence, and how little of them is kept for a slow reader."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable

from server.core.ports import Arrived, Departed, PresenceChange, PresenceNews, TypingChanged
from server.stores.typing_news import TypingNews

Place = tuple[str, int]
"""A room, and the client ID of somebody in it."""


class PresenceChanges:
    """The changes that nobody fetched yet: one for each place at most.

    Belongs to one event loop. Bounded by those who are present and those the
    reader was told of, however often they come and go meanwhile.
    """

    def __init__(self) -> None:
        self._present: dict[Place, Arrived] = {}
        self._told: set[Place] = set()
        self._pending: OrderedDict[Place, PresenceChange] = OrderedDict()
        self._typing = TypingNews()
        self._ready = asyncio.Event()

    def begin(self, everybody: Iterable[Arrived]) -> None:
        """Take who is present at first; the reader lists them by itself."""
        for arrived in everybody:
            self._present[_place(arrived)] = arrived
            self._told.add(_place(arrived))

    def apply(self, change: PresenceChange) -> None:
        """Take one change; what is known already is not told again."""
        place = _place(change)
        if isinstance(change, Departed):
            if self._present.pop(place, None) is None:
                return
        elif self._present.get(place) == change:
            return
        else:
            self._present[place] = change
        self._tell(place, change)

    def compare(self, everybody: Iterable[Arrived], *, may_depart: bool) -> None:
        """Take all who are present, and tell what was missed.

        Args:
            everybody: Who is present.
            may_depart: Whether those who are not among them are gone; if not,
                they are left as they are.
        """
        found = {_place(arrived): arrived for arrived in everybody}
        if may_depart:
            for room, client_id in self._present.keys() - found.keys():
                self.apply(Departed(room, client_id))
        for arrived in found.values():
            self.apply(arrived)

    def hear_typing(self, word: TypingChanged) -> None:
        """Tell the reader of somebody who writes on another node."""
        self._typing.note(word)
        self._ready.set()

    async def __aiter__(self) -> AsyncIterator[PresenceNews]:
        """Yield for ever, the place that has waited longest first."""
        while True:
            while self._pending:
                place, change = self._pending.popitem(last=False)
                if isinstance(change, Arrived):
                    self._told.add(place)
                else:
                    self._told.discard(place)
                yield change
            while self._typing:
                yield self._typing.take()
            self._ready.clear()
            await self._ready.wait()

    def _tell(self, place: Place, change: PresenceChange) -> None:
        self._pending.pop(place, None)
        if isinstance(change, Arrived) or place in self._told:
            self._pending[place] = change
            self._ready.set()


def _place(change: PresenceChange) -> Place:
    client_id = change.member.client_id if isinstance(change, Arrived) else change.client_id
    return change.room, client_id
