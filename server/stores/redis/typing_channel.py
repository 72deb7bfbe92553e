"""Tells other nodes who writes, on the channel of a room's changes.

What is published has no version and is kept nowhere: it may be lost, and is
said again while it is true.
"""

import asyncio
import json
from contextlib import suppress
from typing import Any

from server.core.ports import StoreUnavailable, TypingChanged
from server.stores.redis.link import Link
from server.stores.redis.names import Names
from server.stores.typing_news import TypingNews

COLLECT_SECONDS = 0.05
"""How long typing states are collected before they are sent together: a client
that starts and stops a thousand times a second is sent twenty times."""


class TypingChannel:
    """Words on their way out, and what makes one of another node's."""

    def __init__(self, link: Link, names: Names) -> None:
        self._link = link
        self._names = names
        self._news = TypingNews()
        self._timer: asyncio.TimerHandle | None = None

    def tell(self, node: str, word: TypingChanged) -> None:
        """Publish a word soon; nobody waits for it."""
        self._news.note(word)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(COLLECT_SECONDS, self._publish, node)

    def close(self) -> None:
        """Publish nothing more."""
        if self._timer is not None:
            self._timer.cancel()

    def _publish(self, node: str) -> None:
        self._timer = None
        # Where the store is away the words are lost.
        while self._news:
            word = self._news.take()
            message = json.dumps({"typing": word.client_id, "active": word.active, "node": node})
            with suppress(StoreUnavailable):
                self._link.use().request("SPUBLISH", self._names.room(word.room).changes, message)


def read_word(room: str, message: Any, node: str) -> TypingChanged | None:
    """Return what another node than this one published; None for its own."""
    if message["node"] == node:
        return None
    return TypingChanged(room, message["typing"], message["active"])
