"""The endpoint of a room: who may come in, and the loop that listens to them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, WebSocket
from starlette.convertors import Convertor, register_url_convertor

from server.auth.credentials import BEARER_PREFIX, Credential, get_credential, offered_subprotocols
from server.auth.identity import BadCredential, Identity, Verifier
from server.auth.resume_tokens import ResumeTokens
from server.core.session import Session
from server.core.welcome import Facts
from server.edge.asgi_outbox import AsgiOutbox
from server.edge.clock import Clock
from server.edge.connection import Connection
from server.edge.direct import direct_socket
from server.edge.direct_outbox import DirectOutbox
from server.edge.draining import GuestBook
from server.edge.hub import Hub
from server.edge.origin import is_allowed_origin
from server.edge.outbox import Outbox, Socket
from server.edge.tasks import start_task
from server.protocol.close_codes import CLOSE_RULES, CloseCode
from server.protocol.entries import SUBPROTOCOL
from server.protocol.item_ids import normalize_item_id
from server.protocol.server_frames import Limits

PlainSocket = Callable[[WebSocket, str], Awaitable[None]]
"""Serves a connection that offers no subprotocol, given the raw item id."""

FAIR_SHARE = 16
"""Messages of one client between two turns of the event loop: a flooder whose
messages have all arrived already must not keep everybody else waiting."""


@dataclass(frozen=True, slots=True)
class Door:
    """All that is needed to let somebody into a room."""

    hub: Hub
    guests: GuestBook
    clock: Clock
    verifier: Verifier
    resume_tokens: ResumeTokens
    limits: Limits
    heartbeat_seconds: int
    hello_timeout_seconds: float
    allowed_origins: Sequence[str]
    plain_socket: PlainSocket | None


@dataclass(frozen=True, slots=True)
class Admission:
    """A connection that may come in: where, and who it is."""

    item_id: str
    identity: Identity


def get_door(websocket: WebSocket) -> Door:
    """Return the door that the application opened with its store; a FastAPI dependency."""
    door: Door = websocket.app.state.door
    return door


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
    admission = _admit(door, websocket, item_id, credential)
    # AU2: a refusal before accept would reach JavaScript as 1006, without a reason.
    await websocket.accept(_choose_subprotocol(offered))
    if door.guests.is_draining:
        admission = CloseCode.TRY_AGAIN_LATER  # ST3
    if isinstance(admission, CloseCode):
        await websocket.close(admission, CLOSE_RULES[admission].reason)
        return
    await _serve(door, websocket, admission)


async def _serve_plain(door: Door, websocket: WebSocket, item_id: str) -> None:
    if door.plain_socket is None:
        await websocket.close()  # TU1: before accept, so the answer is 403.
        return
    await door.plain_socket(websocket, item_id)


def _choose_subprotocol(offered: Sequence[str]) -> str:
    # AU4: to select none, or one that was not offered, would fail the handshake.
    if SUBPROTOCOL in offered:
        return SUBPROTOCOL
    return next((one for one in offered if not one.startswith(BEARER_PREFIX)), offered[0])


def _admit(door: Door, websocket: WebSocket, raw_item_id: str, credential: Credential | None) -> Admission | CloseCode:
    if SUBPROTOCOL not in offered_subprotocols(websocket):
        return CloseCode.UNKNOWN_SUBPROTOCOL
    try:
        item_id = normalize_item_id(raw_item_id)
    except ValueError:
        return CloseCode.BAD_ITEM_NAME
    if not is_allowed_origin(
        origin=websocket.headers.get("origin"),
        host=websocket.headers.get("host"),
        scheme=websocket.url.scheme,
        allowed=door.allowed_origins,
        credential_is_cookie=credential is None or credential.is_cookie,
    ):
        return CloseCode.POLICY_VIOLATION if credential is None else CloseCode.ORIGIN_NOT_ALLOWED
    try:
        identity = door.verifier.verify(credential.token if credential else "")
    except BadCredential:
        return CloseCode.POLICY_VIOLATION
    return Admission(item_id, identity) if identity.may_join(item_id) else CloseCode.ITEM_NOT_ALLOWED


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
    connection = Connection(
        _session(door, admission), door.hub, outbox, door.clock, door.resume_tokens, socket, door.guests.remove
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
    session = Session(facts, now + door.hello_timeout_seconds)
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


def socket_below(websocket: WebSocket) -> Socket:
    """Return the transport below a WebSocket, as far as the server lends it."""
    return direct_socket(websocket) or _UnknownSocket()
