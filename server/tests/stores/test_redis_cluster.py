"""The Redis store on a cluster of one shard: a server that refuses what touches two slots.

A cluster checks every command and every script for it, whoever has the slots,
so this is what makes sure that the keys of a room stay together.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.stores.factory import open_store
from server.stores.options import StoreUrlError
from server.stores.redis.address import parse_address
from server.stores.redis.connection import connect
from server.tests.ports import free_port
from server.tests.stores.change_contract import ChangeContract
from server.tests.stores.contract import RoomLogContract
from server.tests.stores.drafting import append_many, newest
from server.tests.stores.durable_contract import DurableContract
from server.tests.stores.presence_contract import PresenceContract
from server.tests.stores.redis_nodes import a_log, until
from server.tests.stores.redis_server import RedisServer, fresh_url
from server.tests.stores.retention_contract import RetentionContract
from server.tests.stores.shared_contract import SharedContract
from server.tests.stores.wakeup_contract import WakeupContract


def a_cluster(folder: Path, last_slot: int) -> RedisServer:
    """Start a server that knows no other, and has the slots up to this one."""
    server = RedisServer(folder, "--cluster-enabled", "yes", "--cluster-port", str(free_port()))
    server.ask("CLUSTER", "ADDSLOTSRANGE", "0", str(last_slot))
    while "cluster_size:1" not in server.ask("CLUSTER", "INFO"):
        os.sched_yield()  # It counts itself a little later.
    return server


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = a_cluster(tmp_path_factory.mktemp("cluster"), 16383)
    while "cluster_state:ok" not in server.ask("CLUSTER", "INFO"):
        os.sched_yield()
    yield server
    server.kill()


@pytest.fixture
def url(cluster: RedisServer) -> str:
    return fresh_url(cluster)


class TestClusterRoomLog(RoomLogContract):
    async def test_command_that_touches_two_slots_is_refused(self, url: str) -> None:
        """LOG12: The server of these tests would notice."""
        connection = await connect(parse_address(url))
        assert "CROSSSLOT" in str(await connection.request("MGET", "{a}", "{b}"))
        connection.end(ConnectionAbortedError("the test is over"))


class TestClusterWakeups(WakeupContract):
    pass


class TestClusterChanges(ChangeContract):
    pass


class TestClusterRetention(RetentionContract):
    pass


class TestClusterPresence(PresenceContract):
    pass


class TestClusterDurability(DurableContract):
    pass


class TestClusterNodes(SharedContract):
    pass


async def test_cluster_that_lacks_a_part_is_refused(tmp_path: Path) -> None:
    """LOG2: Another shard may have it; the sentence says what to give."""
    server = a_cluster(tmp_path, 8191)
    try:
        with pytest.raises(StoreUrlError, match="a cluster of one shard"):
            async with open_store(fresh_url(server)):
                pass
    finally:
        server.kill()


async def test_cluster_that_loses_a_part_is_away(tmp_path: Path) -> None:
    """LOG14: What grew beyond one shard is not written to by halves, and works when it is whole again."""
    server = a_cluster(tmp_path, 16383)
    try:
        async with a_log(fresh_url(server)) as log:
            await append_many(log, 3)
            server.ask("CLUSTER", "DELSLOTSRANGE", "0", "16383")
            await until(lambda: log.status() == "degraded")
            server.ask("CLUSTER", "ADDSLOTSRANGE", "0", "16383")
            await until(lambda: log.status() == "ok")
            assert (await newest(log)).head == 3
    finally:
        server.kill()
