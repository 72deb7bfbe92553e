"""The chapter's three plain-text endpoints, on the same hub as everything else.

They are for clients that offer no subprotocol: ``/ws`` echoes, the item socket
answers with its token, and ``/ws/{client_id}`` is a chat in the room ``lobby``,
where typed and plain members read each other. They check no credential, so they
exist under demo auth only, and take no page of a stranger's. They count for the
same quotas and budgets as everything else (AU10, BP16 to BP18); since the
chapter has no word for a refusal, a client that is too fast is not listened to
for a while.
"""

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Annotated, Any

from fastapi import APIRouter, Depends, WebSocket, WebSocketDisconnect, WebSocketException

from server.core.pace import Allowance, Pace
from server.core.ports import Appended, Draft, Refused, StoreUnavailable
from server.core.read_pace import ReadPace
from server.core.room import Run
from server.edge.admission import address_of
from server.edge.asgi_outbox import AsgiOutbox
from server.edge.clock import pause
from server.edge.connection import new_client_id, new_connection_name
from server.edge.connection_log import NO_CODE, tell_admission, tell_end, tell_refusal
from server.edge.door import Door, get_door
from server.edge.endpoint import socket_below
from server.edge.hub import Entrance
from server.edge.origin import is_allowed_origin, is_loopback_origin
from server.edge.quotas import Visit
from server.edge.reader import Reader
from server.edge.tasks import start_task
from server.protocol.close_codes import CLOSE_RULES, CloseCode
from server.protocol.clusters import MAX_CLUSTER_LENGTH, has_endless_cluster
from server.protocol.entries import MAX_BODY_LENGTH, Member, display_name
from server.protocol.errors import ErrorCode
from server.protocol.framing import text_message
from server.protocol.server_frames import Presence, ServerFrame
from server.protocol.visible import has_visible

LOBBY = "lobby"

_INTEGER = re.compile(r"[+-]?\d{1,50}")
"""As long as still fits a member's name."""


router = APIRouter()


async def require_near_origin(websocket: WebSocket, door: Annotated[Door, Depends(get_door)]) -> None:
    """Turn away, before accept, who comes from a page of elsewhere (TU7, TU8); a FastAPI dependency."""
    origin = websocket.headers.get("origin")
    is_allowed = is_allowed_origin(
        origin=origin,
        host=websocket.headers.get("host"),
        scheme=websocket.scope.get("scheme", "ws"),
        allowed=door.allowed_origins,
        credential_is_cookie=False,
    )
    if not is_allowed and not is_loopback_origin(origin or ""):
        door.complaints.hear(CloseCode.ORIGIN_NOT_ALLOWED, websocket)
        raise WebSocketException(CloseCode.POLICY_VIOLATION)


@router.websocket("/ws", dependencies=[Depends(require_near_origin)])
async def echo(websocket: WebSocket, door: Annotated[Door, Depends(get_door)]) -> None:
    """Send back what comes in (TU2)."""
    await websocket.accept()
    async with _let_in(door, websocket, None) as purse:
        with suppress(WebSocketDisconnect):  # While an answer waited for who does not read.
            while purse and (message := await websocket.receive())["type"] != "websocket.disconnect":
                text = message.get("text")
                await purse.pay(message["bytes"] if text is None else text)
                if text is not None:
                    await websocket.send_text(f"Message text was: {text}")
                else:
                    await websocket.send_bytes(message["bytes"])


@router.websocket("/ws/{client_id}", dependencies=[Depends(require_near_origin)])
async def chat(websocket: WebSocket, client_id: str, door: Annotated[Door, Depends(get_door)]) -> None:
    """Let a plain member into the lobby (TU4)."""
    if not _INTEGER.fullmatch(client_id):
        raise WebSocketException(CloseCode.POLICY_VIOLATION)
    await websocket.accept()
    async with _let_in(door, websocket, LOBBY) as purse:
        if purse is not None:
            guest = _Guest(door, websocket, int(client_id), purse)
            with door.guests.staying(guest):
                await guest.stay()


async def item_socket(door: Door, websocket: WebSocket, item_id: str) -> None:
    """Answer each text with the credential, ``q`` and the item (TU3)."""
    await require_near_origin(websocket, door)
    session, token = websocket.cookies.get("session"), websocket.query_params.get("token")
    q = websocket.query_params.get("q")
    if (session is None and token is None) or "/" in item_id or (q is not None and not _INTEGER.fullmatch(q)):
        raise WebSocketException(CloseCode.POLICY_VIOLATION)
    await websocket.accept()
    async with _let_in(door, websocket, None) as purse:
        with suppress(WebSocketDisconnect):
            while purse and (text := await _receive_text(websocket)) is not None:
                answers = [f"Session cookie or query token value is: {session or token}"]
                if q is not None:
                    answers.append(f"Query parameter q is: {int(q)}")
                answers.append(f"Message text was: {text}, for item ID: {item_id}")
                await purse.pay("".join(answers))  # A word of two bytes is answered with all of them.
                for answer in answers:
                    await websocket.send_text(answer)


@asynccontextmanager
async def _let_in(door: Door, websocket: WebSocket, item_id: str | None) -> AsyncIterator["_Purse | None"]:
    """Count a plain connection while the context is open; yield None for one that was closed instead."""
    visit = Visit(address_of(websocket), None, item_id)
    refusal = _refusal(door, visit)
    if refusal is not None:
        tell_refusal(refusal, websocket, item_id)
        await websocket.close(refusal, CLOSE_RULES[refusal].reason)
        yield None
        return
    began = door.clock.now()
    tell_admission(visit, 0)
    try:
        with door.budgets.opened(visit, door.clock.now) as allowance:
            yield _Purse(door, allowance, websocket)
    finally:
        door.census.release(visit)
        # How it ended, a plain socket is not asked: the chapter has no word for that either.
        tell_end(visit, 0, NO_CODE, None, door.clock.now() - began)


def _refusal(door: Door, visit: Visit) -> CloseCode | None:
    if door.guests.is_draining:
        return CloseCode.TRY_AGAIN_LATER  # ST3
    if door.budgets.join(visit, door.clock.now()):
        return CloseCode.TOO_FAST  # BP18
    return door.census.admit(visit)  # AU10


class _Purse:
    """What a plain connection pays with; whoever cannot pay waits, and is not listened to meanwhile.

    All waiting ends with the connection: what it is for would be read by nobody.
    """

    def __init__(self, door: Door, allowance: Allowance, websocket: WebSocket) -> None:
        self._clock = door.clock
        self._allowance = allowance
        self._pace = Pace(door.limits.messages_per_second, door.limits.message_burst)  # BP7
        self._gone = asyncio.Event()
        socket_below(websocket).when_gone(self._gone.set)

    @property
    def reads(self) -> ReadPace | None:
        """The budget of reads that all connections of the person share."""
        return self._allowance.reads

    async def pay(self, message: str | bytes) -> None:
        """Wait until a message may be answered.

        Raises:
            WebSocketDisconnect: the connection ended before.
        """
        await self._pay(message, self._allowance.take)

    async def pay_send(self, text: str) -> None:
        """Wait until a text may be appended.

        Raises:
            WebSocketDisconnect: the connection ended before.
        """
        await self._pay(text, self._allowance.take_send)

    def settle(self, *, is_appended: bool) -> None:
        """Take note of what became of a text that was paid for."""
        self._allowance.settle(is_appended=is_appended)

    async def take_place(self, places: asyncio.Semaphore) -> None:
        """Wait for one of some places.

        Raises:
            WebSocketDisconnect: the connection ended before.
        """
        if places.locked():
            await self._unless_gone(places.acquire())
        else:
            await places.acquire()

    async def _pay(self, message: str | bytes, take: Callable[[float, int], float]) -> None:
        size = len(message.encode() if isinstance(message, str) else message)
        while wait := self._pace.take(self._clock.now()):
            await self._unless_gone(pause(self._clock, wait))
        while wait := take(self._clock.now(), size):
            await self._unless_gone(pause(self._clock, wait))

    async def _unless_gone(self, waiting: Coroutine[Any, Any, object]) -> None:
        tasks = [asyncio.create_task(waiting), asyncio.create_task(self._gone.wait())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
        if self._gone.is_set():
            raise WebSocketDisconnect(NO_CODE)


async def _receive_text(websocket: WebSocket) -> str | None:
    """Return the next text, or None at the end; a binary message is an end."""
    message = await websocket.receive()
    if message["type"] == "websocket.disconnect":
        return None
    text: str | None = message.get("text")
    if text is None:
        await websocket.close(CloseCode.UNSUPPORTED_DATA)
    return text


class _PlainRendering:
    """The room in the chapter's lines."""

    def __init__(self, client_id: int) -> None:
        self._client_id = client_id

    def entries(self, run: Run) -> bytes:
        lines: list[str] = []
        for entry in (encoded.entry for encoded in run.entries):
            if entry.kind != "message":
                continue
            if entry.client_id == self._client_id:
                lines.append(f"You wrote: {entry.body}")
            lines.append(f"{display_name(entry.name, entry.client_id)} says: {entry.body}")
        return _messages(lines)

    def frame(self, frame: ServerFrame, wire: bytes) -> bytes:
        if not isinstance(frame, Presence):
            return b""
        return _messages([f"{display_name(member.name, member.client_id)} left the chat" for member in frame.left])


def _messages(lines: list[str]) -> bytes:
    return b"".join([text_message(line.encode()) for line in lines])


def _fault_of(body: str) -> str | None:
    """Return why a body is not sent (FR15, FR16), in words for the person who wrote it.

    The chapter's page sends what is in its field, nothing or a blank too: that is a
    message, as in the chapter.
    """
    if body.strip() and not has_visible(body):
        return "it shows nothing"
    if has_endless_cluster(body):
        return f"one character of it has more than {MAX_CLUSTER_LENGTH} parts"
    return None


class _Guest:
    """A plain member of the lobby. The integer in its path is a label, and proves nothing."""

    def __init__(self, door: Door, websocket: WebSocket, label: int, purse: _Purse) -> None:
        self._hub = door.hub
        self._purse = purse
        self._websocket = websocket
        self._name = display_name(None, label)
        lower = socket_below(websocket)
        self.abort = lower.abort
        self._outbox = AsgiOutbox(websocket, door.clock, lower)
        self._unanswered = asyncio.Semaphore(door.limits.pending_sends)
        self.close = self._outbox.close
        client_id = new_client_id()
        self._member = Member(client_id=client_id, author=None, name=self._name)
        rendering = _PlainRendering(client_id)
        self._reader = Reader(client_id, new_connection_name(), self._outbox, self.close, rendering, purse.reads)

    def go_away(self, reconnect_within_ms: int) -> None:
        """Say nothing: the chapter has no line for it."""

    async def stay(self) -> None:
        """Join, listen until the end, and leave at once (TU5)."""
        sender = start_task(self._outbox.run(), self.abort)
        entered = False

        def welcome(_: Entrance) -> None:
            nonlocal entered
            entered = True

        try:
            await self._hub.enter(LOBBY, self._reader, self._member, None, welcome)
            with suppress(WebSocketDisconnect):  # While a text waited to be paid for.
                await self._listen()
        except StoreUnavailable:
            self._outbox.close(CloseCode.TRY_AGAIN_LATER)
            await sender
        finally:
            if entered:
                self._hub.leave(LOBBY, self._reader, CloseCode.NORMAL)
            sender.cancel()

    async def _listen(self) -> None:
        while (text := await _receive_text(self._websocket)) is not None:
            if len(text) > MAX_BODY_LENGTH:
                self._outbox.close(CloseCode.TOO_BIG)
            else:
                await self._purse.take_place(self._unanswered)  # BP6: it is not listened to meanwhile.
                await self._purse.pay_send(text)
                # What no log can hold is shown as Unicode's mark for it.
                self._take(text.replace("\x00", "\ufffd"))
            await self._outbox.wait_below_bound()

    def _take(self, body: str) -> None:
        """Append a body, or tell its writer alone why it is not sent (TU4)."""
        fault = _fault_of(body)
        if fault is None:
            self._hub.appender.append(self._draft(body), self._appended)
        else:
            self._unanswered.release()
            self._purse.settle(is_appended=False)
            self._outbox.write(_messages([f"Message was not sent: {fault}"]))

    def _draft(self, body: str) -> Draft:
        return Draft(
            room=LOBBY,
            key=secrets.token_hex(16),
            kind="message",
            client_id=self._member.client_id,
            author=None,
            name=self._name,
            target=None,
            body=body,
        )

    def _appended(self, result: Appended | Refused | None) -> None:
        self._unanswered.release()
        self._purse.settle(is_appended=isinstance(result, Appended))
        match result:
            case Appended(offset=offset):
                self._hub.expect(LOBBY, offset)
            case Refused(code=ErrorCode()) | None:
                # The chapter has no word for a refusal, so it ends, to be tried again.
                self._outbox.close(CloseCode.TRY_AGAIN_LATER)
