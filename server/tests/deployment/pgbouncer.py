"""A real PgBouncer before a real PostgreSQL, set up as ``docs/deploy.md`` says."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import asyncpg

from server.tests.deployment.documents import example, exchanged
from server.tests.deployment.programs import as_nobody, program
from server.tests.ports import free_port
from server.tests.stores.postgres_server import PostgresServer, ask

_PASSWORD = "behind-a-pooler"

_START_SECONDS = 30.0


class PgBouncer:
    """A pooler of our own, in a folder of its own, on a port of its own."""

    def __init__(self, server: PostgresServer, pool_size: int = 60, **settings: str) -> None:
        """Start it; ``settings`` take the place of the example's, or stand beside them."""
        self.port = free_port()
        self.url = f"postgresql://postgres:{_PASSWORD}@127.0.0.1:{self.port}/parley"
        self._folder = Path(tempfile.mkdtemp(prefix="test-pgbouncer-"))
        users = self._folder / "userlist.txt"
        users.write_text(f'"postgres" "{_PASSWORD}"\n', "utf-8")
        configuration = self._folder / "pgbouncer.ini"
        configuration.write_text(self._configured(server, users, pool_size, settings), "utf-8")
        if owner := as_nobody():
            for path in (self._folder, users, configuration):
                shutil.chown(path, owner["user"])
        self._log = self._folder / "log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [program("pgbouncer"), configuration], stdout=log, stderr=log, cwd=self._folder, **as_nobody()
            )
        self._wait_until_ready()

    def _configured(self, server: PostgresServer, users: Path, pool_size: int, settings: dict[str, str]) -> str:
        text = exchanged(
            example("ini", "[pgbouncer]"),
            {
                "host=10.0.0.5 port=5432": f"host=127.0.0.1 port={server.port} dbname=postgres",
                "pool_size=60": f"pool_size={pool_size}",
                "listen_port = 6432": f"listen_port = {self.port}\nunix_socket_dir =",
                "/etc/pgbouncer/userlist.txt": str(users),
            },
        )
        kept = [line for line in text.splitlines() if line.partition(" = ")[0] not in settings]
        return "\n".join([*kept, *(f"{name} = {value}" for name, value in settings.items()), ""])

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            try:
                ask(self.url, "SELECT 1")
            except (OSError, asyncpg.PostgresConnectionError):
                time.sleep(0.01)  # A server has no other way to tell.
            else:
                return
        raise RuntimeError(f"PgBouncer did not start: {self._log.read_text()}")

    def remove(self) -> None:
        """End it and leave nothing behind."""
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)
