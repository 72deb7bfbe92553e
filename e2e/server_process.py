"""`python -m server` as its users run it: a process with settings, a port, a store and a log."""

import os
import subprocess
import sys
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from e2e.waiting import until
from server.tests.ports import free_port
from server.tests.unhurried import UNHURRIED_VARIABLES

ROOT = Path(__file__).parents[1]

_START_SECONDS = 30
_STOP_SECONDS = 15
_SIGNS_OF_A_BUG = ("Traceback (most recent call last)", "Exception in ", "was never retrieved", "was never awaited")


class ServerProcess:
    """A server that can be killed and started again on the same port and store."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.port = free_port()
        self._log = folder / "server.log"
        self._read_to = 0
        self._settings = {
            "PARLEY_PORT": str(self.port),
            "PARLEY_STORE_URL": f"sqlite:///{folder / 'parley.db'}",
            # Whoever fills a room for a test is quicker than any person.
            **UNHURRIED_VARIABLES,
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and return when it is ready."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "server"], cwd=ROOT, env=self._environment(), stdout=log, stderr=log
            )
        try:
            until(self._is_ready, "the server", seconds=_START_SECONDS)
        except AssertionError:
            self.kill()
            raise

    def kill(self) -> None:
        """Kill -9: no goodbye, no last write."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(_STOP_SECONDS)

    def stop(self) -> None:
        """Ask it to stop, and see it stop within seconds."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the server did not stop within {_STOP_SECONDS} s") from None

    def log(self) -> str:
        """Return everything that it has logged, over all its lives."""
        return self._log.read_text("utf-8", "replace")

    def check_log(self) -> None:
        """Fail if what was logged since the last check tells of a bug."""
        log = self.log()
        fresh, self._read_to = log[self._read_to :], len(log)
        assert not any(sign in fresh for sign in _SIGNS_OF_A_BUG), f"the server's log tells of a bug:\n{fresh}"

    def token(self, item: str, name: str) -> str:
        """Return a token as its command line prints one."""
        command = [sys.executable, "-m", "server", "token", "--item", item, "--name", name]
        done = subprocess.run(
            command, cwd=ROOT, env=self._environment(), capture_output=True, text=True, check=True, timeout=30
        )
        return done.stdout.strip()

    def _environment(self) -> dict[str, str]:
        # Nobody's own settings, only those of the test.
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
        return {**inherited, "PYTHONUNBUFFERED": "1", **self._settings}

    def _is_ready(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, f"the server did not start:\n{self.log()}"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/api/ready")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()
