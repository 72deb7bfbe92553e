"""From text to frame and back, and what is said about a bad one."""

import json
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import from_json

from server.protocol import codec
from server.protocol.client_frames import CLIENT_FRAME, ClientFrame, Hello, Leave, Ping, Read, Send, Typing
from server.protocol.codec import decode, decode_server_frame, encode, encode_entry_message, encode_message
from server.protocol.entries import MAX_INTEGER, Entry
from server.protocol.errors import ErrorCode, RemoteProtocolError, error_frame
from server.protocol.framing import texts_of
from server.protocol.server_frames import EntryFrame, Error, Page
from server.tests.doubles import entry

KEY = "0123456789abcdef" * 2
SEND: dict[str, object] = {"type": "send", "ref": 4, "key": KEY, "kind": "message", "body": "hello"}
READ: dict[str, object] = {"type": "read", "ref": 4}
HELLO: dict[str, object] = {"type": "hello", "contract": 1}
MANY: dict[str, object] = {str(number): 1 for number in range(13_000)}


def refusal(frame: object) -> Error:
    """Return the error that answers a frame, given as text or as a value."""
    text = frame if isinstance(frame, str) else json.dumps(frame)
    with pytest.raises(RemoteProtocolError) as refused:
        decode(text)
    return refused.value.frame


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("", ErrorCode.NOT_JSON, id="nothing"),
        pytest.param("hello", ErrorCode.NOT_JSON, id="words"),
        pytest.param('{"type":"ping","ref":1', ErrorCode.NOT_JSON, id="cut off"),
        pytest.param('{"type":"ping","ref":1}{}', ErrorCode.NOT_JSON, id="two values"),
        pytest.param('{"type":"ping","ref":"\\ud800"}', ErrorCode.NOT_JSON, id="lone surrogate"),
        pytest.param("[" * 10_000, ErrorCode.NOT_JSON, id="deep"),
        pytest.param("[]", ErrorCode.NOT_AN_OBJECT, id="array"),
        pytest.param('"ping"', ErrorCode.NOT_AN_OBJECT, id="text"),
        pytest.param("null", ErrorCode.NOT_AN_OBJECT, id="null"),
        pytest.param('{"type":"shout"}', ErrorCode.UNKNOWN_TYPE, id="unknown"),
        pytest.param('{"type":"welcome"}', ErrorCode.UNKNOWN_TYPE, id="a server frame"),
        pytest.param('{"type":1}', ErrorCode.UNKNOWN_TYPE, id="number as type"),
        pytest.param('{"type":["ping"]}', ErrorCode.UNKNOWN_TYPE, id="array as type"),
        pytest.param("{}", ErrorCode.MISSING_FIELD, id="no type"),
    ],
)
def test_text_that_is_no_frame_is_refused_with_its_code(text: str, code: ErrorCode) -> None:
    """FR1: Not JSON, not an object, or of an unknown type: an error with that code."""
    assert refusal(text).code == code


@pytest.mark.parametrize("text", ['{"type":"shout"}', "{}"])
def test_type_at_fault_is_located(text: str) -> None:
    """FR1: A type that is missing or unknown is located, and what was sent is not repeated."""
    frame = refusal(text)
    assert frame.location == ("type",)
    assert "shout" not in frame.message


@pytest.mark.parametrize(
    ("frame", "code", "location"),
    [
        pytest.param({**SEND, **MANY}, "extra_field", ("0",), id="of a send"),
        pytest.param({**MANY, **SEND, "ref": "4"}, "wrong_field", ("ref",), id="before those that it has"),
        pytest.param({"type": "send", **MANY}, "missing_field", ("ref",), id="in place of them"),
        pytest.param({**HELLO, "position": MANY}, "missing_field", ("position", "epoch"), id="of a position"),
        pytest.param({**SEND, "ref": [{}] * 13_000}, "wrong_field", ("ref",), id="in an array"),
        pytest.param([MANY], "not_an_object", None, id="in no frame"),
    ],
)
def test_thousands_of_fields_are_few_faults(frame: object, code: str, location: tuple[str, ...] | None) -> None:
    """FR2, BP9: One fault refuses a frame; to list thousands would keep everybody waiting."""
    with pytest.raises(RemoteProtocolError) as refused:
        decode(json.dumps(frame))
    faults = refused.value.__context__
    assert isinstance(faults, ValidationError)
    assert faults.error_count() <= 10
    assert (refused.value.frame.code, refused.value.frame.location) == (code, location)
    assert len(encode(refused.value.frame)) < 300


def test_thousands_of_fields_hide_no_ref() -> None:
    """FR8: It is read wherever it stands."""
    assert refusal({**MANY, **SEND}).ref == 4


def test_thousands_of_unknown_fields_of_a_hello_are_ignored() -> None:
    """FR3: However many there are."""
    assert decode(json.dumps({**MANY, **HELLO, "more": MANY})) == Hello(type="hello", contract=1)


@pytest.mark.parametrize("length", [10, 43_000])
def test_text_that_is_not_json_is_read_once(monkeypatch: pytest.MonkeyPatch, length: int) -> None:
    """FR1: However long it is, it is answered as a short one is, and a long one is parsed once."""
    read: list[str] = []
    monkeypatch.setattr(
        codec, "CLIENT_FRAME", SimpleNamespace(validate_json=_reading(read, CLIENT_FRAME.validate_json))
    )
    monkeypatch.setattr(codec, "from_json", _reading(read, from_json))
    text = '{"type":"ping","ref":1,"x":[' + "[]," * length
    with pytest.raises(RemoteProtocolError) as caught:
        decode(text)
    assert caught.value.frame == error_frame(ErrorCode.NOT_JSON)
    assert length < 1_000 or len(read) == 1


def _reading(read: list[str], parse: Callable[[str], Any]) -> Callable[[str], Any]:
    def reading(text: str) -> Any:
        read.append(text)
        return parse(text)

    return reading


def test_long_type_is_not_repeated() -> None:
    """FR1: The answer to a huge type is small."""
    assert len(encode(refusal({"type": "x" * 50_000}))) < 300


@pytest.mark.parametrize("frame", [{"type": "ping", "ref": 1}, {**HELLO, "position": {}}, READ, SEND], ids=str)
@pytest.mark.parametrize("length", [900, 50_000])
def test_long_field_is_not_repeated(frame: dict[str, object], length: int) -> None:
    """FR2: The answer to a huge name of a field names its beginning; a long text elsewhere is not in it."""
    name, text = "名" * length, "x" * length
    extra = {**frame, name: 1} if frame["type"] != "hello" else {**frame, "position": {name: 1}}
    answers = [refusal(extra), *(refusal({**frame, field: text + "\0"}) for field in frame if field != "contract")]
    assert all(len(encode(answer)) < 600 for answer in answers)
    assert answers[0].code in ("extra_field", "missing_field")


def test_shortened_field_is_recognized() -> None:
    """FR2: By its first characters; a name of ordinary length is whole."""
    assert refusal({**SEND, "x" * 64: 1}).location == ("x" * 64,)
    assert refusal({**SEND, "x" * 65: 1}).location == ("x" * 63 + "…",)


@pytest.mark.parametrize(
    ("frame", "code", "location"),
    [
        pytest.param({"type": "ping"}, "missing_field", ("ref",), id="missing"),
        pytest.param({**SEND, "at": 1}, "extra_field", ("at",), id="extra"),
        pytest.param({**SEND, "body": 1}, "wrong_field", ("body",), id="wrong"),
        pytest.param({**SEND, "ref": "1"}, "wrong_field", ("ref",), id="text is no integer"),
        pytest.param({**SEND, "ref": 1.5}, "wrong_field", ("ref",), id="fraction"),
        pytest.param({**SEND, "ref": True}, "wrong_field", ("ref",), id="boolean is no integer"),
        pytest.param({"type": "typing", "active": 1}, "wrong_field", ("active",), id="integer is no boolean"),
        pytest.param({"type": "typing", "active": "true"}, "wrong_field", ("active",), id="text is no boolean"),
        pytest.param({**SEND, "target": False}, "wrong_field", ("target",), id="boolean is no offset"),
        pytest.param({**SEND, "key": KEY.upper()}, "wrong_field", ("key",), id="capitals"),
        pytest.param({**SEND, "key": KEY + "\n"}, "wrong_field", ("key",), id="line end after the key"),
        pytest.param({**SEND, "kind": "message\n"}, "wrong_field", ("kind",), id="line end after the kind"),
        pytest.param({**HELLO, "position": 1}, "wrong_field", ("position",), id="no object within"),
        pytest.param({**HELLO, "position": {}}, "missing_field", ("position", "epoch"), id="missing within"),
        pytest.param({**READ, "before": 5, "after": 5}, "wrong_field", None, id="both directions"),
        pytest.param({**READ, "limit": 101}, "wrong_field", ("limit",), id="limit"),
    ],
)
def test_field_at_fault_is_named(frame: object, code: str, location: tuple[str, ...] | None) -> None:
    """FR2: A missing, extra or wrong field is named by its location; nothing is coerced."""
    answer = refusal(frame)
    assert (answer.code, answer.location) == (code, location)
    assert not answer.temporary


def test_wrong_field_says_what_was_expected() -> None:
    """FR2: The message tells a developer what the field takes."""
    assert "should be less than or equal to 100" in refusal({**READ, "limit": 101}).message


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        (json.dumps(HELLO), Hello(type="hello", contract=1)),
        (json.dumps(SEND), Send(type="send", ref=4, key=KEY, kind="message", body="hello")),
        (json.dumps(READ), Read(type="read", ref=4, limit=100)),
        (json.dumps({**READ, "before": 5}), Read(type="read", ref=4, before=5)),
        (json.dumps({**READ, "after": 0}), Read(type="read", ref=4, after=0)),
        ('{"type":"typing","active":true}', Typing(type="typing", active=True)),
        ('{"type":"ping","ref":0}', Ping(type="ping", ref=0)),
        ('{"type":"leave"}', Leave(type="leave")),
    ],
)
def test_frame_is_read(text: str, frame: object) -> None:
    """FR1: One JSON object with a ``type`` is one frame."""
    assert decode(text) == frame


def test_hello_ignores_what_it_does_not_know() -> None:
    """FR3: A ``hello`` of the future is a ``hello``, in its position too."""
    position = {"epoch": "e", "offset": 1, "key": KEY, "shard": 3}
    frame = decode(json.dumps({**HELLO, "position": position, "colour": "red", "device": {"os": 1}}))
    assert frame == decode(json.dumps({**HELLO, "position": {"epoch": "e", "offset": 1, "key": KEY}}))


@pytest.mark.parametrize("name", ["send", "read", "typing", "ping", "leave"])
def test_other_frames_do_not(name: str) -> None:
    """FR3: ``hello`` alone is lenient."""
    frames: dict[str, dict[str, object]] = {
        "send": SEND,
        "read": READ,
        "typing": {"active": True},
        "ping": {"ref": 1},
        "leave": {},
    }
    assert refusal({**frames[name], "type": name, "colour": "red"}).code == ErrorCode.EXTRA_FIELD


@pytest.mark.parametrize("beyond", [MAX_INTEGER + 1, -1, -MAX_INTEGER - 2, 2**64, 10**400])
@pytest.mark.parametrize(
    ("frame", "field"),
    [(SEND, "ref"), (SEND, "target"), (READ, "before"), (READ, "after"), (READ, "ref"), (HELLO, "contract")],
)
def test_integer_out_of_bounds_is_refused(frame: dict[str, object], field: str, beyond: int) -> None:
    """FR4: What JavaScript cannot hold exactly is no integer here, nor is a negative one."""
    answer = refusal({**frame, field: beyond})
    assert (answer.code, answer.location) == (ErrorCode.WRONG_FIELD, (field,))


def test_largest_integer_is_taken() -> None:
    """FR4: 2^53−1 itself is in bounds."""
    frame = decode(json.dumps({**SEND, "ref": MAX_INTEGER, "target": MAX_INTEGER}))
    assert isinstance(frame, Send)
    assert (frame.ref, frame.target) == (MAX_INTEGER, MAX_INTEGER)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400"])
def test_number_that_is_none_is_refused(number: str) -> None:
    """FR4: There is no NaN and no infinity."""
    assert refusal(f'{{"type":"ping","ref":{number}}}').code in (ErrorCode.NOT_JSON, ErrorCode.WRONG_FIELD)


@pytest.mark.parametrize("body", ["\0", "a\0", "\0a", "a\n\0"])
def test_nul_is_refused_in_a_body(body: str) -> None:
    """FR4: Text carries no NUL, wherever it stands."""
    assert refusal({**SEND, "body": body}).location == ("body",)


@pytest.mark.parametrize("body", ["", " ", "a\tb\r\nc\n", "\u2028", "🦜" * 8_000])
def test_any_other_body_is_taken(body: str) -> None:
    """FR4: Line ends and whatever else people write are text."""
    frame = decode(json.dumps({**SEND, "body": body}))
    assert isinstance(frame, Send)
    assert frame.body == body


@pytest.mark.parametrize("name", ["\0", "Ana\n", "\nAna", "A\x7fna", "A\x85na", "\x1b[31mAna", ""])
def test_control_character_is_refused_in_a_name(name: str) -> None:
    """FR4: A name stands in one line, and is not empty."""
    assert refusal({**HELLO, "name": name}).location == ("name",)


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        pytest.param('{"type":"ping","ref":7,"x":1}', 7, id="extra field"),
        pytest.param('{"type":"shout","ref":7}', 7, id="unknown type"),
        pytest.param('{"ref":7}', 7, id="no type"),
        pytest.param('{"type":"send","ref":7}', 7, id="missing fields"),
        pytest.param('{"type":"leave","ref":0}', 0, id="nought"),
        pytest.param(f'{{"type":"leave","ref":{MAX_INTEGER}}}', MAX_INTEGER, id="largest"),
        pytest.param(f'{{"type":"leave","ref":{MAX_INTEGER + 1}}}', None, id="too large"),
        pytest.param('{"type":"ping","ref":-1}', None, id="negative"),
        pytest.param('{"type":"ping","ref":true}', None, id="boolean"),
        pytest.param('{"type":"ping","ref":1.0}', None, id="fraction"),
        pytest.param('{"type":"ping","ref":"7"}', None, id="text"),
        pytest.param('{"type":"ping"}', None, id="none"),
        pytest.param('[{"ref":7}]', None, id="in an array"),
        pytest.param('{"ref":7', None, id="cut off"),
    ],
)
def test_error_carries_the_ref_that_can_be_read(text: str, ref: int | None) -> None:
    """FR8: The ref of the refused frame, wherever one can be read, and null otherwise."""
    assert refusal(text).ref == ref


def test_error_of_a_codec_is_a_frame() -> None:
    """FR8: What is refused is said by a frame, whose message is the exception's too."""
    with pytest.raises(RemoteProtocolError) as refused:
        decode("{}")
    assert str(refused.value) == refused.value.frame.message


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["type", "ref", "key"]), inner),
)
_TYPES = st.sampled_from(["hello", "send", "read", "typing", "ping", "leave", "welcome", "", "x"])


# A deadline would measure the machine, not the code.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text()
    | _VALUES.map(json.dumps)
    | st.builds(lambda t, v: json.dumps({**SEND, "type": t, "ref": v}), _TYPES, _VALUES)
)
def test_anything_is_a_frame_or_a_frame_that_refuses_it(text: str) -> None:
    """FR1, FR2: Nothing that comes in raises anything else, and every answer can be sent."""
    frame: ClientFrame | None = None
    answer: Error | None = None
    try:
        frame = decode(text)
    except RemoteProtocolError as error:
        answer = error.frame
    if frame is not None:
        assert decode(frame.model_dump_json()) == frame
    else:
        assert answer is not None
        assert decode_server_frame(encode(answer)) == answer


def _entry_of_tomorrow() -> Entry:
    """Return an entry as a store gives it, beyond today's bounds in every field."""
    return Entry.model_construct(
        offset=MAX_INTEGER + 5,
        key="short",
        kind="Reaction/v9 \U0001f99c",
        client_id=0,
        author="a" * 999,
        name="line\nend",
        target=0,
        body="x" * 20_000,
        at=datetime(2026, 11, 23, 10, 2, 30, 123_000, tzinfo=UTC),
    )


def test_entry_of_a_newer_server_is_encoded_unharmed() -> None:
    """LOG13: What one server wrote, another does not refuse; it passes as it is, without a warning."""
    stored = _entry_of_tomorrow()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        alone = json.loads(encode(EntryFrame.model_construct(**stored.__dict__, type="entry")))
        page = Page.model_construct(type="page", ref=1, epoch="e", entries=(stored,), oldest=1, head=1)
        (within,) = json.loads(encode(page))["entries"]
    assert alone.pop("type") == "entry"
    assert alone == within
    assert {**within, "at": stored.at, "changes": None} == stored.__dict__


def test_time_is_written_in_utc_with_its_milliseconds() -> None:
    """FR11: A time is an RFC 3339 time with a zone, as every client reads it."""
    at = datetime(2026, 11, 23, 12, 2, 30, 123_000, tzinfo=timezone(timedelta(hours=2)))
    stored = _entry_of_tomorrow().model_copy(update={"at": at})
    frame = json.loads(encode(EntryFrame.model_construct(**stored.__dict__, type="entry")))
    assert datetime.fromisoformat(frame["at"]) == at


def test_trusted_model_is_the_constructed_one() -> None:
    """FO1: What is built without a check equals, and is written, as what is built with one."""
    checked = entry(3, body="hello")
    trusted = Entry.trusted(**dict(checked))
    assert trusted == checked == Entry.model_construct(**dict(checked))
    assert trusted.model_dump_json() == checked.model_dump_json()
    assert trusted.model_copy(update={"offset": 4}) == entry(4, key=checked.key, body="hello")
    assert trusted.model_fields_set == checked.model_fields_set


def test_entry_message_is_the_entry_frame() -> None:
    """FO1, FO4: The short way to the bytes says what the frame says."""
    stored = entry(3, body="hello")
    (text,) = texts_of(encode_entry_message(stored))
    frame = EntryFrame.model_construct(**dict(stored))
    assert json.loads(text) == json.loads(encode(frame))
    assert list(texts_of(encode_message(frame))) == [encode(frame)]
