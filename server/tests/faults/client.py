"""One client of the fleet, which does what ``client/src/room`` does, without a page."""

import asyncio
import json
import random
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage
from websockets.typing import Subprotocol

from server.protocol.close_codes import CLOSE_RULES, Advice, CloseCode
from server.protocol.codec import decode_server_frame
from server.protocol.entries import SUBPROTOCOL, Entry
from server.protocol.server_frames import Ack, EntryFrame, Error, Goaway, Presence, ServerFrame, Status, Welcome
from server.tests.edge.sockets import bearer
from server.tests.faults.history import (
    Acked,
    Closed,
    Heard,
    Line,
    Moment,
    Position,
    PresenceTold,
    RefusedSend,
    Sent,
    StatusTold,
    Welcomed,
)

LOST = 1006
"""What a browser says of a connection that ended without a close frame."""

MIN_DELAY_SECONDS = 0.5
MAX_DELAY_SECONDS = 20.0
"""CL1; the pace of the fleet scales them."""

PATIENCE = 20.0
OFFERED = [Subprotocol(SUBPROTOCOL), Subprotocol(bearer("t"))]

decode = lru_cache(16_384)(decode_server_frame)
"""The text of an entry is one for all readers of a node, so it is parsed once."""


@lru_cache(16_384)
def line_of(entry: Entry) -> Line:
    """Return what has to be the same for everybody."""
    return Line(entry.offset, entry.key, entry.client_id, entry.body, entry.at.isoformat())


def address(port: int, room: str) -> str:
    """Return where a room is."""
    return f"ws://127.0.0.1:{port}/items/{room}/ws"


@dataclass
class Notes:
    """What the clients of a fleet share: the history, and how they wait."""

    history: list[Moment]
    chance: random.Random
    pace: float
    stir: Callable[[], None]


class Message(NamedTuple):
    """Something to be said, under the key that makes it one."""

    key: str
    body: str


class FleetClient:
    """A client that stays in one room, whatever its connections do.

    One message in flight, unless its ``window`` says more; the same key when it
    sends again; a position that only entries and pages move.
    """

    def __init__(self, name: str, room: str, door: Callable[[], int], notes: Notes, window: int) -> None:
        self.name = name
        self.room = room
        self.door = door
        self.connection = 0
        self.client_id = 0
        self.is_live = False
        self.acked = 0
        self.shown: frozenset[int] = frozenset()
        self._notes = notes
        self._window = window
        self._position: Position | None = None
        self._token: str | None = None
        self._outbox: deque[Message] = deque()
        self._in_flight: dict[int, Message] = {}
        self._ref = 0
        self._attempt = 0
        self._return_within: float | None = None
        self._may_talk = asyncio.Event()
        self._answered = asyncio.Event()
        self._socket: ClientConnection | None = None

    @property
    def offset(self) -> int:
        """How far it has come."""
        return self._position.offset if self._position else 0

    @property
    def owes(self) -> bool:
        """Whether something that it said has no answer yet."""
        return bool(self._outbox)

    @property
    def _proof(self) -> Position | None:
        # Of an empty room there is nothing to prove.
        return self._position if self.offset else None

    def is_at(self, head: int) -> bool:
        """Whether it is connected, and was handed everything up to ``head``."""
        return self.is_live and self.offset >= head

    def say(self, body: str) -> None:
        """Write a message; it goes out when it is its turn."""
        self._outbox.append(Message(f"{self._notes.chance.getrandbits(128):032x}", body))
        self._may_talk.set()

    async def talk(self, pause_seconds: float) -> None:
        """Write for ever, never more than the window ahead of the answers."""
        number = 0
        while True:
            while len(self._outbox) >= self._window:
                self._answered.clear()
                await self._answered.wait()
            number += 1
            self.say(f"{self.name} <{number}> " + "x" * self._notes.chance.randint(0, 60))
            await asyncio.sleep(self._notes.chance.random() * 2 * pause_seconds)

    def cut_off(self) -> None:
        """Lose the connection, as a network does: without a word."""
        self.is_live = False
        if self._socket is not None:
            self._socket.transport.abort()

    def gone(self, code: int = LOST) -> None:
        """Note that the connection ended."""
        if self._socket is not None:
            self._note(Closed, code=code)
        self.is_live = False
        self._socket = None

    async def stay(self) -> None:
        """Connect, and again whenever a connection ends and its code does not forbid it."""
        while True:
            self.connection += 1
            code = await self._converse()
            self.gone(code)
            known = code in CloseCode.__members__.values()
            if known and CLOSE_RULES[CloseCode(code)].advice is not Advice.COME_BACK:
                return  # The judge will say what it thinks of that.
            await asyncio.sleep(self._delay() * self._notes.pace)

    def _delay(self) -> float:
        within, self._return_within = self._return_within, None
        ceiling = min(MAX_DELAY_SECONDS, MIN_DELAY_SECONDS * 2**self._attempt) if within is None else within
        self._attempt = min(self._attempt + 1, 10)
        return self._notes.chance.random() * ceiling

    async def _converse(self) -> int:
        self._in_flight.clear()
        try:
            async with connect(
                address(self.door(), self.room), subprotocols=OFFERED, compression=None, ping_interval=None,
                open_timeout=PATIENCE, close_timeout=1, proxy=None,
            ) as socket:  # fmt: skip
                self._socket = socket
                return await self._speak_and_listen(socket)
        except (OSError, InvalidHandshake, InvalidMessage, EOFError, TimeoutError):
            return LOST

    async def _speak_and_listen(self, socket: ClientConnection) -> int:
        proof = self._proof
        position = None if proof is None else proof._asdict()
        hello = {"contract": 1, "name": self.name, "resume_token": self._token, "position": position}
        talking = asyncio.create_task(self._talk(socket))
        try:
            await socket.send(json.dumps({"type": "hello", **hello}))
            async for text in socket:
                assert isinstance(text, str)
                if not self._take(decode(text)):
                    await socket.close(CloseCode.OUT_OF_STEP)
                    break
        except ConnectionClosed:
            pass
        finally:
            talking.cancel()
            await asyncio.gather(talking, return_exceptions=True)
        return socket.close_code or LOST

    async def _talk(self, socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            while True:
                await self._may_talk.wait()
                self._may_talk.clear()
                while self.is_live and len(self._in_flight) < min(self._window, len(self._outbox)):
                    message = self._outbox[len(self._in_flight)]
                    self._ref += 1
                    self._in_flight[self._ref] = message
                    self._note(Sent, key=message.key, body=message.body)
                    said = {"type": "send", "ref": self._ref, "kind": "message", "target": None, **message._asdict()}
                    await socket.send(json.dumps(said))

    def _take(self, frame: ServerFrame) -> bool:
        """Take a frame; return False if the connection is out of step."""
        match frame:
            case EntryFrame():
                return self._hear(frame)
            case Welcome():
                self._welcome(frame)
            case Ack():
                self._done(frame.ref, offset=frame.offset)
            case Error(ref=int(ref)) if ref in self._in_flight:
                self._refused(frame, ref)
            case Status(store=store):
                self._note(StatusTold, store=store)
            case Presence():
                joined = frozenset(member.client_id for member in frame.joined)
                left = frozenset(member.client_id for member in frame.left)
                self._note(PresenceTold, full=frame.full, joined=joined, left=left)
                self.shown = joined if frame.full else (self.shown | joined) - left
            case Goaway():
                self._return_within = 1.0  # The server closes when it is time; then all come back within a second.
            case _:
                pass
        self._notes.stir()
        return True

    def _hear(self, frame: EntryFrame) -> bool:
        line = line_of(frame)
        self._note(Heard, line=line)
        if line.offset == self.offset + 1 and self._position is not None:
            self._position = Position(self._position.epoch, line.offset, line.key)
        self._notes.stir()
        return line.offset <= self.offset  # CL4

    def _welcome(self, frame: Welcome) -> None:
        self.shown = frozenset(member.client_id for member in frame.members or ())
        lines = None if frame.page is None else tuple(map(line_of, frame.page))
        self._note(
            Welcomed, client_id=frame.client_id, position=self._proof, recovered=frame.recovered,
            epoch=frame.epoch, oldest=frame.oldest, head=frame.head, page=lines,
            members=self.shown,
            replay_limit=frame.limits.replay_entries,
        )  # fmt: skip
        self.client_id, self._token = frame.client_id, frame.resume_token
        if lines is not None:
            # In an empty room there is no key to hold; the first entry brings one.
            self._position = Position(frame.epoch, frame.head, lines[-1].key if lines else "")
        self.is_live = True
        self._attempt = 0
        self._may_talk.set()

    def _done(self, ref: int, offset: int) -> None:
        message = self._in_flight.pop(ref)
        self._outbox.remove(message)
        self._note(Acked, key=message.key, offset=offset)
        self.acked += 1
        self._answered.set()
        self._may_talk.set()

    def _refused(self, frame: Error, ref: int) -> None:
        message = self._in_flight.pop(ref)
        self._note(RefusedSend, key=message.key, code=frame.code, temporary=frame.temporary)
        if frame.temporary:
            after = (frame.retry_after_ms or 1_000) / 1000 * self._notes.pace
            asyncio.get_running_loop().call_later(after, self._may_talk.set)
        else:
            self._outbox.remove(message)
            self._answered.set()

    def _note(self, kind: Callable[..., Moment], **facts: object) -> None:
        self._notes.history.append(kind(self.name, self.connection, time.monotonic(), self.room, **facts))
