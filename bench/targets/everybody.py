"""Everybody who is compared, in the order of the tables."""

from pathlib import Path

from bench.targets import stores
from bench.targets.chapter import Chapter
from bench.targets.limit import Limit
from bench.targets.nats import Nats
from bench.targets.parley import Parley
from bench.targets.socketio import SocketIo
from bench.targets.target import Target

TITLES = {
    "memory": "Parley, `memory://`",
    "sqlite": "Parley, SQLite, an fsync before every ack",
    "redis": "Parley, Redis, an fsync before every ack",
    "postgres": "Parley, PostgreSQL, an fsync before every ack",
    "chapter": "the chapter's `ConnectionManager` on uvicorn",
    "socketio": "Socket.IO 4 on Node",
    "nats": "NATS over WebSocket, nothing stored",
    "jetstream": "NATS JetStream, an fsync before every ack",
    "limit_tick": "C loop, one write per tick and client (the limit)",
    "limit_message": "C loop, one write per message and client",
}


def targets(folder: Path) -> list[Target]:
    """Return them all; what they write, they write in a folder."""
    return [
        Parley("memory", stores.named("memory://")),
        Parley("sqlite", stores.sqlite(folder)),
        Parley("redis", stores.redis(folder)),
        Parley("postgres", stores.postgres),
        Chapter("chapter"),
        SocketIo("socketio"),
        Nats("nats", jet_stream=False, folder=folder),
        Nats("jetstream", jet_stream=True, folder=folder),
        Limit("limit_tick", "tick", folder=folder),
        Limit("limit_message", "message", folder=folder),
    ]
