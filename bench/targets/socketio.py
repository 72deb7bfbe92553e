"""Socket.IO 4 on Node, over its WebSocket transport alone."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.generator.bodies import Origin
from bench.processes import Process, StartError, free_port
from bench.targets.target import Running

_PROGRAM = Path(__file__).with_suffix(".mjs")


class SocketIoDialect:
    """Engine.IO 4 and Socket.IO 5, as text: ``40`` connects, ``42`` is an event, ``43`` its ack, ``2`` a ping."""

    acknowledges = False

    def path(self, room: str, number: int) -> str:
        return "/socket.io/?EIO=4&transport=websocket"

    def headers(self) -> Sequence[tuple[str, str]]:
        return []

    def greeting(self, room: str, number: int) -> Sequence[bytes]:
        return [b"40"]

    def joined(self, payload: bytes) -> bool:
        return payload.startswith(b"430")

    def publication(self, room: str, number: int, origin: Origin, body: bytes) -> bytes:
        return b'42["say","%b","%b"]' % (room.encode(), body)

    def answer(self, room: str, payload: bytes) -> bytes | None:
        if payload.startswith(b"40{"):
            return b'420["join","%b"]' % room.encode()
        return b"3" if payload == b"2" else None

    def acks(self, payload: bytes) -> int:
        return 0

    def place(self, received: bytes, mark: int, origin: Origin) -> int | None:
        return None


class SocketIo:
    """``socketio.mjs`` beside this file."""

    dialect = SocketIoDialect()

    def __init__(self, name: str) -> None:
        self.name = name

    @contextmanager
    def running(self) -> Iterator[Running]:
        node = shutil.which("node")
        if node is None:
            raise StartError("there is no Node")
        port = free_port()
        with Process([node, _PROGRAM, str(port)]) as process:
            process.wait_for_port(port)
            yield Running(port, process)
