"""PostgreSQL behind PgBouncer: in session mode all of a store holds, in the other modes it is refused."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from server.core.ports import StoreUnavailable
from server.stores.factory import open_store
from server.stores.options import StoreUrlError
from server.tests.deployment.pgbouncer import PgBouncer
from server.tests.stores.contract import RoomLogContract
from server.tests.stores.drafting import append, draft, newest
from server.tests.stores.postgres_server import PostgresServer, ask, fresh_url, server, shared_server
from server.tests.stores.presence_contract import PresenceContract
from server.tests.stores.shared_contract import SharedContract
from server.tests.stores.test_postgres_away import until

__all__ = ["server"]


@pytest.fixture(scope="module")
def pooler() -> Iterator[PgBouncer]:
    pooler = PgBouncer(shared_server())
    yield pooler
    pooler.remove()


@pytest.fixture
def url(pooler: PgBouncer) -> str:
    return fresh_url(pooler)


class TestRoomLog(RoomLogContract):
    pass


class TestPresence(PresenceContract):
    pass


class TestNodes(SharedContract):
    pass


@asynccontextmanager
async def in_use(pooler: PgBouncer, programs: int) -> AsyncIterator[None]:
    """Have other programs ask something, each in a transaction of its own, without a pause."""

    async def keep_asking() -> None:
        connection = await asyncpg.connect(pooler.url)
        try:
            while True:
                await connection.execute("BEGIN; SELECT 1; COMMIT")
        finally:
            connection.terminate()

    tasks = [asyncio.create_task(keep_asking()) for _ in range(programs)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks) if tasks else None


@pytest.mark.parametrize("programs", [0, 5])
@pytest.mark.parametrize("turn", ["0", "1"])
async def test_pooler_that_lends_sessions_for_a_transaction_is_refused(turn: str, programs: int) -> None:
    """ST9: In whichever order it lends them, and with other programs beside; they find their sessions unchanged."""
    pooler = PgBouncer(shared_server(), pool_mode="transaction", server_round_robin=turn)
    try:
        async with in_use(pooler, programs):
            with pytest.raises(StoreUrlError, match="set pool_mode=session"):
                async with open_store(fresh_url(pooler)):
                    pass
        for _ in range(programs + 3):
            assert [*ask(pooler.url, "SELECT current_setting('search_path')")[0]] == ['"$user", public']
    finally:
        pooler.remove()


async def test_pooler_that_lends_sessions_for_a_statement_is_refused() -> None:
    """ST9: There is not even a transaction."""
    pooler = PgBouncer(shared_server(), pool_mode="statement")
    try:
        with pytest.raises(StoreUrlError, match="set pool_mode=session"):
            async with open_store(fresh_url(pooler)):
                pass
    finally:
        pooler.remove()


async def test_pool_that_is_too_small_is_told() -> None:
    """ST9: The sentence says what to look at."""
    pooler = PgBouncer(shared_server(), pool_size=1)
    try:
        with pytest.raises(StoreUnavailable, match="pool may be too small"):
            async with open_store(fresh_url(pooler)):
                pass
    finally:
        pooler.remove()


@pytest.mark.parametrize("fault", ["/nowhere?", "?synchronous_commit=off&"])
async def test_url_that_the_pooler_does_not_take_is_a_wrong_url(pooler: PgBouncer, fault: str) -> None:
    """The pooler has words of its own for it."""
    with pytest.raises(StoreUrlError, match="refuses"):
        async with open_store(fresh_url(pooler).replace("/parley?", fault)):
            pass


async def test_database_that_comes_back_is_used_again_through_the_pooler(server: PostgresServer) -> None:
    """LOG14: The pooler's own pause before it tries again is a second, by the example's configuration."""
    pooler = PgBouncer(server)
    try:
        async with open_store(fresh_url(pooler)) as store:
            await append(store.log, draft(body="before"))
            server.stop()
            await until(lambda: store.log.status() == "degraded", 10)
            server.start()
            await until(lambda: store.log.status() == "ok", 20)
            await append(store.log, draft(body="after"))
            assert [entry.body for entry in (await newest(store.log)).entries] == ["before", "after"]
    finally:
        pooler.remove()
