"""One client's stay in a room: what it may say when, and how it is answered.

The states and what each of them takes:

==========  ==========================================================
state       frames
==========  ==========================================================
``new``     ``hello`` (once), ``ping``
``entering`` ``ping``; what comes early is refused, as before ``hello``
``live``    everything but ``hello``
``closed``  nothing: what was under way is dropped in silence
==========  ==========================================================
"""

from collections.abc import Sequence
from enum import Enum, auto
from math import ceil
from typing import assert_never

from server.core.effects import Append, Close, Effect, Enter, ReadPage, Reply, ReplyWithPage, TellTyping
from server.core.encoding import EncodedPage
from server.core.pace import Allowance, Pace, Unshared
from server.core.ports import Appended, Draft, Refused
from server.core.read_pace import ReadPace
from server.core.sends import fault_of
from server.core.welcome import Arrival, Facts, welcome_frame
from server.protocol import server_frames
from server.protocol.changes import MESSAGE
from server.protocol.client_frames import ClientFrame, Hello, Leave, Ping, Read, Send, Typing
from server.protocol.close_codes import CloseCode
from server.protocol.codec import decode
from server.protocol.entries import CONTRACT, OLDEST_CONTRACT
from server.protocol.errors import ErrorCode, RemoteProtocolError, error_frame
from server.protocol.server_frames import Ack, Goaway, Pong

MAX_BAD_FRAMES = 10
"""FR7: so many in a row are no accident."""

STORE_RETRY_MS = 1_000
"""How soon a client may try again while the store is away: one probe's length."""

FULL_RETRY_MS = 5_000
"""The same for a store that is full: somebody has to make room."""

REFUSALS_IN_STOCK = 5
"""BP7: bursts that a client may be refused before it is closed. They are
replenished at the allowed rate, so that only a client that is refused far more
often than it is heard uses them up."""

READ_BYTES_PER_SECOND = 512 * 1024
READ_BURST_BYTES = 4 * 1024 * 1024
"""BP13: bytes of pages that a connection may read in the long run, and at once after a
rest: more than twenty of the longest pages, and a hundred and more of ordinary ones."""

IMPATIENCE_IN_STOCK = 40
IMPATIENCE_PER_SECOND = 2
"""BP13: reads and sends that a connection may have refused because it did not wait
for its answers, or for the time that a refusal named, before it is closed."""


class State(Enum):
    """Where a session stands."""

    NEW = auto()
    ENTERING = auto()
    LIVE = auto()
    CLOSED = auto()


class Session:
    """One client's stay, as a function: texts and results in, effects out."""

    def __init__(self, facts: Facts, hello_deadline: float, allowance: Allowance | None = None) -> None:
        self.facts = facts
        self._allowance = allowance or Unshared()
        self.state = State.NEW
        self.client_id = 0
        self.name: str | None = None
        self._hello_deadline = hello_deadline
        self._expires_at: float | None = None
        self._contract = CONTRACT
        self._bad_frames = 0
        self._pending = 0
        self._is_typing = False
        rate, burst = facts.limits.messages_per_second, facts.limits.message_burst
        self._pace = Pace(rate, burst)
        own, shared = ReadPace(READ_BYTES_PER_SECOND, READ_BURST_BYTES), self._allowance.reads
        self._reading = (own,) if shared is None else (own, shared)
        self._read_again_at = 0.0
        self._impatience = Pace(IMPATIENCE_PER_SECOND, IMPATIENCE_IN_STOCK)
        self._refusals = Pace(rate, burst * REFUSALS_IN_STOCK)

    @property
    def shared_reads(self) -> ReadPace | None:
        """The budget of reads that all connections of the person share; None where they share none."""
        return self._allowance.reads

    def expire_at(self, moment: float | None) -> None:
        """Set when the credential expires; None for never."""
        self._expires_at = moment

    @property
    def deadline(self) -> float | None:
        """When ``elapse`` has something to do; None when time changes nothing."""
        if self.state is State.CLOSED:
            return None
        moments = [self._expires_at]
        if self.state is State.NEW:
            moments.append(self._hello_deadline)
        return min((moment for moment in moments if moment is not None), default=None)

    def elapse(self, now: float) -> Sequence[Effect]:
        """Do what is due at ``now``."""
        if self.state is State.CLOSED:
            return ()
        if self._expires_at is not None and self._expires_at <= now:
            return self._close(CloseCode.CREDENTIAL_EXPIRED)  # AU7
        if self.state is State.NEW and self._hello_deadline <= now:
            return self._close(CloseCode.HELLO_TIMEOUT)  # SE6
        return ()

    def receive(self, text: str, now: float) -> Sequence[Effect]:
        """Take the text of one WebSocket message, which came at ``now``."""
        if self.state is State.CLOSED:
            return ()
        size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
        wait = self._pace.take(now)
        try:
            frame = decode(text)
        except RemoteProtocolError as error:
            wait = wait or self._allowance.take(now, size)
            if wait and self._refusals.take(now):
                return self._close(CloseCode.TOO_FAST)
            return self._refuse_bad_frame(error.frame)
        self._bad_frames = 0
        if not wait:
            wait = self._shared_wait(frame, size, now)
        if wait:
            return self._refuse_haste(frame, wait, now)
        return self._take(frame, now)

    def entered(self, arrival: Arrival) -> Sequence[Effect]:
        """Welcome the client; the entries that it missed may follow."""
        if self.state is not State.ENTERING:
            return ()
        self.state = State.LIVE
        self.client_id = arrival.client_id
        frame = welcome_frame(self.facts, arrival, self.name, self._contract)
        return (Reply(frame) if arrival.page is None else ReplyWithPage(frame, "page", arrival.page),)

    def entering_failed(self) -> Sequence[Effect]:
        """Send the client away for a while: the store did not answer (RE5)."""
        return () if self.state is State.CLOSED else self._close(CloseCode.TRY_AGAIN_LATER)

    def appended(self, ref: int, result: Appended | Refused | None) -> Sequence[Effect]:
        """Answer a ``send``; None means that the store did not say."""
        self._pending -= 1
        self._allowance.settle(is_appended=isinstance(result, Appended))
        if self.state is State.CLOSED:
            return ()
        if result is None:
            return (self._store_unavailable(ref),)
        if isinstance(result, Refused):
            retry_after_ms = FULL_RETRY_MS if result.code is ErrorCode.STORE_FULL else None
            return (Reply(error_frame(result.code, ref, retry_after_ms=retry_after_ms)),)
        return (Reply(Ack.trusted(type="ack", ref=ref, offset=result.offset, at=result.at)),)

    def page_read(self, ref: int, page: EncodedPage | None, now: float) -> Sequence[Effect]:
        """Answer a ``read``; None means that the store did not say."""
        self._pending -= 1
        if self.state is State.CLOSED:
            return ()
        if page is None:
            return (self._store_unavailable(ref),)
        for pace in self._reading:
            pace.charge(len(page.entries), now)
        frame = server_frames.Page.trusted(
            type="page", ref=ref, epoch=page.epoch, entries=(), oldest=page.oldest, head=page.head
        )
        return (ReplyWithPage(frame, "entries", page),)

    def going_away(self, reconnect_within_ms: int) -> Sequence[Effect]:
        """Announce that this node stops (ST3); a client that is not yet welcome is only closed."""
        if self.state is not State.LIVE:
            return ()
        return (Reply(Goaway(reason="the server restarts", reconnect_within_ms=reconnect_within_ms)),)

    def closed(self) -> None:
        """Note that the connection is gone."""
        self.state = State.CLOSED

    def _shared_wait(self, frame: ClientFrame, size: int, now: float) -> float:
        """Return how long a frame has to wait for what this connection shares with others (BP16)."""
        if type(frame) is Send and self.state is State.LIVE:
            return self._allowance.take_send(now, size)
        # The first hello was counted as a join (BP18), and a leave is never refused.
        is_free = type(frame) is Leave or (type(frame) is Hello and self.state is State.NEW)
        return 0.0 if is_free else self._allowance.take(now, size)

    def _take(self, frame: ClientFrame, now: float) -> Sequence[Effect]:
        match frame:
            case Ping(ref=ref):
                return (Reply(Pong(ref=ref)),)
            case Hello():
                return self._hello(frame)
            case _ if self.state is not State.LIVE:
                return self._refuse(ErrorCode.NOT_JOINED, getattr(frame, "ref", None))  # SE1
            case Send():
                return self._send(frame, now)
            case Read():
                return self._read(frame, now)
            case Typing(active=active):
                self._is_typing = active
                return (TellTyping(active),)
            case Leave():
                return self._close(CloseCode.NORMAL)  # SE5
            case _:
                assert_never(frame)

    def _hello(self, hello: Hello) -> Sequence[Effect]:
        if self.state is not State.NEW:
            return self._refuse(ErrorCode.ALREADY_JOINED, None)  # SE2
        if hello.contract > CONTRACT:
            return self._close(CloseCode.CONTRACT_TOO_NEW)  # SE3
        if hello.contract < OLDEST_CONTRACT:
            return self._close(CloseCode.OUT_OF_DATE)
        self.state = State.ENTERING
        self._contract = hello.contract
        self.name = self.facts.credential_name or (hello.name or "").strip() or None  # ID6
        return (Enter(hello),)

    def _send(self, send: Send, now: float) -> Sequence[Effect]:
        fault = fault_of(send)
        if fault is not None:
            self._allowance.settle(is_appended=False)
            return (Reply(error_frame(fault.code, send.ref, location=fault.location)),)
        draft = Draft(
            room=self.facts.item_id,
            key=send.key,
            kind=send.kind,
            client_id=self.client_id,
            author=self.facts.author,
            name=self.name,
            target=send.target,
            body=send.body,
        )
        effects = self._answer_later(Append(send.ref, draft), now)
        if not isinstance(effects[0], Append):
            self._allowance.settle(is_appended=False)
        if self._is_typing and send.kind == MESSAGE and isinstance(effects[0], Append):
            self._is_typing = False  # SE7: a sent message ends the typing.
            return (*effects, TellTyping(False))
        return effects

    def _read(self, read: Read, now: float) -> Sequence[Effect]:
        wait = max(pace.wait(now) for pace in self._reading)
        if not wait:
            return self._answer_later(ReadPage(read.ref, read.after, read.before, read.limit), now)
        if now < self._read_again_at and self._impatience.take(now):
            return self._close(CloseCode.TOO_FAST)
        self._read_again_at = now + wait
        return (Reply(error_frame(ErrorCode.TOO_FAST, read.ref, retry_after_ms=ceil(wait * 1000))),)  # BP13

    def _answer_later(self, effect: Append | ReadPage, now: float) -> Sequence[Effect]:
        if self._pending >= self.facts.limits.pending_sends:
            if self._impatience.take(now):
                return self._close(CloseCode.TOO_FAST)
            return (Reply(error_frame(ErrorCode.TOO_MANY_PENDING, effect.ref, retry_after_ms=STORE_RETRY_MS)),)
        self._pending += 1
        return (effect,)

    def _refuse(self, code: ErrorCode, ref: int | None) -> Sequence[Effect]:
        return (Reply(error_frame(code, ref)),)

    def _refuse_bad_frame(self, frame: server_frames.Error) -> Sequence[Effect]:
        self._bad_frames += 1
        if self._bad_frames >= MAX_BAD_FRAMES:
            return (Reply(frame), *self._close(CloseCode.TOO_MANY_BAD_FRAMES))
        return (Reply(frame),)

    def _refuse_haste(self, frame: ClientFrame, wait: float, now: float) -> Sequence[Effect]:
        if isinstance(frame, Leave):
            return self._close(CloseCode.NORMAL)
        if self._refusals.take(now):
            return self._close(CloseCode.TOO_FAST)
        ref = getattr(frame, "ref", None)
        return (Reply(error_frame(ErrorCode.TOO_FAST, ref, retry_after_ms=ceil(wait * 1000))),)  # BP7

    def _store_unavailable(self, ref: int) -> Reply:
        return Reply(error_frame(ErrorCode.STORE_UNAVAILABLE, ref, retry_after_ms=STORE_RETRY_MS))

    def _close(self, code: CloseCode) -> Sequence[Effect]:
        self.state = State.CLOSED
        return (Close(code),)
