"""The store has no room for more: sends are refused for a while, and everything else goes on."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect

from server.tests.edge.sockets import Client
from server.tests.faults.client import OFFERED, address
from server.tests.faults.house import SHARED, Postgres, Redis, a_house, a_store
from server.tests.faults.lane import TIMEOUT_SECONDS
from server.tests.stores.small_disk import small_disk

pytestmark = pytest.mark.timeout(TIMEOUT_SECONDS)

MEBIBYTE = 1024 * 1024
FLOOR = {"PARLEY_MIN_FREE_DISK_MB": "4"}
_numbers = count(1)


@contextmanager
def a_store_with_an_end(name: str, folder: Path) -> Iterator[tuple[str, Callable[[], object], Callable[[], object]]]:
    """Give a store's URL, and what fills it and makes room."""
    if name in SHARED:
        with a_store(name, folder) as store:
            assert isinstance(store, Redis | Postgres)
            yield store.url, store.fill_up, store.make_room
    else:
        with small_disk(folder / "small") as disk:
            url = f"sqlite:///{disk.folder}/parley.db"
            yield url, lambda: disk.leave(3 * MEBIBYTE), lambda: disk.leave(6 * MEBIBYTE)


@pytest.mark.parametrize("store_name", ["sqlite", *SHARED])
async def test_full_store_refuses_sends_and_nothing_else(store_name: str, tmp_path: Path) -> None:
    """ST7, ST8: It is read, and newcomers come in; the node is not ready, nor is one that starts; and all by itself."""
    with a_store_with_an_end(store_name, tmp_path) as (url, fill_up, make_room):
        async with a_house(url, random.Random(1), settings=FLOOR) as house:
            async with a_client(house.door()) as ana:
                await ana.join(name="ana", resume_token=None, position=None)
                assert (await _answer(ana)).type == "ack"
                await asyncio.to_thread(fill_up)
                await _is_refused(ana)
                await _is_read(house.door(), ana)
            await house.nodes[0].kill()
            await house.nodes[0].start()
            async with a_client(house.door()) as ana:
                assert await asyncio.to_thread(_status_of, house.door(), "/api/ready") == 503
                await ana.join(name="ana", resume_token=None, position=None)
                await _is_read(house.door(), ana)
                await _is_refused(ana)
                await asyncio.to_thread(make_room)
                while (await _answer(ana)).type != "ack":
                    pass
                assert await asyncio.to_thread(_status_of, house.door(), "/api/ready") == 200


@asynccontextmanager
async def a_client(port: int) -> AsyncIterator[Client]:
    """Open a connection to a room while the context is open."""
    async with connect(address(port, "room"), subprotocols=OFFERED, close_timeout=1) as socket:
        yield Client(socket)


async def _answer(client: Client) -> Any:
    """Send a message; return what answers it."""
    number = next(_numbers)
    await client.say("send", ref=number, key=f"{number:032x}", kind="message", target=None, body="hello")
    return await client.hear_until(lambda frame: frame.type in ("ack", "error") and frame.ref == number)


async def _is_refused(client: Client) -> None:
    while (answer := await _answer(client)).code == "store_unavailable":
        pass  # Nobody knows at first.
    assert (answer.code, answer.temporary, answer.retry_after_ms) == ("store_full", True, 5_000)


async def _is_read(port: int, client: Client) -> None:
    await client.say("read", ref=0, before=None, after=None, limit=1)
    assert (await client.hear_until(lambda frame: frame.type in ("page", "error"))).type == "page"
    async with a_client(port) as newcomer:
        assert (await newcomer.join(name="new", resume_token=None, position=None)).head > 0


def _status_of(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()
