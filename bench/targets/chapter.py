"""The chat of FastAPI's chapter on WebSockets, on stock uvicorn: written anew, and not mended."""

import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI, WebSocket, WebSocketDisconnect

from bench.processes import Process, free_port
from bench.targets.plain import PlainDialect
from bench.targets.target import Running

_ROOT = Path(__file__).parents[2]


class ConnectionManager:
    """The chapter's class, under its own name: a list of sockets, written to one after the other."""

    def __init__(self) -> None:
        self.active_connections: list[WebSocket] = []

    async def connect(self, websocket: WebSocket) -> None:
        await websocket.accept()
        self.active_connections.append(websocket)

    def disconnect(self, websocket: WebSocket) -> None:
        self.active_connections.remove(websocket)

    async def broadcast(self, message: str) -> None:
        for connection in self.active_connections:
            await connection.send_text(message)


app = FastAPI()
rooms: defaultdict[str, ConnectionManager] = defaultdict(ConnectionManager)


@app.websocket("/rooms/{room}")
async def chat(websocket: WebSocket, room: str) -> None:
    """Echo each text to everybody; the chapter has one room, and this has one for each path."""
    manager = rooms[room]
    await manager.connect(websocket)
    try:
        while True:
            await manager.broadcast(await websocket.receive_text())
    except WebSocketDisconnect:
        manager.disconnect(websocket)


class Chapter:
    """That application as the chapter starts it, with uvicorn's defaults, uvloop among them."""

    dialect = PlainDialect()

    def __init__(self, name: str) -> None:
        self.name = name

    @contextmanager
    def running(self) -> Iterator[Running]:
        port = free_port()
        command: list[str | Path] = [sys.executable, "-m", "uvicorn", "bench.targets.chapter:app"]
        command += ["--port", str(port), "--log-level", "warning"]
        with Process(command, folder=_ROOT) as process:
            process.wait_for_port(port)
            yield Running(port, process)
