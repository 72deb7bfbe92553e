"""The client's side of RFC 6455, as far as a load needs it. Pure: bytes in, bytes out."""

import base64
import os
from collections.abc import Sequence
from typing import NamedTuple

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA

# Masking with zeroes leaves the text as it is, so it costs the generator
# nothing; the server cannot know and unmasks it like any other.
_ZERO_MASK = bytes(4)


class Message(NamedTuple):
    """A whole message, put together from its fragments, or a control frame."""

    opcode: int
    payload: bytes


def is_ping_alone(chunk: Sequence[int], size: int) -> bool:
    """Whether the first ``size`` bytes are one ping, as a server sends it, and nothing else."""
    return size >= 2 and chunk[0] == 0x80 | PING and size == 2 + chunk[1]


def handshake(port: int, path: str, headers: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return the request that opens a WebSocket; no extension is offered."""
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        *(f"{name}: {value}" for name, value in headers),
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """Return the payload as one masked frame."""
    size = len(payload)
    if size < 126:
        return bytes((0x80 | opcode, 0x80 | size)) + _ZERO_MASK + payload
    if size < 65_536:
        return bytes((0x80 | opcode, 0x80 | 126)) + size.to_bytes(2, "big") + _ZERO_MASK + payload
    return bytes((0x80 | opcode, 0x80 | 127)) + size.to_bytes(8, "big") + _ZERO_MASK + payload


class MessageReader:
    """Cuts a server's bytes into messages, wherever the network cut them."""

    def __init__(self) -> None:
        self._rest = b""
        self._fragments: list[bytes] = []
        self._opcode = TEXT

    def feed(self, chunk: bytes) -> list[Message]:
        """Return the messages that are whole now; the rest waits for more."""
        received = self._rest + chunk if self._rest else chunk
        messages: list[Message] = []
        at, end = 0, len(received)
        while at + 2 <= end:
            size, start = received[at + 1], at + 2
            if size >= 126:
                start += 2 if size == 126 else 8
                if start > end:
                    break
                size = int.from_bytes(received[at + 2 : start], "big")
            if start + size > end:
                break
            message = self._take(received[at], received[start : start + size])
            if message is not None:
                messages.append(message)
            at = start + size
        self._rest = received[at:]
        return messages

    def _take(self, first: int, payload: bytes) -> Message | None:
        opcode, is_final = first & 0x0F, first & 0x80
        if opcode >= CLOSE:
            return Message(opcode, payload)
        if opcode != CONTINUATION:
            self._opcode = opcode
        if is_final and not self._fragments:
            return Message(opcode, payload)
        self._fragments.append(payload)
        if not is_final:
            return None
        whole, self._fragments = b"".join(self._fragments), []
        return Message(self._opcode, whole)
