"""This server, over each of its stores."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from bench.generator.bodies import BODY_BYTES, Origin
from bench.generator.dialects import LoadError
from bench.processes import Process, free_port
from bench.targets.stores import OpensStore, StoreAt
from bench.targets.target import Running

ROOT = Path(__file__).parents[2]

_SUBPROTOCOLS = "parley.v1, bearer.YmVuY2g"
_KEY = b'"key":"'
_OFFSET = b'"offset":'

# What would throttle one client that is many, or many from one address.
_LIMITS = re.compile(r"messages|message_|connections|_per_(address|identity|room|second|minute|hour)$")
_KEPT = "max_entries_per_room"
_NO_MAXIMUM = 1_000_000


class ParleyDialect:
    """Frames of ``parley.v1``. The key of each message tells its origin, so an entry proves what it answers."""

    acknowledges = True

    def path(self, room: str, number: int) -> str:
        return f"/items/{room}/ws"

    def headers(self) -> Sequence[tuple[str, str]]:
        return [("Sec-WebSocket-Protocol", _SUBPROTOCOLS)]

    def greeting(self, room: str, number: int) -> Sequence[bytes]:
        return [b'{"type":"hello","contract":1}']

    def joined(self, payload: bytes) -> bool:
        return b'"type":"welcome"' in payload

    def publication(self, room: str, number: int, origin: Origin, body: bytes) -> bytes:
        return b'{"type":"send","ref":%d,"key":"%b","kind":"message","body":"%b"}' % (
            origin.sequence,
            key(origin),
            body,
        )

    def answer(self, room: str, payload: bytes) -> bytes | None:
        return None

    def acks(self, payload: bytes) -> int:
        if b'"type":"error"' in payload:
            raise LoadError(f"the server refused a message: {payload.decode()}")
        return payload.count(b'"type":"ack"')

    def place(self, received: bytes, mark: int, origin: Origin) -> int | None:
        start = received.rfind(_OFFSET, 0, mark) + len(_OFFSET)
        written = received.find(_KEY, start, mark) + len(_KEY)
        end = mark + BODY_BYTES
        if received[written : written + 32] != key(origin) or received[end : end + 1] != b'"':
            raise LoadError(f"an entry is not what was sent: {received!r}")
        return int(received[start : received.index(b",", start)])


def key(origin: Origin) -> bytes:
    """Return the key of a message: 32 hexadecimal digits, its own in every room."""
    return b"%08x%024x" % origin


class Parley:
    """``python -m server`` of a checkout, as in production but for demo auth and the limits that would throttle."""

    dialect = ParleyDialect()

    def __init__(
        self, name: str, store: OpensStore, *, python: Path = Path(sys.executable), checkout: Path = ROOT
    ) -> None:
        self.name = name
        self.store = store
        self._python = python
        self._checkout = checkout

    @contextmanager
    def running(self) -> Iterator[Running]:
        with self.store() as store, self._serving(store) as running:
            yield running

    @contextmanager
    def _serving(self, store: StoreAt) -> Iterator[Running]:
        port = free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
        environment = {
            **kept,
            **self.raised(),
            "PARLEY_AUTH": "demo",
            "PARLEY_PORT": str(port),
            "PARLEY_STORE_URL": store.url,
            "PARLEY_LOG_LEVEL": "warning",
        }
        command: list[str | Path] = [self._python, "-m", "server"]
        with Process(command, environment=environment, folder=self._checkout) as process:
            process.wait_for_port(port)
            yield Running(port, process, store.beside)

    def raised(self) -> dict[str, str]:
        """Return the settings of this checkout that are raised so that nothing throttles the load."""
        return _raised(self._python, self._checkout)


@cache
def _raised(python: Path, checkout: Path) -> dict[str, str]:
    program = "import json; from server.settings import Settings; print(json.dumps(Settings.model_json_schema()))"
    printed = subprocess.run([python, "-c", program], cwd=checkout, check=True, capture_output=True, text=True).stdout
    fields: dict[str, dict[str, object]] = json.loads(printed)["properties"]
    limits = [name for name in fields if _LIMITS.search(name) and name != _KEPT]
    return {f"PARLEY_{name.upper()}": str(fields[name].get("maximum", _NO_MAXIMUM)) for name in limits}
