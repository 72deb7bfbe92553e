"""The edges that only the transport sees, over bare TCP where a client library would not err."""

import asyncio
import os
import socket
import struct
from inspect import signature

import pytest
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from server.edge.incoming import MAX_FRAGMENTS
from server.edge.transport import ParleyWebSocketProtocol
from server.protocol.close_codes import CloseCode
from server.protocol.entries import SUBPROTOCOL
from server.tests.edge.sockets import PATIENCE, Address, bearer

FLOOD_BYTES = 32 * 1024 * 1024
"""More than all the buffers between a client and a server hold together."""

IDLE_TURNS = 2_000
"""Turns of the event loop, which is the server's too, without a byte being taken."""

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def handshake(path: str = "/items/foo/ws", *, extra: bytes = b"") -> bytes:
    return (
        (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Protocol: {SUBPROTOCOL}, {bearer('t')}\r\n"
        ).encode()
        + extra
        + b"\r\n"
    )


def frame(opcode: int, payload: bytes, *, fin: bool = True, length: int | None = None) -> bytes:
    """Return an RFC 6455 frame as a client sends it, masked with zeros."""
    size = len(payload) if length is None else length
    head = bytes([(0x80 if fin else 0) | opcode])
    if size < 126:
        head += bytes([0x80 | size])
    else:
        head += bytes([0x80 | 127]) + struct.pack("!Q", size)
    return head + b"\0\0\0\0" + payload


async def connected(address: Address) -> Stream:
    reader, writer = await address.raw()
    writer.write(handshake())
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
    assert b" 101 " in head
    return reader, writer


async def close_code(reader: asyncio.StreamReader) -> int:
    """Read to the close frame; return its code."""
    while True:
        head = await asyncio.wait_for(reader.readexactly(2), PATIENCE)
        size = head[1] & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", await reader.readexactly(2))
        payload = await reader.readexactly(size)
        if head[0] & 0x0F == 0x8:
            return int(struct.unpack("!H", payload[:2])[0])


async def flood(address: Address, frames: bytes) -> int:
    """Send frames again and again, and read nothing; return how many bytes were taken."""
    _, writer = await connected(address)
    raw = socket.socket(fileno=os.dup(writer.get_extra_info("socket").fileno()))
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    taken = idle = 0
    while idle < IDLE_TURNS and taken < FLOOD_BYTES:
        try:
            taken += raw.send(frames[taken % len(frames) :])
            idle = 0
        except BlockingIOError:
            idle += 1
        except ConnectionError:
            break
        await asyncio.sleep(0)
    raw.close()
    writer.transport.abort()
    return taken


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (frame(0x1, b"\xff\xfe"), CloseCode.INVALID_TEXT),
        (frame(0x1, b"\xe4\xbd", fin=False) + frame(0x0, b"\xff"), CloseCode.INVALID_TEXT),
        (frame(0x3, b"?"), 1002),
        (frame(0x1, b"a", fin=False) + frame(0x1, b"b"), 1002),
        (frame(0x9, b"p" * 126), 1002),
        (frame(0x8, b"\x00"), 1002),
        (frame(0x2, b"\x00"), CloseCode.UNSUPPORTED_DATA),
        (frame(0x1, b"", length=2**40), CloseCode.TOO_BIG),
        (frame(0x1, b"", fin=False) + frame(0x0, b"", fin=False) * MAX_FRAGMENTS, CloseCode.TOO_BIG),
    ],
    ids=["text", "text-in-parts", "opcode", "text-in-text", "long-ping", "short-close", "binary", "huge", "fragments"],
)
async def test_broken_frames_are_answered_by_a_close_frame(demo: Address, sent: bytes, code: int) -> None:
    """FR10, FR5, FR6: With the code that says what was wrong, and no traceback."""
    reader, writer = await connected(demo)
    writer.write(sent)
    assert await close_code(reader) == code
    writer.close()


async def test_text_in_parts_is_put_together(demo: Address) -> None:
    """FR10: A character may be cut in two between fragments."""
    reader, writer = await connected(demo)
    text = '{"type":"ping","ref":1,"中":1}'.encode()
    cut = text.index("中".encode()) + 1
    writer.write(frame(0x1, text[:cut], fin=False) + frame(0x0, text[cut:]))
    head = await asyncio.wait_for(reader.readexactly(2), PATIENCE)
    assert head[0] == 0x81
    writer.close()


async def test_close_frame_arrives_while_the_client_still_writes(demo: Address) -> None:
    """FR6: What is still on its way is read and dropped, so that no reset swallows the reason."""
    reader, writer = await connected(demo)
    megabyte = b"x" * 1_000_000
    writer.write(frame(0x1, megabyte, length=len(megabyte)))
    assert await close_code(reader) == CloseCode.TOO_BIG
    writer.close()


async def test_client_that_does_not_answer_a_close_is_cut_off(demo: Address) -> None:
    """BP4: The socket is gone soon after, whatever the client does."""
    reader, writer = await connected(demo)
    writer.write(frame(0x2, b"\x00"))
    await close_code(reader)
    assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
    writer.close()


@pytest.mark.parametrize("path", [b"/items/\xff/ws", b"/items/\xe4\xb8\xad/ws"])
async def test_target_that_is_not_ascii_is_a_bad_request(demo: Address, path: bytes) -> None:
    """FR10: No traceback, and an answer."""
    reader, writer = await demo.raw()
    writer.write(handshake("/PATH").replace(b"/PATH", path))
    status = await asyncio.wait_for(reader.readline(), PATIENCE)
    assert b" 400 " in status
    writer.close()


async def test_headers_that_are_not_ascii_do_no_harm(demo: Address) -> None:
    """FR10: A cookie in Latin-1 is no reason to refuse anybody."""
    reader, writer = await demo.raw()
    writer.write(handshake(extra=b"Cookie: a=\xe9\r\n"))
    assert b" 101 " in await asyncio.wait_for(reader.readline(), PATIENCE)
    writer.close()


async def test_reset_in_the_middle_is_no_traceback(demo: Address) -> None:
    """FR10: A connection may end anywhere."""
    for sent in (b"", handshake()[:40], handshake(), handshake() + frame(0x1, b"half")[:5]):
        reader, writer = await demo.raw()
        writer.write(sent)
        if sent.endswith(b"\r\n\r\n"):
            await asyncio.wait_for(reader.readline(), PATIENCE)
        raw = writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
    async with demo.client() as ana:
        await ana.join()


async def test_pings_of_who_reads_nothing_are_not_read_for_ever(demo: Address) -> None:
    """BP3: The pongs would fill the memory; so the client is no longer listened to."""
    assert await flood(demo, frame(0x9, b"p" * 125) * 500) < FLOOD_BYTES


async def test_frames_of_who_reads_no_answers_are_not_read_for_ever(demo: Address) -> None:
    """BP3: Above the bound on answers the client's input is not read."""
    refused = f'{{"type":"send","ref":1,"key":"{"a" * 32}","kind":"message","body":""}}'.encode()
    assert await flood(demo, frame(0x1, refused) * 500) < FLOOD_BYTES


async def test_stalled_reader_holds_nobody_up(demo: Address) -> None:
    """BP1, BP3: One that reads nothing neither stops the others nor is listened to for ever."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(raw, ("127.0.0.1", demo.port))
    await loop.sock_sendall(raw, handshake())
    assert b" 101 " in await loop.sock_recv(raw, 1024)
    await loop.sock_sendall(raw, frame(0x1, b'{"type":"hello","contract":1}'))
    async with demo.client() as ana:
        await ana.join()
        presence = await ana.hear_until(lambda heard: heard.type == "presence" and heard.member_count == 2)
        assert presence.type == "presence"
        for ref in range(200):
            key = os.urandom(16).hex()
            await ana.say("send", ref=ref, key=key, kind="message", body="x" * 8000)
            assert (await ana.hear_type("ack")).ref == ref
        await ana.hear_until(lambda heard: heard.type == "entry" and heard.offset == 200)
    raw.close()


@pytest.mark.parametrize(
    "name",
    [
        "data_received",
        "handle_connect",
        "send_receive_event_to_app",
        "handle_parser_exception",
        "keepalive_timeout",
        "send",
        "pause_writing",
        "resume_writing",
        "handle_cont",
    ],
)
def test_what_is_overridden_is_still_there(name: str) -> None:
    """FR10: uvicorn promises nothing about these methods, so a change must be seen here."""
    ours, theirs = getattr(ParleyWebSocketProtocol, name), getattr(WebSocketsSansIOProtocol, name)
    assert ours is not theirs
    assert list(signature(ours).parameters) == list(signature(theirs).parameters)
