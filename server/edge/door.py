"""All that is needed to let somebody into a room, in one place."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from fastapi import WebSocket

from server.auth.identity import Verifier
from server.auth.resume_tokens import ResumeTokens
from server.edge.budgets import Budgets
from server.edge.clock import Clock
from server.edge.complaints import Complaints
from server.edge.draining import GuestBook
from server.edge.hosts import Hosts
from server.edge.hub import Hub
from server.edge.quotas import Census
from server.protocol.server_frames import Limits

PlainSocket = Callable[["Door", WebSocket, str], Awaitable[None]]
"""Serves a connection that offers no subprotocol, given the raw item id."""


@dataclass(frozen=True, slots=True)
class Door:
    """All that is needed to let somebody into a room."""

    hub: Hub
    guests: GuestBook
    census: Census
    budgets: Budgets
    complaints: Complaints
    clock: Clock
    verifier: Verifier
    resume_tokens: ResumeTokens
    limits: Limits
    heartbeat_seconds: int
    hello_timeout_seconds: float
    hosts: Hosts
    allowed_origins: Sequence[str]
    plain_socket: PlainSocket | None


async def get_door(websocket: WebSocket) -> Door:
    """Return the door that the application opened with its store; a FastAPI dependency."""
    # No plain function: FastAPI would run that in a thread.
    door: Door = websocket.app.state.door
    return door
