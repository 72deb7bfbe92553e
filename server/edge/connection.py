"""One socket from accept to close: it carries out what its session asks for."""

import asyncio
import secrets
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from server.auth.resume_tokens import ResumeTokens
from server.core.effects import Append, Close, Effect, Enter, ReadPage, Reply, ReplyWithPage, TellTyping
from server.core.encoding import EncodedPage
from server.core.ports import Appended, Refused, StoreUnavailable
from server.core.session import Session, State
from server.core.welcome import Arrival
from server.edge.clock import Clock, Timer
from server.edge.hub import Entrance, Hub
from server.edge.outbox import Outbox, Socket
from server.edge.reader import Reader
from server.edge.tasks import start_task
from server.protocol.client_frames import Hello
from server.protocol.close_codes import CloseCode
from server.protocol.codec import encode_around, encode_message
from server.protocol.entries import MAX_INTEGER, Member


def new_client_id() -> int:
    """Return 53 random bits that are not all zero (ID1)."""
    return secrets.randbelow(MAX_INTEGER) + 1


def new_connection_name() -> str:
    """Return a name for a connection, unique over all nodes."""
    return secrets.token_hex(8)


class Connection:
    """What stands between a session, which decides, and the hub, which acts.

    ``receive`` never waits: what takes time becomes a task, and its result
    comes back to the session as an event.
    """

    def __init__(
        self,
        session: Session,
        hub: Hub,
        outbox: Outbox,
        clock: Clock,
        resume_tokens: ResumeTokens,
        socket: Socket,
        on_end: Callable[["Connection", int], None] = lambda _, __: None,
        on_welcome: Callable[[int], None] = lambda _: None,
        issue_client_id: Callable[[], int] = new_client_id,
    ) -> None:
        self._session = session
        self._name = new_connection_name()
        self._item_id = session.facts.item_id
        self._hub = hub
        self._outbox = outbox
        self._clock = clock
        self._resume_tokens = resume_tokens
        self.abort = socket.abort
        self._on_end = on_end
        self._on_welcome = on_welcome
        self.closed_with: CloseCode | None = None
        """What this side closed the connection with, if it did."""
        self._issue_client_id = issue_client_id
        self._reader: Reader | None = None
        self._entering: asyncio.Task[None] | None = None
        self._reading: asyncio.Task[None] | None = None
        self._reads: deque[ReadPage] = deque()
        self._timer: Timer | None = None
        self._due: float | None = None
        self._scheduled_for = State.CLOSED
        self._has_ended = False
        self._schedule()

    @property
    def client_id(self) -> int:
        """Who it is; 0 before the welcome."""
        return self._session.client_id

    def receive(self, text: str) -> None:
        """Take the text of one message.

        HOT: it must not wait, nor make a task where it can do without.
        """
        self._carry_out(self._session.receive(text, self._clock.now()))

    def receive_bytes(self) -> None:
        """Take a binary message, of which the protocol has none (FR5)."""
        self.close(CloseCode.UNSUPPORTED_DATA)

    def close(self, code: CloseCode) -> None:
        """Close for a reason that is not the session's own."""
        self._session.closed()
        self._close(code)

    def go_away(self, reconnect_within_ms: int) -> None:
        """Announce that this node stops."""
        self._carry_out(self._session.going_away(reconnect_within_ms))

    def ended(self, code: int) -> None:
        """Take note that the socket is gone, by whatever ``code``; the first one counts."""
        if self._has_ended:
            return
        self._has_ended = True
        self._on_end(self, code)
        self._session.closed()
        self._stop()
        if self._reader is not None:
            self._hub.leave(self._item_id, self._reader, code)

    def _carry_out(self, effects: Sequence[Effect]) -> None:
        for effect in effects:
            # In the order of how often they come.
            match effect:
                case Append(ref=ref, draft=draft):
                    self._hub.appender.append(draft, partial(self._appended, ref))
                case Reply(frame=frame):
                    self._outbox.write(encode_message(frame))
                case ReplyWithPage(frame=frame, field=field, page=page):
                    self._outbox.write_pieces(encode_around(frame, field, page.entries))
                case TellTyping(active=active):
                    self._hub.set_typing(self._item_id, self._session.client_id, active)
                case ReadPage():
                    self._read_later(effect)
                case Close(code=code):
                    self._close(code)
                case Enter(hello=hello):
                    self._entering = start_task(self._enter(hello), self._failed)
        if self._session.state is not self._scheduled_for:
            self._schedule()

    async def _enter(self, hello: Hello) -> None:
        facts = self._session.facts
        client_id = self._known_client_id(hello) or self._issue_client_id()
        member = Member.model_construct(client_id=client_id, author=facts.author, name=self._session.name)
        reader = Reader(client_id, self._name, self._outbox, self.close, budget=self._session.shared_reads)

        def welcome(entrance: Entrance) -> None:
            self._reader = reader
            self._on_welcome(client_id)
            self._carry_out(self._session.entered(self._arrival(client_id, entrance)))

        await self._outbox.wait_below_bound()  # BP11: a welcome is as large as a page.
        try:
            await self._hub.enter(self._item_id, reader, member, hello.position, welcome)
        except StoreUnavailable:
            self._carry_out(self._session.entering_failed())

    def _known_client_id(self, hello: Hello) -> int | None:
        if hello.resume_token is None:
            return None
        author = self._session.facts.author
        return self._resume_tokens.client_id_of(hello.resume_token, self._item_id, author, self._clock.wall())

    def _arrival(self, client_id: int, entrance: Entrance) -> Arrival:
        author = self._session.facts.author
        start = entrance.start
        return Arrival(
            client_id=client_id,
            resume_token=self._resume_tokens.issue(client_id, self._item_id, author, self._clock.wall()),
            epoch=start.epoch,
            head=start.head,
            oldest=start.oldest,
            recovered=start.recovered,
            page=start.page,
            store=self._hub.status,
            listed=entrance.listed,
            now=datetime.fromtimestamp(self._clock.wall(), UTC),
        )

    def _appended(self, ref: int, result: Appended | Refused | None) -> None:
        self._carry_out(self._session.appended(ref, result))
        if isinstance(result, Appended):
            self._hub.expect(self._item_id, result.offset)

    def _read_later(self, read: ReadPage) -> None:
        self._reads.append(read)
        if self._reading is None:
            self._reading = start_task(self._read_pages(), self._failed)

    async def _read_pages(self) -> None:
        # One at a time: pages are the largest answers, and queue in the outbox.
        while self._reads:
            read = self._reads.popleft()
            await self._outbox.wait_below_bound()
            page = await self._read(read)
            self._carry_out(self._session.page_read(read.ref, page, self._clock.now()))
        self._reading = None

    async def _read(self, read: ReadPage) -> EncodedPage | None:
        try:
            return await self._hub.read(
                self._item_id, self._name, after=read.after, before=read.before, limit=read.limit
            )
        except StoreUnavailable:
            return None

    def _close(self, code: CloseCode) -> None:
        self.closed_with = self.closed_with or code
        self._outbox.close(code)
        self._stop()

    def _stop(self) -> None:
        # A connection that is closed while it comes in does not join, and nobody reads for it.
        for task in (self._entering, self._reading):
            if task is not None:
                task.cancel()
        self._schedule()

    def _failed(self) -> None:
        # Nobody may wait for an answer that a bug has swallowed.
        self.close(CloseCode.INTERNAL_ERROR)

    def _schedule(self) -> None:
        self._scheduled_for = self._session.state
        due = self._session.deadline
        if due == self._due:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._due = due
        self._timer = None if due is None else self._clock.call_at(due, self._elapse)

    def _elapse(self) -> None:
        self._timer = self._due = None
        self._carry_out(self._session.elapse(self._clock.now()))
        self._schedule()
