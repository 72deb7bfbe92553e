"""What a Redis can promise, read from its settings at start.

An ack is given when Redis has answered. What that is worth is decided there:

- ``appendfsync always``: it is on the disk. It survives a power cut.
- ``appendfsync no``: it was handed to the operating system. It survives the
  death of Redis, and a power cut takes some 30 s.
- ``appendfsync everysec``: the same, and a power cut takes some 2 s. But while
  an fsync is slow, Redis keeps what it has answered to itself for up to 2 s
  before it writes it, and what is killed then takes that along.
- A failover to a replica takes what the replica did not have yet, in any case.
"""

import logging
from dataclasses import dataclass
from typing import Any

import hiredis

from server.stores.options import StoreUrlError
from server.stores.redis.address import Address
from server.stores.redis.connection import Connection, checked

OLDEST_VERSION = 7
"""The first with sharded Pub/Sub, and with scripts that say what they need."""

PROMISES = {
    "always": "what is acked survives the death of Redis and a power cut",
    "everysec": "what is acked survives the death of Redis, except while an fsync is slow; "
    "a power cut may take the last 2 seconds: set appendfsync to always if that is too much",
    "no": "what is acked survives the death of Redis; a power cut may take the last 30 seconds: "
    "set appendfsync to always if that is too much",
}

_telemetry = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Durability:
    """The settings that decide it; None where the server does not tell."""

    appendonly: bool
    appendfsync: str | None
    eviction: str

    def check(self, *, accepts_volatile: bool) -> str:
        """Return the promise that holds, in words.

        Raises:
            StoreUrlError: acked messages would be lost without a power cut, and
                nobody accepted that.
        """
        faults = []
        if not self.appendonly:
            faults.append("appendonly is no, so what is acked is lost when Redis ends: set it to yes")
        if self.eviction != "noeviction":
            faults.append(f"maxmemory-policy is {self.eviction}, so Redis may drop rooms: set it to noeviction")
        if faults and not accepts_volatile:
            raise StoreUrlError(
                f"Redis cannot keep what is acked: {'; '.join(faults)}; "
                "or add accept=volatile to the URL to accept the loss"
            )
        if faults:
            return f"what is acked may be lost: {'; '.join(faults)}"
        unknown = "it does not tell appendfsync, so ask who runs it what a power cut takes"
        return PROMISES.get(self.appendfsync or "", unknown)


async def check_server(connection: Connection, address: Address, known: str) -> str:
    """Refuse a server that cannot keep the promise; return which one holds.

    It is logged, unless it is known already.

    Raises:
        StoreUrlError: it cannot.
    """
    facts = _facts(checked(await connection.request("INFO")))
    version = facts.get("redis_version", "0")
    if int(version.partition(".")[0]) < OLDEST_VERSION:
        raise StoreUrlError(f"Redis {OLDEST_VERSION} or newer is needed, this is {version}")
    if facts.get("cluster_enabled") == "1":
        await _check_cluster(connection)
    if facts.get("role", "master") != "master":
        raise StoreUrlError("this Redis is a replica: give the address of its primary")
    durability = Durability(
        appendonly=facts.get("aof_enabled") == "1",
        appendfsync=await _setting(connection, "appendfsync"),
        eviction=facts.get("maxmemory_policy", "unknown"),
    )
    promise = durability.check(accepts_volatile=address.accepts_volatile)
    if promise != known:
        level = logging.INFO if durability.appendfsync == "always" else logging.WARNING
        _telemetry.log(level, "Redis %s at %s: %s; a failover to a replica may lose more", version, address, promise)
    return promise


async def _check_cluster(connection: Connection) -> None:
    """Refuse a cluster in which another server has a part of the keys."""
    cluster = _facts(checked(await connection.request("CLUSTER", "INFO")))
    if (cluster.get("cluster_size"), cluster.get("cluster_slots_assigned")) != ("1", "16384"):
        raise StoreUrlError(
            f"a Redis Cluster of {cluster.get('cluster_size')} shards is not supported yet: "
            "give one server, or a cluster of one shard"
        )


async def _setting(connection: Connection, name: str) -> str | None:
    """Return a setting, or None where the service forbids to ask."""
    reply = await connection.request("CONFIG", "GET", name)
    if isinstance(reply, hiredis.ReplyError) or len(reply) < 2:
        return None
    return str(reply[1].decode())


def _facts(info: Any) -> dict[str, str]:
    lines = info.decode().splitlines()
    return {name: value for name, _, value in (line.partition(":") for line in lines if not line.startswith("#"))}
