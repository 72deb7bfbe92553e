"""The file of the SQLite store: who may open it, and what is in it once."""

import asyncio
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from server.stores.factory import open_store
from server.stores.options import StoreUrlError
from server.stores.sqlite.database import check_library, connect, new_epoch
from server.tests.stores.drafting import append, append_many, draft, newest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "made" / "on the way" / "parley.db"


def _open_and_close(path: Path) -> None:
    async def open_and_close() -> None:
        async with open_store(f"sqlite:///{path}"):
            pass

    asyncio.run(open_and_close())


async def test_file_is_made_with_its_folder_for_its_owner_alone(path: Path) -> None:
    """It holds the signing key, and so do the files that SQLite puts beside it."""
    async with open_store(f"sqlite:///{path}") as store:
        await append(store.log, draft())
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {"parley.db": 0o600, "parley.db-wal": 0o600, "parley.db-shm": 0o600, "parley.db.lock": 0o600}


async def test_closing_leaves_one_file_to_copy(path: Path) -> None:
    """What was in the WAL is in the file, so that a copy of it is a backup."""
    async with open_store(f"sqlite:///{path}") as store:
        await append_many(store.log, 10)
    assert sorted(file.name for file in path.parent.iterdir()) == ["parley.db", "parley.db.lock"]


def test_commits_wait_for_the_disk(path: Path) -> None:
    """LOG2: The file is in WAL mode, so the setting that makes an ack durable is the connection's own."""
    _open_and_close(path)
    connection = connect(path)
    assert (connection.pragma("journal_mode"), connection.pragma("synchronous")) == ("wal", 2)
    connection.close()


def test_each_pragma_is_set(path: Path) -> None:
    """LOG2, CH4: Those behind one that answers too."""
    _open_and_close(path)
    with closing(connect(path)) as connection:
        names = ("secure_delete", "fullfsync", "cache_size", "wal_autocheckpoint", "journal_size_limit")
        assert [connection.pragma(name) for name in names] == [1, 1, -16_000, 8_000, 67_108_864]


def test_file_is_refused_while_another_process_has_it(path: Path) -> None:
    """Two writers would each be sure of the order; the sentence says what to do."""
    hold = "import sys; from server.stores.sqlite.file_lock import FileLock; from pathlib import Path\n"
    hold += "with FileLock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(StoreUrlError, match="in use by another process: stop that one"):
            _open_and_close(path)
        other.communicate()
    _open_and_close(path)


async def test_file_is_refused_while_it_is_open_here(path: Path) -> None:
    """By any name that leads to it."""
    async with open_store(f"sqlite:///{path}"):
        link = path.parent / "link.db"
        link.symlink_to(path)
        with pytest.raises(StoreUrlError, match="in use"):
            await asyncio.to_thread(_open_and_close, link)


def test_file_of_something_else_is_refused(path: Path) -> None:
    path.parent.mkdir(parents=True)
    connection = apsw.Connection(str(path))
    connection.execute("CREATE TABLE customer (name)")
    connection.close()
    with pytest.raises(StoreUrlError, match="a database of something else"):
        _open_and_close(path)


def test_file_that_is_no_database_is_refused(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text("not a database at all, " * 100)
    with pytest.raises(StoreUrlError, match="cannot be opened"):
        _open_and_close(path)


def test_file_of_a_newer_version_is_refused(path: Path) -> None:
    _open_and_close(path)
    connection = apsw.Connection(str(path))
    connection.execute("UPDATE meta SET value = 4 WHERE name = 'schema_version'")
    connection.close()
    with pytest.raises(StoreUrlError, match="schema version 4, and this server knows 3"):
        _open_and_close(path)


def test_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUrlError, match="cannot be used"):
        _open_and_close(tmp_path / "file" / "parley.db")


def test_file_that_is_a_folder_is_refused(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(StoreUrlError, match="cannot be opened"):
        _open_and_close(path)


@pytest.mark.parametrize("version", ["3.40.1", "3.51.2", "3.9.0"])
def test_library_that_can_corrupt_a_file_is_refused(version: str) -> None:
    """LOG2: The WAL-reset bug would lose what was acked."""
    with pytest.raises(StoreUrlError, match=r"upgrade apsw to one with 3\.51\.3"):
        check_library(version)


@pytest.mark.parametrize("version", ["3.51.3", "3.54.1", "4.0.0", apsw.sqlite_lib_version()])
def test_library_without_the_fault_is_taken(version: str) -> None:
    check_library(version)


def test_new_epoch_is_refused_where_there_is_no_store(path: Path) -> None:
    with pytest.raises(StoreUrlError, match="no store at"):
        new_epoch(path)
    assert not path.parent.exists()


async def test_new_epoch_is_refused_while_the_server_runs(path: Path) -> None:
    async with open_store(f"sqlite:///{path}"):
        with pytest.raises(StoreUrlError, match="in use"):
            new_epoch(path)


async def test_epoch_and_key_are_random(tmp_path: Path) -> None:
    """RE2: The epoch and the key are what the randomness handed in says, and no less of it."""
    asked: list[int] = []

    def random_bytes(number: int) -> bytes:
        asked.append(number)
        return os.urandom(number)

    source: Callable[[int], bytes] = random_bytes
    async with open_store(f"sqlite:///{tmp_path}/parley.db", random_bytes=source) as store:
        epoch = (await newest(store.log)).epoch
    assert sorted(asked) == [16, 32]
    assert len(epoch) == 32
