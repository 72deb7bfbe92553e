"""The endpoint of a room: who may come in, and the loop that listens to them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, WebSocket
from starlette.convertors import Convertor, register_url_convertor

from server.auth.credentials import Credential, get_credential, offered_subprotocols
from server.core.session import Session
from server.core.welcome import Facts
from server.edge.admission import Admission, admit, choose_subprotocol, count_in
from server.edge.asgi_outbox import AsgiOutbox
from server.edge.connection import Connection
from server.edge.connection_log import tell_admission, tell_end, tell_refusal
from server.edge.direct import WatchedSocket, direct_socket, own_socket
from server.edge.direct_outbox import DirectOutbox
from server.edge.door import Door, get_door
from server.edge.outbox import Outbox, Socket
from server.edge.tasks import start_task
from server.protocol.close_codes import CLOSE_RULES, CloseCode

FAIR_SHARE = 16
"""Messages of one client between two turns of the event loop: a flooder whose
messages have all arrived already must not keep everybody else waiting."""


class _AnyName(Convertor[str]):
    """Takes slashes and line ends too, so that such a name is refused in words (AU5)."""

    regex = r"[\s\S]*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("any_name", _AnyName())
router = APIRouter()


@router.websocket("/items/{item_id:any_name}/ws")
async def room_socket(
    websocket: WebSocket,
    item_id: str,
    door: Annotated[Door, Depends(get_door)],
    credential: Annotated[Credential | None, Depends(get_credential)],
) -> None:
    """Serve a room, or the chapter's plain socket to who offers no subprotocol."""
    offered = offered_subprotocols(websocket)
    if not offered:
        await _serve_plain(door, websocket, item_id)
        return
    admission = admit(door, websocket, item_id, credential)
    # AU2: a refusal before accept would reach JavaScript as 1006, without a reason.
    await websocket.accept(choose_subprotocol(offered))
    # Nothing is awaited between this count and the connection, whose end takes it back.
    admission = count_in(door, admission)
    if isinstance(admission, CloseCode):
        door.complaints.hear(admission, websocket)
        tell_refusal(admission, websocket, item_id)
        await websocket.close(admission, CLOSE_RULES[admission].reason)
        return
    await _serve(door, websocket, admission)


async def _serve_plain(door: Door, websocket: WebSocket, item_id: str) -> None:
    if door.plain_socket is None:
        await websocket.close()  # TU1: before accept, so the answer is 403.
        return
    await door.plain_socket(door, websocket, item_id)


async def _serve(door: Door, websocket: WebSocket, admission: Admission) -> None:
    """Serve a connection: by its own transport, if that lends itself, or by a loop that listens."""
    direct = direct_socket(websocket)
    if direct is not None:
        writer = DirectOutbox(direct, door.clock, door.hub.turn)
        direct.adopt(_connection(door, admission, writer, direct), writer)
        return
    lower = socket_below(websocket)
    outbox = AsgiOutbox(websocket, door.clock, lower)
    connection = _connection(door, admission, outbox, lower)
    sender = start_task(outbox.run(), lower.abort)
    code = int(CloseCode.INTERNAL_ERROR)
    try:
        code = await _listen(websocket, connection, outbox)
    finally:
        connection.ended(code)
        sender.cancel()


def _connection(door: Door, admission: Admission, outbox: Outbox, socket: Socket) -> Connection:
    visit, began = admission.visit, door.clock.now()

    def ended(connection: Connection, code: int) -> None:
        now = door.clock.now()
        door.guests.remove(connection)
        door.census.release(visit)
        door.budgets.close(visit, now)
        tell_end(visit, connection.client_id, code, connection.closed_with, now - began)

    session = _session(door, admission)
    connection = Connection(
        session, door.hub, outbox, door.clock, door.resume_tokens, socket, ended, partial(tell_admission, visit)
    )
    door.guests.add(connection)
    return connection


def _session(door: Door, admission: Admission) -> Session:
    now, identity = door.clock.now(), admission.identity
    facts = Facts(
        item_id=admission.item_id,
        author=identity.author,
        credential_name=identity.name,
        limits=door.limits,
        heartbeat_seconds=door.heartbeat_seconds,
    )
    session = Session(facts, now + door.hello_timeout_seconds, door.budgets.open(admission.visit))
    if identity.expires_at is not None:
        session.expire_at(now + identity.expires_at - door.clock.wall())
    return session


async def _listen(websocket: WebSocket, connection: Connection, outbox: AsgiOutbox) -> int:
    """Hand on what comes in, until the end; return the code that it ended with."""
    heard = 0
    while True:
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            return int(message.get("code") or CloseCode.GOING_AWAY)
        text = message.get("text")
        if text is None:
            connection.receive_bytes()
        else:
            connection.receive(text)
        await outbox.wait_below_bound()  # BP3
        heard += 1
        if heard % FAIR_SHARE == 0:
            await asyncio.sleep(0)


@dataclass(frozen=True, slots=True)
class _UnknownSocket:
    """The transport of another server, which lends nothing.

    A connection that stalls there ends when that server's own ping goes
    unanswered.
    """

    def abort(self) -> None:
        """Do nothing."""

    def waiting_bytes(self) -> int:
        """Return 0: nobody knows."""
        return 0

    def when_gone(self, callback: Callable[[], None]) -> None:
        """Do nothing: the application hears of it when it receives."""


def socket_below(websocket: WebSocket) -> WatchedSocket:
    """Return the transport below a WebSocket, as far as the server lends it."""
    return own_socket(websocket) or _UnknownSocket()
