"""A grammar of what no decent client sends: broken RFC 6455 frames, and texts that are no client frame."""

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from server.edge.incoming import CONTROL_FRAMES_PER_SECOND, MAX_FRAGMENTS
from server.protocol.close_codes import CloseCode
from server.protocol.entries import MAX_FRAME_BYTES

EXAMPLES = Path(__file__).parents[3] / "shared" / "schema" / "examples" / "valid" / "client"

PROTOCOL_ERROR = 1002
"""RFC 6455, section 7.4.1."""

CONT, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA


# ---- RFC 6455 frames ---------------------------------------------------------


def wire(
    opcode: int,
    payload: bytes = b"",
    *,
    fin: bool = True,
    bits: int = 0,
    mask: bytes | None = b"\0\0\0\0",
    size: int = -1,
) -> bytes:
    """Return an RFC 6455 frame, with whatever is asked for wrong about it."""
    size = len(payload) if size < 0 else size
    head = bytes([(0x80 if fin else 0) | bits | opcode])
    masked = 0 if mask is None else 0x80
    if size < 126:
        head += bytes([masked | size])
    elif size <= 0xFFFF:
        head += bytes([masked | 126]) + struct.pack("!H", size)
    else:
        head += bytes([masked | 127]) + struct.pack("!Q", size)
    if mask is None:
        return head + payload
    return head + mask + bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))


@dataclass(frozen=True)
class Breach:
    """Bytes that break a rule of RFC 6455 or of ours, and the codes that may answer them."""

    data: bytes
    codes: frozenset[int]


def breach(*codes: int) -> Callable[[bytes], Breach]:
    return lambda data: Breach(data, frozenset(codes))


masks = st.binary(min_size=4, max_size=4)
payloads = st.binary(max_size=130)
not_utf8 = st.tuples(
    st.text(max_size=20), st.sampled_from([b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe4\xbd"])
).map(lambda parts: parts[0].encode() + parts[1])
bad_codes = st.one_of(
    st.integers(0, 999), st.sampled_from([1004, 1005, 1006, 1015]), st.integers(1016, 2999), st.integers(5000, 65535)
)

BREACHES: dict[str, st.SearchStrategy[Breach]] = {
    "a reserved bit": st.builds(
        lambda opcode, bits, mask: wire(opcode, b"x", bits=bits, mask=mask),
        st.sampled_from([TEXT, BINARY, PING, PONG, CLOSE]),
        st.sampled_from([0x10, 0x20, 0x40, 0x70]),
        masks,
    ).map(breach(PROTOCOL_ERROR)),
    "a reserved opcode": st.builds(
        lambda opcode, payload, fin: wire(opcode, payload, fin=fin),
        st.sampled_from([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]),
        payloads,
        st.booleans(),
    ).map(breach(PROTOCOL_ERROR)),
    "no mask": st.builds(lambda text: wire(TEXT, text, mask=None), payloads).map(breach(PROTOCOL_ERROR)),
    "a long control frame": st.builds(
        lambda opcode, size: wire(opcode, b"p" * size), st.sampled_from([PING, PONG, CLOSE]), st.integers(126, 60_000)
    ).map(breach(PROTOCOL_ERROR)),
    "a control frame in parts": st.builds(
        lambda opcode, payload: wire(opcode, payload, fin=False),
        st.sampled_from([PING, PONG, CLOSE]),
        st.sampled_from([b"", b"\x03\xe8"]),
    ).map(breach(PROTOCOL_ERROR)),
    "half a close code": st.builds(lambda byte: wire(CLOSE, byte), st.binary(min_size=1, max_size=1)).map(
        breach(PROTOCOL_ERROR)
    ),
    "a close code that is none": st.builds(
        lambda code, reason: wire(CLOSE, struct.pack("!H", code) + reason.encode()), bad_codes, st.text(max_size=20)
    ).map(breach(PROTOCOL_ERROR)),
    "a reason that is no text": st.builds(lambda reason: wire(CLOSE, b"\x03\xe8" + reason), not_utf8).map(
        breach(CloseCode.INVALID_TEXT)
    ),
    "an end without a beginning": st.builds(
        lambda payload, fin: wire(CONT, payload, fin=fin), payloads, st.booleans()
    ).map(breach(PROTOCOL_ERROR)),
    "a message in a message": st.builds(
        lambda opcode, fin: wire(TEXT, b"{", fin=False) + wire(opcode, b"}", fin=fin),
        st.sampled_from([TEXT, BINARY]),
        st.booleans(),
    ).map(breach(PROTOCOL_ERROR)),
    "more than a message may hold": st.builds(
        lambda opcode, size: wire(opcode, b"x" * 100, size=size),
        st.sampled_from([TEXT, BINARY]),
        st.integers(MAX_FRAME_BYTES + 1, 2**63 - 1),
    ).map(breach(CloseCode.TOO_BIG)),
    "a negative size": st.builds(lambda size: wire(TEXT, b"x", size=size), st.integers(2**63, 2**64 - 1)).map(
        breach(CloseCode.TOO_BIG, PROTOCOL_ERROR)
    ),
    "too much in parts": st.builds(
        lambda count: wire(TEXT, b"x" * 30_000, fin=False) + wire(CONT, b"x" * 30_000, fin=False) * count,
        st.integers(MAX_FRAME_BYTES // 30_000, MAX_FRAME_BYTES // 30_000 + 2),
    ).map(breach(CloseCode.TOO_BIG)),
    "too many parts": st.builds(
        lambda count, part: wire(TEXT, part, fin=False) + wire(CONT, part, fin=False) * count,
        st.integers(MAX_FRAGMENTS, 4 * MAX_FRAGMENTS),
        st.sampled_from([b"", b"x"]),
    ).map(breach(CloseCode.TOO_BIG)),
    "text that is none": st.builds(lambda text, mask: wire(TEXT, text, mask=mask), not_utf8, masks).map(
        breach(CloseCode.INVALID_TEXT)
    ),
    "text that is none, in parts": st.builds(
        lambda text: b"".join(
            [wire(TEXT, text[:1], fin=False), wire(CONT, text[1:-1], fin=False), wire(CONT, text[-1:])]
        ),
        not_utf8,
    ).map(breach(CloseCode.INVALID_TEXT)),
    "bytes": st.builds(lambda payload, mask: wire(BINARY, payload, mask=mask), payloads, masks).map(
        breach(CloseCode.UNSUPPORTED_DATA)
    ),
    "too many pings": st.builds(
        lambda opcode, payload, more: wire(opcode, payload) * (2 * CONTROL_FRAMES_PER_SECOND + more),
        st.sampled_from([PING, PONG]),
        st.binary(max_size=125),
        st.integers(1, 50),
    ).map(breach(CloseCode.TOO_FAST)),
}
"""By what is wrong. Pings are so many that a second on a slow machine makes no difference."""

unfinished = st.builds(
    lambda data, cut: data[: 1 + cut % (len(data) - 1)],
    st.one_of(
        st.builds(lambda text: wire(TEXT, text), st.binary(min_size=1, max_size=200)),
        st.builds(lambda text: wire(TEXT, b"{", fin=False) + wire(PING) + wire(CONT, text, fin=False), payloads),
    ),
    st.integers(1, 10_000),
)
"""What ends before it has ended."""


# ---- texts -------------------------------------------------------------------

VALID: list[dict[str, Any]] = [
    json.loads(path.read_text("utf-8")) for path in sorted(EXAMPLES.glob("*.json")) if path.stem != "send-largest"
]
KNOWN_OF_HELLO = {"type", "contract", "name", "resume_token", "position"}
OPTIONAL = {"name", "resume_token", "position", "before", "after", "limit", "target"}
ANY_TEXT = {"resume_token"}
"""Fields that take every string: a forged token is no bad frame (ID3)."""
NOWHERE_A_VALUE = [
    "1.5", "-0.0", '{"a": 1}', "[[]]", "NaN", "Infinity", "-Infinity", "1e999", "9" * 30, "-" + "9" * 30, "9" * 5_000,
    '"a\\u0000b"', '"\\ud800"', '"\\udc00\\ud800"', "[" * 5_000 + "]" * 5_000, '{"a":' * 2_000 + "1" + "}" * 2_000,
    "'x'", "undefined", "01", "+1", "0x10", "", "nul", '"', '"\\x41"', '"\n"', "1_000", "{", "]",
]  # fmt: skip
"""As text of JSON, or of what looks like it: nothing of it is a value of any field."""

AROUND = [
    "{}{}", "{},", "[{}]", "{}\x00", "\ufeff{}", "/**/{}", "({})", "{};", "\u2028{}", "{}{{", "data: {}", '"{}"',
    "{} null",
]  # fmt: skip
"""What a whole frame may stand in, and is none then; ``{}`` is the frame, which no brace but these two surrounds."""

numbers = st.integers(0, 2**16)


def known_fields(frame: dict[str, Any]) -> list[str]:
    # FR3: what nobody knows of a hello may be anything.
    return [field for field in frame if frame["type"] != "hello" or field in KNOWN_OF_HELLO]


def without_a_field(frame: dict[str, Any], number: int) -> str:
    fields = [field for field in known_fields(frame) if field not in OPTIONAL]
    left_out = fields[number % len(fields)]
    return json.dumps({field: value for field, value in frame.items() if field != left_out})


def with_a_field_more(frame: dict[str, Any], number: int) -> str:
    # FR3: hello takes what it does not know; so its type becomes one that nobody knows.
    name = "type" if frame["type"] == "hello" else f"x{number}"
    return json.dumps({**frame, name: "x" * (number % 3000)})


def with_a_wrong_value(frame: dict[str, Any], number: int) -> str:
    fields = [field for field in known_fields(frame) if field not in ANY_TEXT]
    field, value = fields[number % len(fields)], NOWHERE_A_VALUE[number // 16 % len(NOWHERE_A_VALUE)]
    members = [f"{json.dumps(name)}: {value if name == field else json.dumps(frame[name])}" for name in frame]
    return "{" + ", ".join(members) + "}"


def cut_off(frame: dict[str, Any], number: int) -> str:
    text = json.dumps(frame)
    return text[: number % len(text)]


def in_something_else(frame: dict[str, Any], number: int) -> str:
    before, after = AROUND[number % len(AROUND)].split("{}", 1)
    return before + json.dumps(frame) + (json.dumps(frame) if after == "{}" else after)


def with_a_byte_changed(frame: dict[str, Any], number: int) -> str:
    text = json.dumps(frame)
    at = [index for index, sign in enumerate(text) if sign in '{}":,'][number % text.count(":")]
    return text[:at] + "?" + text[at + 1 :]


malformed_texts = st.one_of(
    st.builds(
        lambda mutate, frame, number: mutate(frame, number),
        st.sampled_from(
            [without_a_field, with_a_field_more, with_a_wrong_value, cut_off, in_something_else, with_a_byte_changed]
        ),
        st.sampled_from(VALID),
        numbers,
    ),
    st.text(max_size=40).filter(lambda text: not text.strip().startswith("{")),
)
"""Texts each of which is answered by one error, whatever the session's state."""
