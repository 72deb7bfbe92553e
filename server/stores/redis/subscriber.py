"""The one connection on which a node hears, whatever the number of rooms.

Pub/Sub stores nothing: messages that are published while the connection is away
are lost in silence. So listeners learn each time that it is back, and look.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from server.core.ports import StoreUnavailable
from server.stores.redis.address import Address
from server.stores.redis.connection import Connection, checked
from server.stores.redis.link import Link

Hearer = Callable[[bytes], None]


class Subscriber:
    """The channels that this node listens to, over all reconnects.

    Sharded Pub/Sub: on a cluster a hint stays within the room's shard.
    """

    def __init__(self, address: Address, on_return: Callable[[], None]) -> None:
        self.hearers: dict[bytes, Hearer] = {}
        self._on_return = on_return
        self._link = Link("subscription", address, self._subscribe_all, _ping, on_message=self._hear)

    async def open(self) -> None:
        """Connect; see ``Link.open``."""
        await self._link.open()

    async def close(self) -> None:
        """End the connection."""
        self.hearers.clear()
        await self._link.close()

    async def add(self, channel: str, hearer: Hearer) -> None:
        """Listen; when this returns, what is published is heard.

        Unless the connection is away: then it is from its return on.
        """
        name = channel.encode()
        self.hearers[name] = hearer
        with suppress(StoreUnavailable):
            await self._link.ask(("SSUBSCRIBE", name))

    def remove(self, channel: str) -> None:
        """Listen no more; nobody waits for the server to know."""
        name = channel.encode()
        if self.hearers.pop(name, None) is not None and self._link.is_open:
            with suppress(StoreUnavailable):
                self._link.use().request("SUNSUBSCRIBE", name)

    def _hear(self, channel: bytes, message: bytes) -> None:
        hearer = self.hearers.get(channel)
        if hearer is not None:
            hearer(message)

    async def _subscribe_all(self, connection: Connection) -> None:
        done: set[bytes] = set()
        while missing := self.hearers.keys() - done:  # Others come while these are waited for.
            # One each, since on a cluster channels of two rooms cannot go together.
            for reply in [connection.request("SSUBSCRIBE", name) for name in missing]:
                checked(await reply)
            done |= missing
        if self._link.lives:
            asyncio.get_running_loop().call_soon(self._on_return)


async def _ping(connection: Connection) -> None:
    checked(await connection.request("PING"))
