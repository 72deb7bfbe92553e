"""Which life of the store this is, and how its end is noticed.

The epoch stands in the store, once for all nodes. It changes when the store is
made anew (it was emptied) and when a node finds that a log was rolled back:
that an entry which it has handed out is no longer at its offset, as after a
power cut that took the newest seconds. What was handed out then means nothing
any more, so all begin anew, and nobody reads on across the seam in silence.
"""

from collections.abc import Callable
from typing import Any

from server.core.ports import StoreUnavailable
from server.stores.options import StoreUrlError
from server.stores.redis.connection import Command, Connection
from server.stores.redis.names import Names
from server.stores.redis.scripts import NEW_EPOCH, OPEN, UPGRADE, ask

SCHEMA_VERSION = b"2"
"""2: what was changed stands beside the stream, in ``forms``."""


class Life:
    """The epoch as this node knows it, and what is made with it."""

    def __init__(self, names: Names, random_bytes: Callable[[int], bytes], on_end: Callable[[], None]) -> None:
        self.epoch = ""
        self.signing_key = b""
        self._names = names
        self._random_bytes = random_bytes
        self._on_end = on_end

    @property
    def question(self) -> Command:
        """The command whose reply ``hear`` takes."""
        return ("HGET", self._names.store, "life")

    async def begin(self, connection: Connection) -> None:
        """Make what is missing, and learn what is there.

        Raises:
            StoreUrlError: another version wrote this store.
        """
        proposed = (SCHEMA_VERSION, self._random_bytes(16).hex(), self._random_bytes(32))
        upgrade, opening = UPGRADE.on([self._names.store], SCHEMA_VERSION), OPEN.on([self._names.store], *proposed)
        _, (version, epoch, signing_key) = await ask(connection, upgrade, opening)
        if version != SCHEMA_VERSION:
            raise StoreUrlError(
                f"this store has schema version {version.decode()}, and this server knows "
                f"{SCHEMA_VERSION.decode()}: start the version of Parley that wrote it"
            )
        self.signing_key = signing_key
        self._learn(epoch)

    async def hear(self, connection: Connection, reply: Any) -> None:
        """Take the reply to ``question``; an emptied store gets its epoch here."""
        if reply is None:
            await self.begin(connection)
        else:
            self._learn(reply)

    async def end(self, connection: Connection, epoch: str) -> None:
        """End an epoch in which a log was rolled back, unless another node has."""
        proposed = self._random_bytes(16).hex()
        (reply,) = await ask(connection, NEW_EPOCH.on([self._names.store], epoch, proposed))
        if reply is None:
            raise StoreUnavailable("the store was emptied meanwhile")
        self._learn(reply)

    def _learn(self, epoch: bytes) -> None:
        known, self.epoch = self.epoch, epoch.decode()
        if known not in ("", self.epoch):
            self._on_end()


async def new_epoch(connection: Connection, names: Names, random_bytes: Callable[[int], bytes]) -> str:
    """Begin another life of a store that was put back from a backup.

    Offsets that were given out after the backup will be given out again, to
    other entries; under a new epoch no client takes the one for the other. Nodes
    that run notice it within a second, and send their clients away to come back.

    Raises:
        StoreUrlError: there is no such store.
    """
    upgrade = UPGRADE.on([names.store], SCHEMA_VERSION)
    _, known = await ask(connection, upgrade, ("HGET", names.store, "life"))
    if known is None:
        raise StoreUrlError("there is no store under that prefix")
    (reply,) = await ask(connection, NEW_EPOCH.on([names.store], known, random_bytes(16).hex()))
    return str(reply.decode())
