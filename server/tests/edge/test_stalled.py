"""A member who takes nothing: how much is held for him, and that he is let go of."""

import asyncio
import fcntl
import os
import socket
import struct
import sys
import termios
from typing import Any

import pytest

from server.edge.outbox import HIGH_WATER_BYTES
from server.listening import MAX_UNSENT_BYTES
from server.settings import Settings
from server.tests.doubles import FakeClock
from server.tests.edge.conftest import DEMO
from server.tests.edge.sockets import PATIENCE, Address, Client, serving
from server.tests.edge.test_transport import frame, handshake

HELD_BYTES = 512 * 1024
"""BP11."""


async def stalled(address: Address) -> socket.socket:
    """Join a room by a socket that reads no more than the handshake."""
    raw, loop = socket.socket(), asyncio.get_running_loop()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.setblocking(False)
    await loop.sock_connect(raw, ("127.0.0.1", address.port))
    await loop.sock_sendall(raw, handshake())
    assert b" 101 " in await loop.sock_recv(raw, 1024)
    await loop.sock_sendall(raw, frame(0x1, b'{"type":"hello","contract":1}'))
    return raw


def protocol_of(address: Address, raw: socket.socket) -> Any:
    """Return the server's end of a socket."""
    (found,) = [one for one in address.connections if one.client[1] == raw.getsockname()[1]]
    return found


def held_bytes(protocol: Any) -> tuple[int, int]:
    """Return what the process and the kernel hold that the other side has not taken."""
    fd = protocol.transport.get_extra_info("socket").fileno()
    (in_kernel,) = struct.unpack("i", fcntl.ioctl(fd, termios.TIOCOUTQ, b"\0" * 4))
    return protocol.waiting_bytes(), in_kernel


async def speak(ana: Client, body_length: int = 8_000) -> None:
    """Append one message, and hear of it."""
    await ana.say("send", ref=1, key=os.urandom(16).hex(), kind="message", body="x" * body_length)
    assert (await ana.hear_type("ack")).ref == 1


async def joined(address: Address, ana: Client) -> socket.socket:
    """Let somebody join and stall, in a room where ``ana`` is."""
    await ana.join()
    raw = await stalled(address)
    await ana.hear_until(lambda heard: heard.type == "presence" and heard.member_count == 2)
    return raw


async def reset_of(raw: socket.socket) -> bool:
    """Read what there is, to the end; return whether that was a reset."""
    loop = asyncio.get_running_loop()
    try:
        while await asyncio.wait_for(loop.sock_recv(raw, 65_536), PATIENCE):
            pass
    except ConnectionResetError:
        return True
    finally:
        raw.close()
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="how much a kernel holds is asked Linux's way")
async def test_little_is_held_for_who_reads_nothing(demo: Address) -> None:
    """BP11, BP1: Neither by us nor by the kernel, however much is said; and the others read on."""
    async with demo.client() as ana:
        raw = await joined(demo, ana)
        protocol = protocol_of(demo, raw)
        assert (
            protocol.transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT)
            == MAX_UNSENT_BYTES
        )
        said = 0
        while protocol.writable.is_set():
            await speak(ana)
            said += 8_000
            assert said < 4 * HELD_BYTES, "it is not noticed that nothing is read"
        for _ in range(100):
            await speak(ana)
        ours, kernels = held_bytes(protocol)
        assert ours > HIGH_WATER_BYTES
        assert ours + kernels <= HELD_BYTES
        raw.close()


SHORT_PINGS = Settings(**{**DEMO.model_dump(), "ping_interval_seconds": 0.2, "ping_timeout_seconds": 0.2})


async def test_keepalive_cuts_off_what_a_close_would_wait_for() -> None:
    """BP10: Something is on its way to a machine that is gone; our own clock stands still, so nothing else frees it."""
    async with serving(SHORT_PINGS, FakeClock()) as address, address.client() as ana:
        await ana.join()
        raw = await stalled(address)
        protocol = None
        while protocol is None or not protocol.waiting_bytes():
            await speak(ana)
            protocol = protocol_of(address, raw)
        async with asyncio.timeout(PATIENCE):
            while protocol in address.connections:
                await speak(ana, 10)
        assert await reset_of(raw)


@pytest.mark.parametrize("by_whom", ["client", "server", "node"])
async def test_who_is_closed_and_does_not_go_is_cut_off(by_whom: str, demo: Address) -> None:
    """BP10: By a close that he asked for himself too, though he reads nothing of what was written before it."""
    async with demo.client() as ana:
        raw = await joined(demo, ana)
        protocol = protocol_of(demo, raw)
        while not protocol.waiting_bytes():
            await speak(ana)
        assert protocol.writable.is_set(), "the test wants what is below the mark"
        if by_whom == "client":
            await asyncio.get_running_loop().sock_sendall(raw, frame(0x8, b"\x03\xe8"))
        elif by_whom == "server":
            protocol.send_close(1000, "")
        else:
            protocol.shutdown()
        async with asyncio.timeout(PATIENCE):
            while protocol in demo.connections:
                await speak(ana, 10)
        assert await reset_of(raw)


async def test_node_may_stop_while_somebody_goes(demo: Address) -> None:
    """BP10, ST3: He has closed, what was written before it waits for him, and uvicorn hangs up on everybody."""
    async with demo.client() as ana:
        raw = await joined(demo, ana)
        protocol = protocol_of(demo, raw)
        while not protocol.waiting_bytes():
            await speak(ana)
        await asyncio.get_running_loop().sock_sendall(raw, frame(0x8, b"\x03\xe8"))
        async with asyncio.timeout(PATIENCE):
            while not protocol.transport.is_closing():
                await speak(ana, 10)
        protocol.shutdown()
        async with asyncio.timeout(PATIENCE):
            while protocol in demo.connections:
                await speak(ana, 10)
        assert await reset_of(raw)
