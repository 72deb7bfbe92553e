"""Typing on its way from node to node: the last state of each client."""

from collections import OrderedDict

from server.core.ports import TypingChanged

MAX_WAITING_WORDS = 2_000
"""Words that wait to be told; beyond it the new ones are dropped. Each is said
again within three seconds while it is true."""


class TypingNews:
    """Words that nobody fetched yet: one for each client at most."""

    def __init__(self) -> None:
        self._words: OrderedDict[tuple[str, int], TypingChanged] = OrderedDict()

    def __len__(self) -> int:
        return len(self._words)

    def note(self, word: TypingChanged) -> None:
        """Keep a word, in the place of the last one of its client."""
        place = (word.room, word.client_id)
        if place in self._words or len(self._words) < MAX_WAITING_WORDS:
            self._words[place] = word

    def take(self) -> TypingChanged:
        """Return the word that has waited longest; there must be one."""
        return self._words.popitem(last=False)[1]
