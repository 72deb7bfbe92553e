"""Opens the file, and keeps what is in it once: schema, epoch, signing key."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import apsw

from server.core.ports import StoreUnavailable
from server.stores.options import StoreUrlError
from server.stores.sqlite import statements
from server.stores.sqlite.file_lock import FileLock
from server.stores.sqlite.free_disk import free_bytes

SCHEMA_VERSION = 3

_MIGRATIONS = {
    1: "ALTER TABLE entry ADD COLUMN changes TEXT",
    2: f"""
ALTER TABLE room ADD COLUMN messages INTEGER NOT NULL DEFAULT 0;
CREATE TABLE change_run (
  room_id INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (room_id, first)
) WITHOUT ROWID;
{statements.FIND_RUNS};
UPDATE room SET messages = head - oldest + 1 - (
  SELECT coalesce(sum(last - first + 1), 0) FROM change_run WHERE room_id = room.id
);
""",
}
"""What makes a file of each version one of the next. No entry of it is written
anew, however many there are; the second reads each once, and sorts
the changes: of a million entries 0.5 s of CPU where each tenth is a change, 1.2 s where each second one is."""

FIRST_SOUND_SQLITE = (3, 51, 3)
"""3.7.0 to 3.51.2 can corrupt a file when its WAL is reset while another
connection writes or checkpoints (sqlite.org/wal.html, "The WAL-Reset Bug")."""

OPENING_BYTES = 65_536
"""What SQLite needs to open a file: the index of its write-ahead log takes half of it."""

BUSY_TIMEOUT_MS = 1_000
"""How long somebody else's lock (a backup, a shell) is waited for, before the
store counts as away."""

_PRAGMAS = """
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA fullfsync = ON;
PRAGMA cache_size = -16000;
PRAGMA wal_autocheckpoint = 8000;
PRAGMA journal_size_limit = 67108864;
"""
# secure_delete: a text that was deleted is overwritten by zeros (CH4).
# FULL: an ack means that it survives a power cut. fullfsync: so it does on
# macOS, where fsync alone does not reach the disk; elsewhere it says nothing.
# 16 MB of cache and a WAL of 32 MB before it is folded back: a page that many
# batches change is written once (17,000 appends a second became 28,000).


def check_library(version: str) -> None:
    """Refuse an SQLite that can corrupt the file.

    Raises:
        StoreUrlError: it is too old.
    """
    if tuple(int(part) for part in version.split(".")[:3]) < FIRST_SOUND_SQLITE:
        needed = ".".join(map(str, FIRST_SOUND_SQLITE))
        raise StoreUrlError(f"SQLite {version} can corrupt its file; upgrade apsw to one with {needed} or newer")


def connect(path: Path) -> apsw.Connection:
    """Open a connection to a file that is there."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        connection.set_busy_timeout(BUSY_TIMEOUT_MS)
        mode = connection.pragma("journal_mode", "wal")
        if mode != "wal":
            raise apsw.CantOpenError(f"write-ahead logging is not possible there, only {mode!r}")
        # To the end: apsw stops at a pragma that answers, and goes on when that was read.
        connection.execute(_PRAGMAS).fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: apsw.Connection) -> Iterator[None]:
    """Do all or nothing, and have it on the disk when the context closes."""
    connection.execute(statements.BEGIN)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk or an I/O error may have rolled back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def prepare(path: Path, random_bytes: Callable[[int], bytes]) -> bytes:
    """Make the file if it is missing, check it, and return its signing key.

    The caller holds the file's lock.

    Raises:
        StoreUrlError: the file cannot be opened, or is none of ours.
        StoreUnavailable: there is no room for what SQLite puts beside it.
    """
    check_library(apsw.sqlite_lib_version())
    try:
        _make_file(path)
        with closing(connect(path)) as connection, transaction(connection):
            if not _tables(connection):
                _make_tables(connection, random_bytes)
            _check_tables(connection, path)
            _migrate(connection)
            return bytes(connection.execute("SELECT value FROM meta WHERE name = 'signing_key'").get)
    except OSError as error:
        raise StoreUrlError(f"{path} cannot be opened: {error.strerror}") from error
    except apsw.Error as error:
        free = free_bytes(path.parent)
        if free is not None and free < OPENING_BYTES:
            raise StoreUnavailable(f"the disk of {path} is full, so it cannot even be opened: make room") from error
        raise StoreUrlError(f"{path} cannot be opened: {error}") from error


def new_epoch(path: Path, random_bytes: Callable[[int], bytes] = os.urandom) -> str:
    """Begin another life of a store that was put back from a backup.

    Offsets that were given out after the backup will be given out again, to
    other entries; under a new epoch no client takes the one for the other. The
    server must not be running.

    Raises:
        StoreUrlError: there is no such store, or it is in use.
    """
    path = path.resolve()
    if not path.is_file():
        raise StoreUrlError(f"there is no store at {path}")
    with FileLock(path):
        prepare(path, random_bytes)
        epoch = random_bytes(16).hex()
        with closing(connect(path)) as connection, transaction(connection):
            connection.execute("UPDATE meta SET value = ? WHERE name = 'epoch'", (epoch,))
    return epoch


def _make_file(path: Path) -> None:
    """Make an empty file that only we may read, since it holds the signing key.

    SQLite gives the files beside it the same mode.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return
    # The file's name must survive a power cut too, and that is in the folder.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _tables(connection: apsw.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def _make_tables(connection: apsw.Connection, random_bytes: Callable[[int], bytes]) -> None:
    connection.execute(Path(__file__).with_name("schema.sql").read_text("utf-8"))
    once = {
        "schema_version": SCHEMA_VERSION,
        "epoch": random_bytes(16).hex(),
        "signing_key": random_bytes(32),
        "time_mark": "",  # Nothing is in it that a clock could be wrong about.
    }
    connection.executemany("INSERT INTO meta (name, value) VALUES (?, ?)", once.items())


def _check_tables(connection: apsw.Connection, path: Path) -> None:
    if "meta" not in _tables(connection):
        raise StoreUrlError(f"{path} is a database of something else: give Parley a file of its own")
    version = _version(connection)
    if version not in (*_MIGRATIONS, SCHEMA_VERSION):
        raise StoreUrlError(
            f"{path} has schema version {version}, and this server knows {SCHEMA_VERSION}: "
            "start the version of Parley that wrote it"
        )


def _migrate(connection: apsw.Connection) -> None:
    """Bring the file to ``SCHEMA_VERSION``. Within the transaction that checked it: all of it or nothing."""
    while (version := _version(connection)) != SCHEMA_VERSION:
        connection.execute(_MIGRATIONS[version]).fetchall()
        connection.execute("UPDATE meta SET value = ? WHERE name = 'schema_version'", (version + 1,))


def _version(connection: apsw.Connection) -> Any:
    return connection.execute("SELECT value FROM meta WHERE name = 'schema_version'").get
