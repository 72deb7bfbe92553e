"""One client's stay, driven by hand: texts and results in, effects out."""

import json
from collections.abc import Sequence
from math import ceil

import pytest

from server.core.effects import Append, Close, Effect, Enter, ReadPage, Reply, ReplyWithPage, TellTyping
from server.core.encoding import ENTRIES_BYTES, EncodedPage
from server.core.ports import Appended, Refused
from server.core.presence import Listed
from server.core.read_pace import ReadPace
from server.core.session import IMPATIENCE_IN_STOCK, MAX_BAD_FRAMES, READ_BURST_BYTES, REFUSALS_IN_STOCK, Session, State
from server.core.welcome import Arrival, Facts
from server.protocol.close_codes import CloseCode
from server.protocol.entries import CONTRACT, OLDEST_CONTRACT
from server.protocol.errors import ErrorCode
from server.protocol.server_frames import Ack, Error, Goaway, Limits, Pong, ServerFrame, Welcome
from server.protocol.server_frames import Page as PageFrame
from server.tests.doubles import AT

LIMITS = Limits(
    frame_bytes=131072,
    body_length=8000,
    page_entries=100,
    replay_entries=1000,
    pending_sends=2,
    listed_members=100,
    messages_per_second=20,
    message_burst=40,
)
KEY = "0123456789abcdef0123456789abcdef"
NOW = 1.0
ARRIVAL = Arrival(
    client_id=42,
    resume_token="token",
    epoch="e1",
    head=3,
    oldest=1,
    recovered=None,
    page=EncodedPage("e1", 1, 3, b"[]"),
    store="ok",
    listed=Listed((), 1, None),
)


def new_session(*, author: str | None = None, name: str | None = None) -> Session:
    return Session(Facts("foo", author, name, LIMITS, heartbeat_seconds=20), hello_deadline=10.0)


def say(session: Session, type_: str, **fields: object) -> Sequence[Effect]:
    return session.receive(json.dumps({"type": type_, **fields}), NOW)


def live_session(*, author: str | None = None, name: str | None = None) -> Session:
    session = new_session(author=author, name=name)
    say(session, "hello", contract=1)
    session.entered(ARRIVAL)
    return session


def send(session: Session, *, ref: int = 1, **fields: object) -> Sequence[Effect]:
    return say(session, "send", **{"ref": ref, "key": KEY, "kind": "message", "body": "hi", **fields})


def only_reply(effects: Sequence[Effect]) -> ServerFrame:
    (effect,) = effects
    assert isinstance(effect, Reply)
    return effect.frame


def welcome_of(effects: Sequence[Effect]) -> ServerFrame:
    (effect,) = effects
    assert isinstance(effect, ReplyWithPage)
    assert (effect.field, effect.page) == ("page", ARRIVAL.page)
    return effect.frame


def only_error(effects: Sequence[Effect]) -> Error:
    frame = only_reply(effects)
    assert isinstance(frame, Error)
    return frame


def test_hello_asks_to_enter() -> None:
    """SE1: The first frame is hello."""
    session = new_session()
    (effect,) = say(session, "hello", contract=1, resume_token="t", position={"epoch": "e", "offset": 1, "key": KEY})
    assert isinstance(effect, Enter)
    assert effect.hello.resume_token == "t"
    assert session.state is State.ENTERING


@pytest.mark.parametrize(
    ("type_", "fields", "ref"),
    [
        ("send", {"ref": 5, "key": KEY, "kind": "message", "body": "hi"}, 5),
        ("read", {"ref": 6}, 6),
        ("typing", {"active": True}, None),
        ("leave", {}, None),
    ],
)
def test_other_frames_are_refused_before_welcome(type_: str, fields: dict[str, object], ref: int | None) -> None:
    """SE1, FR8: Before hello, and until it is answered, the others are refused with their ref."""
    session = new_session()
    assert only_error(say(session, type_, **fields)).code == ErrorCode.NOT_JOINED
    say(session, "hello", contract=1)
    error = only_error(say(session, type_, **fields))
    assert (error.code, error.ref, error.temporary) == (ErrorCode.NOT_JOINED, ref, False)


def test_welcome_says_who_and_where() -> None:
    """SE2: Welcome answers hello."""
    session = new_session(author="ana@example", name="Ana")
    say(session, "hello", contract=1, name="somebody else")
    frame = welcome_of(session.entered(ARRIVAL))
    assert isinstance(frame, Welcome)
    assert (frame.client_id, frame.author, frame.item_id, frame.head) == (42, "ana@example", "foo", 3)
    assert (frame.contract, frame.limits) == (1, LIMITS)


@pytest.mark.parametrize(
    ("credential_name", "hello_name", "name"),
    [("Ana", "Bea", "Ana"), (None, "Bea", "Bea"), (None, "  Bea ", "Bea"), (None, "   ", None), (None, None, None)],
)
def test_name_of_the_credential_goes_first(
    credential_name: str | None, hello_name: str | None, name: str | None
) -> None:
    """ID6: The credential's name takes the place of the one in hello."""
    session = new_session(name=credential_name)
    say(session, "hello", contract=1, name=hello_name)
    frame = welcome_of(session.entered(ARRIVAL))
    assert isinstance(frame, Welcome)
    assert frame.name == name


def test_second_hello_is_refused() -> None:
    """SE2: Hello is said once, also while the first is being answered."""
    session = new_session()
    say(session, "hello", contract=1)
    assert only_error(say(session, "hello", contract=1)).code == ErrorCode.ALREADY_JOINED
    session.entered(ARRIVAL)
    assert only_error(say(session, "hello", contract=1)).code == ErrorCode.ALREADY_JOINED


@pytest.mark.parametrize(
    ("contract", "code"), [(CONTRACT + 1, CloseCode.CONTRACT_TOO_NEW), (OLDEST_CONTRACT - 1, CloseCode.OUT_OF_DATE)]
)
def test_other_contracts_are_sent_away(contract: int, code: CloseCode) -> None:
    """SE3: A newer contract comes back elsewhere; a dropped one reloads."""
    session = new_session()
    assert say(session, "hello", contract=contract) == (Close(code),)
    assert session.state is State.CLOSED


def test_ping_is_answered_in_every_state() -> None:
    """SE4: Pong carries the ref of its ping, before hello too."""
    assert only_reply(say(new_session(), "ping", ref=9)) == Pong(ref=9)
    assert only_reply(say(live_session(), "ping", ref=10)) == Pong(ref=10)


def test_leave_closes_for_good() -> None:
    """SE5: Leave is answered by 1000, and nothing after it."""
    session = live_session()
    assert say(session, "leave") == (Close(CloseCode.NORMAL),)
    assert say(session, "ping", ref=1) == ()


def test_hello_is_waited_for_ten_seconds() -> None:
    """SE6: A connection that says nothing is closed; one that said hello is not."""
    assert new_session().deadline == 10.0
    silent = new_session()
    assert silent.elapse(9.9) == ()
    assert silent.elapse(10.0) == (Close(CloseCode.HELLO_TIMEOUT),)
    assert silent.deadline is None
    assert silent.elapse(11.0) == ()
    live = live_session()
    assert live.deadline is None
    assert live.elapse(100.0) == ()


def test_credential_expires_while_connected() -> None:
    """AU7: When the credential expires, so does the connection."""
    session = new_session()
    session.expire_at(50.0)
    assert session.deadline == 10.0
    say(session, "hello", contract=1)
    session.entered(ARRIVAL)
    assert session.deadline == 50.0
    assert session.elapse(49.0) == ()
    assert session.elapse(50.0) == (Close(CloseCode.CREDENTIAL_EXPIRED),)


def test_send_becomes_a_draft_of_who_sends() -> None:
    """ID5, FO1: The draft carries the credential's author, and reaches nobody but the log."""
    session = live_session(author="ana@example", name="Ana")
    (append,) = send(session, ref=7)
    assert isinstance(append, Append)
    assert append.ref == 7
    draft = append.draft
    assert (draft.room, draft.key, draft.kind, draft.body, draft.target) == ("foo", KEY, "message", "hi", None)
    assert (draft.client_id, draft.author, draft.name) == (42, "ana@example", "Ana")


def test_message_ends_typing() -> None:
    """SE7: Who has sent what he wrote writes no longer; who did not write is not told of."""
    session = live_session()
    say(session, "typing", active=True)
    assert send(session)[1:] == (TellTyping(False),)
    assert send(session)[1:] == ()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "sonnet"}, ErrorCode.UNKNOWN_KIND),
        ({"body": ""}, ErrorCode.EMPTY_BODY),
        ({"body": " \n\t\u3000"}, ErrorCode.EMPTY_BODY),
        ({"body": "\u3000", "target": 1}, ErrorCode.EMPTY_BODY),
        ({"kind": "edit", "target": 1, "body": " \n"}, ErrorCode.EMPTY_BODY),
        ({"kind": "edit"}, ErrorCode.BAD_TARGET),
        ({"kind": "deletion", "target": 1, "body": "why"}, ErrorCode.WRONG_FIELD),
        ({"kind": "deletion", "body": ""}, ErrorCode.BAD_TARGET),
        ({"kind": "reaction", "target": 1, "body": ""}, ErrorCode.WRONG_FIELD),
        ({"kind": "reaction", "target": 1, "body": "👍 👍"}, ErrorCode.WRONG_FIELD),
        ({"kind": "reaction", "target": 1, "body": "x" * 33}, ErrorCode.WRONG_FIELD),
        ({"kind": "reaction", "target": 1, "body": "👍" * 17}, ErrorCode.WRONG_FIELD),
        ({"kind": "reaction_removal", "target": 1, "body": "👍" * 17}, ErrorCode.WRONG_FIELD),
        ({"kind": "reaction_removal", "target": 1, "body": "\u0085"}, ErrorCode.WRONG_FIELD),
        ({"kind": "reaction", "target": 1, "body": "👍\u200b"}, ErrorCode.WRONG_FIELD),
        ({"kind": "reaction", "target": 1, "body": "\u202e👍"}, ErrorCode.WRONG_FIELD),
        ({"kind": "reaction_removal", "body": "👍"}, ErrorCode.BAD_TARGET),
    ],
)
def test_send_that_cannot_be_appended_is_refused(fields: dict[str, object], code: ErrorCode) -> None:
    """SE9, CH1: Each kind says what its body and its target must be; other kinds are not appended."""
    error = only_error(send(live_session(), ref=3, **fields))
    assert (error.code, error.ref, error.temporary) == (code, 3, False)
    assert error.location == (("body",) if code is ErrorCode.WRONG_FIELD else None)


@pytest.mark.parametrize(
    "fields",
    [
        {"target": 1},
        {"kind": "edit", "target": 1, "body": "hello, all"},
        {"kind": "deletion", "target": 1, "body": ""},
        {"kind": "reaction", "target": 1, "body": "👨‍👩‍👧‍👦"},
        {"kind": "reaction", "target": 1, "body": "👨🏿‍👩🏿‍👧🏿‍👦🏿"},
        {"kind": "reaction", "target": 1, "body": "👍" * 16},
        {"kind": "reaction_removal", "target": 1, "body": "👍🏽"},
        {"kind": "reaction_removal", "target": 1, "body": "👍\u200b"},
    ],
)
def test_send_about_a_message_is_appended(fields: dict[str, object]) -> None:
    """CH1: A reply and the four changes become drafts that say what they are about."""
    (effect,) = send(live_session(), ref=3, **fields)
    assert isinstance(effect, Append)
    assert (effect.draft.kind, effect.draft.target) == (fields.get("kind", "message"), 1)


def test_change_does_not_end_the_writing() -> None:
    """SE7: Whoever reacts to a message while he writes another goes on writing it."""
    session = live_session()
    say(session, "typing", active=True)
    assert len(send(session, kind="reaction", target=1, body="👍")) == 1
    assert len(send(session)) == 2


def test_append_is_answered_by_one_ack() -> None:
    """SE8: An append that succeeded is acked with its offset."""
    session = live_session()
    send(session, ref=7)
    assert only_reply(session.appended(7, Appended(4, AT))) == Ack(ref=7, offset=4, at=AT)


def test_append_that_is_refused_is_answered_by_the_reason() -> None:
    """SE8, LOG5: A refusal of the log is surely not stored."""
    session = live_session()
    send(session, ref=7)
    error = only_error(session.appended(7, Refused(ErrorCode.KEY_REUSED)))
    assert (error.code, error.ref, error.temporary) == (ErrorCode.KEY_REUSED, 7, False)


def test_store_that_is_away_is_a_temporary_refusal() -> None:
    """ST2: When the store does not say, the client may send it again."""
    session = live_session()
    send(session, ref=7)
    error = only_error(session.appended(7, None))
    assert (error.code, error.ref, error.temporary, error.retry_after_ms) == ("store_unavailable", 7, True, 1000)
    say(session, "read", ref=8)
    assert only_error(session.page_read(8, None, NOW)).code == ErrorCode.STORE_UNAVAILABLE


def test_pending_frames_are_bounded() -> None:
    """BP6: One more than the limit is refused for now; an answer makes room."""
    session = live_session()
    send(session, ref=1)
    say(session, "read", ref=2)
    error = only_error(send(session, ref=3))
    assert (error.code, error.ref, error.temporary) == (ErrorCode.TOO_MANY_PENDING, 3, True)
    assert only_error(say(session, "read", ref=4)).code == ErrorCode.TOO_MANY_PENDING
    session.appended(1, Appended(1, AT))
    assert isinstance(send(session, ref=5)[0], Append)
    session.page_read(2, None, NOW)
    assert say(session, "read", ref=6) == (ReadPage(6, None, None, 100),)


def test_read_is_answered_by_a_page() -> None:
    """RE6, LOG8: The page carries its ref, the epoch, the oldest offset and the head."""
    session = live_session()
    assert say(session, "read", ref=2, before=50, limit=10) == (ReadPage(2, None, 50, 10),)
    page = EncodedPage("e1", 1, 60, b"[49]")
    (effect,) = session.page_read(2, page, NOW)
    assert isinstance(effect, ReplyWithPage)
    assert (effect.field, effect.page) == ("entries", page)
    frame = effect.frame
    assert isinstance(frame, PageFrame)
    assert (frame.ref, frame.epoch, frame.oldest, frame.head) == (2, "e1", 1, 60)


def test_reading_is_paced_by_bytes() -> None:
    """BP13: Who has read more than a burst waits until that is paid; their other frames are taken meanwhile."""
    session = live_session()
    page = EncodedPage("e1", 1, 60, b"x" * ENTRIES_BYTES)
    pages = 0
    while isinstance(effect := say(session, "read", ref=2)[0], ReadPage):
        session.page_read(2, page, NOW)
        pages += 1
    assert pages == ceil(READ_BURST_BYTES / ENTRIES_BYTES) > 20
    assert isinstance(effect, Reply)
    refusal = effect.frame
    assert isinstance(refusal, Error)
    assert (refusal.code, refusal.ref, refusal.temporary) == (ErrorCode.TOO_FAST, 2, True)
    assert refusal.retry_after_ms is not None
    assert isinstance(send(session)[0], Append)
    later = NOW + refusal.retry_after_ms / 1000
    assert isinstance(session.receive('{"type":"read","ref":3}', later)[0], ReadPage)


def test_who_does_not_wait_for_their_pages_is_closed() -> None:
    """BP13, BP6: They ask again and again before the time that they were told, or before they have their answers."""
    session = live_session()
    say(session, "read", ref=1)
    session.page_read(1, EncodedPage("e1", 1, 60, b"x" * (READ_BURST_BYTES + ENTRIES_BYTES)), NOW)
    refused = 0
    while (effect := session.receive('{"type":"read","ref":1}', NOW + refused / 20)[0]) != Close(CloseCode.TOO_FAST):
        assert isinstance(effect, Reply)
        refused += 1
        session._reading[0].charge(100_000, NOW)  # Others of this connection read meanwhile.
    assert IMPATIENCE_IN_STOCK < refused < 2 * IMPATIENCE_IN_STOCK
    session = live_session()
    answers = [
        effect for number in range(60) for effect in session.receive('{"type":"read","ref":1}', NOW + number / 20)
    ]
    assert answers[-1] == Close(CloseCode.TOO_FAST)


def test_search_through_long_messages_is_not_held_up() -> None:
    """BP13: Ten of the longest pages in a second, as the page's search asks for them, twice in a row."""
    session = live_session()
    for second in range(2):
        for number in range(10):
            at = NOW + second + number / 10
            assert isinstance(session.receive('{"type":"read","ref":3}', at)[0], ReadPage)
            session.page_read(3, EncodedPage("e1", 1, 60, b"x" * ENTRIES_BYTES), at)


def test_typing_is_passed_on() -> None:
    """SE7: What a client says of its writing is told."""
    assert say(live_session(), "typing", active=True) == (TellTyping(True),)


def test_bad_frames_in_a_row_close() -> None:
    """FR7: The tenth in a row closes; the ones before are answered."""
    session = live_session()
    for _ in range(MAX_BAD_FRAMES - 1):
        assert only_error(session.receive("{", NOW)).code == ErrorCode.NOT_JSON
    reply, close = session.receive("{", NOW)
    assert isinstance(reply, Reply)
    assert close == Close(CloseCode.TOO_MANY_BAD_FRAMES)
    assert session.receive("{", NOW) == ()


def test_good_frame_begins_the_count_anew() -> None:
    """FR7: Bad frames count only in a row."""
    session = live_session()
    for _ in range(2):
        for _ in range(MAX_BAD_FRAMES - 1):
            session.receive("[]", NOW)
        say(session, "ping", ref=1)
    assert session.state is State.LIVE


def test_store_that_is_away_sends_newcomers_away() -> None:
    """RE5: Hello closes with 1013 while the store is away."""
    session = new_session()
    say(session, "hello", contract=1)
    assert session.entering_failed() == (Close(CloseCode.TRY_AGAIN_LATER),)
    assert session.entering_failed() == ()


def test_node_that_stops_says_so() -> None:
    """ST3: Goaway goes to who is welcome, and to nobody else."""
    frame = only_reply(live_session().going_away(1000))
    assert isinstance(frame, Goaway)
    assert frame.reconnect_within_ms == 1000
    assert new_session().going_away(1000) == ()


def test_results_that_come_after_the_end_change_nothing() -> None:
    """SE2: A client that is gone is not welcomed."""
    session = new_session()
    say(session, "hello", contract=1)
    session.closed()
    assert session.entered(ARRIVAL) == ()


def hurried(session: Session, frames: int, now: float = NOW) -> list[Sequence[Effect]]:
    return [session.receive('{"type":"ping","ref":7}', now) for _ in range(frames)]


def test_haste_is_refused_for_a_while() -> None:
    """BP7, FR8: Beyond the burst a frame is refused with its ref, and the time after which it may come again."""
    session = new_session()
    assert all(isinstance(only_reply(answer), Pong) for answer in hurried(session, LIMITS.message_burst))
    error = only_error(*hurried(session, 1))
    assert (error.code, error.ref, error.temporary, error.retry_after_ms) == (ErrorCode.TOO_FAST, 7, True, 50)
    (answer,) = hurried(session, 1, NOW + 0.051)
    assert isinstance(only_reply(answer), Pong)


def test_haste_that_heeds_nothing_is_closed() -> None:
    """BP7: Who goes on without a pause is closed, and may come back."""
    session = new_session()
    answers = hurried(session, LIMITS.message_burst * (1 + REFUSALS_IN_STOCK) + 1)
    assert answers[-1] == (Close(CloseCode.TOO_FAST),)
    assert all(isinstance(only_reply(answer), Error) for answer in answers[LIMITS.message_burst : -1])


def test_who_is_refused_half_of_the_time_is_never_closed() -> None:
    """BP7: For a quarter of an hour, at twice the pace that is allowed."""
    session, now = new_session(), NOW
    for _ in range(20_000):
        now += 1 / (1.9 * LIMITS.messages_per_second)
        (answer,) = hurried(session, 1, now)
        only_reply(answer)


def test_goodbye_is_never_too_fast() -> None:
    """BP7, SE5: Who leaves is let go."""
    session = live_session()
    hurried(session, LIMITS.message_burst)
    assert say(session, "leave") == (Close(CloseCode.NORMAL),)


class Spent:
    """An allowance that notes what is asked of it, and makes everybody wait when a test says so."""

    def __init__(self) -> None:
        self.frames: list[int] = []
        self.sends: list[int] = []
        self.settled: list[bool] = []
        self.wait = 0.0
        self.reads = ReadPace(per_second=1_000, burst=1_000)

    def take(self, now: float, size: int) -> float:
        self.frames.append(size)
        return self.wait

    def take_send(self, now: float, size: int) -> float:
        self.sends.append(size)
        return self.wait

    def settle(self, *, is_appended: bool) -> None:
        self.settled.append(is_appended)


def sharing_session() -> tuple[Session, Spent]:
    allowance = Spent()
    facts = Facts("foo", None, None, LIMITS, heartbeat_seconds=20)
    session = Session(facts, 10.0, allowance)
    say(session, "hello", contract=1)
    session.entered(ARRIVAL)
    return session, allowance


def test_frames_are_paid_by_what_is_shared_too() -> None:
    """BP16: By their bytes, as they came; who comes in pays at the door, and who leaves pays nothing."""
    session, allowance = sharing_session()
    assert (allowance.frames, allowance.sends) == ([], [])
    text = json.dumps({"type": "send", "ref": 1, "key": KEY, "kind": "message", "body": "中"}, ensure_ascii=False)
    session.receive(text, NOW)
    session.receive('{"type":"typing","active":true}', NOW)
    session.receive("nonsense", NOW)
    assert (allowance.sends, allowance.frames) == ([len(text.encode())], [31, 8])
    allowance.wait = 9.0
    assert say(session, "leave") == (Close(CloseCode.NORMAL),)


def test_every_send_that_was_paid_for_is_settled_once() -> None:
    """BP17: By what became of it, also when nobody waits for the answer any more."""
    session, allowance = sharing_session()
    send(session, body=" ")
    assert allowance.settled == [False]
    for ref in (1, 2, 3):
        send(session, ref=ref)
    assert (len(allowance.sends), allowance.settled) == (4, [False, False])
    session.appended(1, Refused(ErrorCode.BAD_TARGET))
    session.appended(2, Appended(1, AT))
    send(session, ref=4)
    session.closed()
    session.appended(4, None)
    assert allowance.settled == [False, False, False, True, False]
    assert len(allowance.sends) == len(allowance.settled)


def test_what_is_shared_and_spent_refuses_for_a_while() -> None:
    """BP16, FR8: As haste of one's own does; and who goes on regardless is closed in the same way."""
    session, allowance = sharing_session()
    allowance.wait = 1.5
    error = only_error(send(session, ref=7))
    assert (error.code, error.ref, error.temporary, error.retry_after_ms) == (ErrorCode.TOO_FAST, 7, True, 1500)
    answers = [send(session) for _ in range(LIMITS.message_burst * REFUSALS_IN_STOCK)]
    assert answers[-1] == (Close(CloseCode.TOO_FAST),)


def test_reads_are_paid_by_what_is_shared_too() -> None:
    """BP16, BP13: Another connection of the same person may have spent it."""
    session, allowance = sharing_session()
    allowance.reads.charge(2_000, NOW)
    error = only_error(say(session, "read", ref=3))
    assert (error.code, error.ref, error.retry_after_ms) == (ErrorCode.TOO_FAST, 3, 1001)


def test_send_before_hello_costs_no_room_anything() -> None:
    """BP16, SE1: It goes nowhere."""
    allowance = Spent()
    session = Session(Facts("foo", None, None, LIMITS, heartbeat_seconds=20), 10.0, allowance)
    assert only_error(send(session)).code == ErrorCode.NOT_JOINED
    assert allowance.sends == []
    assert len(allowance.frames) == 1  # But it had to be read.


def test_only_the_first_hello_costs_nothing() -> None:
    """BP16, SE2: Somebody who says it again and again pays for each."""
    session, allowance = sharing_session()
    assert allowance.frames == []
    assert only_error(say(session, "hello", contract=1)).code == ErrorCode.ALREADY_JOINED
    assert len(allowance.frames) == 1
    allowance.wait = 2.0
    assert only_error(say(session, "hello", contract=1)).code == ErrorCode.TOO_FAST


def test_bad_frames_count_as_haste() -> None:
    """BP7: Nine bad ones and a good one, over and over, are as hasty as ten good ones."""
    session, now = new_session(), NOW
    for _ in range(200):
        for _ in range(MAX_BAD_FRAMES - 1):
            session.receive("nonsense", now)
        hurried(session, 1, now)
        now += 0.05
    assert session.state is State.CLOSED


def test_closed_session_answers_nothing() -> None:
    """SE5: What was under way when it closed is dropped in silence."""
    session = live_session()
    send(session, ref=1)
    say(session, "read", ref=2)
    session.closed()
    assert session.appended(1, Appended(1, AT)) == ()
    assert session.page_read(2, None, NOW) == ()
