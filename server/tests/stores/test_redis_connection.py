"""One pipelined connection: whose answer is whose, and what ends it. Over real sockets."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import hiredis
import pytest

from server.core.ports import StoreUnavailable
from server.stores.factory import open_store
from server.stores.redis import connection as module
from server.stores.redis.address import parse_address
from server.stores.redis.connection import Connection, connect
from server.tests.stores.drafting import append_many, newest
from server.tests.stores.redis_server import fresh_url


@pytest.fixture
async def connection() -> AsyncIterator[Connection]:
    connection = await connect(parse_address(fresh_url()))
    yield connection
    connection.end(ConnectionAbortedError("the test is over"))


async def test_each_call_has_its_own_answer_when_others_are_cancelled(connection: Connection) -> None:
    """LOG4: A cancelled call's answer is thrown away in its place, whenever it was cancelled."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)

    async def ask(number: int) -> None:
        assert await connection.request("ECHO", number) == str(number).encode()

    for start in range(0, 3_000, 100):
        calls = [asyncio.ensure_future(ask(start + number)) for number in range(100)]
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)
        for call in chance.sample(calls, 30):
            call.cancel()
        results = await asyncio.gather(*calls, return_exceptions=True)
        assert not [result for result in results if isinstance(result, AssertionError)]
    await connection.answered()
    assert await connection.request("ECHO", "last") == b"last"


async def test_error_is_the_answer_of_its_own_call(connection: Connection) -> None:
    """LOG10: One command at fault changes nothing for its neighbours."""
    first, fault, last = (connection.request(*words) for words in [("ECHO", 1), ("NONSENSE",), ("ECHO", 2)])
    assert (await first, await last) == (b"1", b"2")
    assert isinstance(await fault, hiredis.ReplyError)


async def test_all_that_wait_are_told_when_the_connection_ends(connection: Connection) -> None:
    """LOG14: None of them hangs, and nothing more is sent."""
    waiting = [connection.request("BLPOP", "nothing", 0) for _ in range(3)]
    connection.end(ConnectionResetError("pulled"))
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [str(result) for result in results] == ["the connection to Redis was lost: pulled"] * 3
    with pytest.raises(StoreUnavailable):
        connection.request("PING")


async def test_silence_ends_the_connection(connection: Connection) -> None:
    """LOG14: A request that nothing answers for a while is told so, though the socket lives."""
    with pytest.raises(StoreUnavailable, match="no reply for"):
        await connection.request("BLPOP", "nothing", 0)
    assert connection.lost.done()


async def test_slow_stream_of_answers_is_no_silence(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """LOG14: A long line is not taken for a dead server, as long as it moves."""
    monkeypatch.setattr(module, "SILENCE_SECONDS", 0.3)
    sleepy = [connection.request("BLPOP", "nothing", "0.15") for _ in range(5)]
    assert await asyncio.gather(*sleepy) == [None] * 5


async def test_what_waits_is_bounded(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """LOG14: Beyond the bound a call is refused, and the others go on."""
    monkeypatch.setattr(module, "MAX_WAITING", 10)
    waiting = [connection.request("ECHO", number) for number in range(10)]
    with pytest.raises(StoreUnavailable, match="too much"):
        connection.request("PING")
    assert len(await asyncio.gather(*waiting)) == 10
    assert await connection.request("PING") == b"PONG"


@asynccontextmanager
async def speaking(said: bytes) -> AsyncIterator[str]:
    """Run a server that says the same to everybody and hangs up; give its URL."""

    async def speak(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    async with await asyncio.start_server(speak, "127.0.0.1", 0) as server:
        yield f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_word_that_nobody_asked_for_ends_the_connection() -> None:
    """LOG4: When answers can no longer be told apart, there are none."""
    async with speaking(b"+OK\r\n+and another thing\r\n") as url:
        connection = await connect(parse_address(url))
        assert "without being asked" in str(await connection.lost)


@pytest.mark.parametrize("said", [b"!nonsense\r\n", b""])
async def test_server_that_speaks_something_else_is_left(said: bytes) -> None:
    """LOG14: So is one that hangs up."""
    async with speaking(said) as url:
        with pytest.raises((StoreUnavailable, OSError)):
            await connect(parse_address(url))


def test_loop_of_production_is_one_too() -> None:
    """LOG2: The server runs on uvloop, whose transports are of a class of their own."""
    uvloop = pytest.importorskip("uvloop")

    async def append_and_read() -> None:
        async with open_store(fresh_url()) as store, store.log.watch("foo"):
            drafts = await append_many(store.log, 50)
            assert [entry.key for entry in (await newest(store.log)).entries] == [each.key for each in drafts]

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(append_and_read())
