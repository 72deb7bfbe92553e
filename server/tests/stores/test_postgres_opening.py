"""Opening a PostgreSQL store: its URL, what it must promise, and its schema."""

import asyncio
import logging
import shutil
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from server.core.ports import StoreUnavailable
from server.stores.factory import open_store
from server.stores.options import StoreUrlError
from server.stores.postgres import schema
from server.stores.postgres.target import parse_url
from server.tests.stores.drafting import newest
from server.tests.stores.postgres_server import PostgresServer, ask, fresh_url, server

__all__ = ["server"]


def _schema(url: str) -> str:
    return parse_url(url).schema


async def _refusal(url: str) -> str:
    with pytest.raises(StoreUrlError) as refused:
        async with open_store(url):
            pass
    return str(refused.value)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("accept=all", "accept takes volatile"),
        ("schema=Robert'); DROP", "schema is a name"),
        ("connections=3", "from 4 on"),
        ("connections=many", "from 4 on"),
    ],
)
def test_parameter_is_refused_when_it_cannot_be(query: str, sentence: str) -> None:
    with pytest.raises(StoreUrlError, match=sentence):
        parse_url(f"postgresql://host/parley?{query}")


def test_url_gives_its_own_parameters_to_the_store_and_the_others_to_the_driver() -> None:
    target = parse_url("postgresql://ana:secret@host:5433/parley?sslmode=require&schema=rooms&accept=volatile")
    assert target.dsn == "postgresql://ana:secret@host:5433/parley?sslmode=require"
    assert (target.schema, target.accepts_volatile) == ("rooms", True)
    assert target.shown == "host:5433/parley, schema rooms"


async def test_store_that_cannot_keep_the_promise_is_refused(server: PostgresServer) -> None:
    """LOG2: A database that could lose what was acked is not opened, unless somebody accepts it."""
    url = fresh_url(server).replace("&accept=volatile", "")
    sentence = await _refusal(url)
    assert "fsync is off" in sentence
    assert "accept=volatile" in sentence


async def test_setting_of_the_role_counts_too(server: PostgresServer) -> None:
    """LOG2: synchronous_commit can be off for one user only, and a standby cannot be written to."""
    url = fresh_url(server).replace("&accept=volatile", "")
    assert "synchronous_commit is off" in await _refusal(f"{url}&synchronous_commit=off")
    assert "read-only" in await _refusal(f"{url}&default_transaction_read_only=on")


async def test_promise_is_told(server: PostgresServer, caplog: pytest.LogCaptureFixture) -> None:
    """LOG2: The log says at the start what an ack promises."""
    with caplog.at_level(logging.INFO, "server.stores.postgres"):
        async with open_store(fresh_url(server)):
            pass
        assert "does NOT survive a power cut" in caplog.text
        server.stop()
        server.set("fsync=on", "full_page_writes=on")
        server.start()
        caplog.clear()
        async with open_store(fresh_url(server).replace("&accept=volatile", "")):
            pass
        assert "survives the death of every process and a power cut" in caplog.text


async def test_wrong_database_is_a_wrong_url(server: PostgresServer) -> None:
    """The sentence says what is wrong and repeats no password."""
    sentence = await _refusal(f"postgresql://postgres:secret@127.0.0.1:{server.port}/nowhere")
    assert "nowhere" in sentence
    assert "secret" not in sentence


async def test_server_that_is_not_there_is_unavailable(server: PostgresServer) -> None:
    url = fresh_url(server)
    server.stop()
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        async with open_store(url):
            pass


async def test_nodes_that_start_together_make_one_schema() -> None:
    """LOG8: Whoever comes second finds what the first made: one epoch, one key."""
    url = fresh_url()
    async with AsyncExitStack() as stack:
        stores = await asyncio.gather(*(stack.enter_async_context(open_store(url)) for _ in range(4)))
        assert len({store.signing_key for store in stores}) == 1
        assert len({(await newest(store.log)).epoch for store in stores}) == 1


async def test_schema_of_a_newer_server_is_left_alone() -> None:
    url = fresh_url()
    async with open_store(url):
        pass
    ask(url, f"INSERT INTO {_schema(url)}.migration (number) VALUES (99)")
    assert "schema version 99" in await _refusal(url)


async def test_migration_has_the_time_that_a_large_store_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An everyday statement timeout would end a long migration at each start; table locks are waited for as ever."""
    migrations = shutil.copytree(Path(schema.__file__).with_name("migrations"), tmp_path / "migrations")
    names = "statement_timeout", "lock_timeout", "enable_seqscan"
    settings = ", ".join(f"current_setting('{name}') AS {name}" for name in names)
    (migrations / "9999_settings.sql").write_text(f"CREATE TABLE found AS SELECT {settings}")
    monkeypatch.setattr(schema, "_MIGRATIONS", migrations)
    url = fresh_url()
    async with open_store(url):
        pass
    (found,) = ask(url, f"SELECT * FROM {_schema(url)}.found")
    assert dict(found) == {"statement_timeout": "0", "lock_timeout": "5s", "enable_seqscan": "on"}
