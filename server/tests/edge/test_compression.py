"""Connections that are compressed, because the server was set to and the client asked."""

from collections.abc import AsyncIterator

import pytest
from websockets.frames import Frame

from server.protocol.close_codes import CloseCode
from server.protocol.entries import MAX_FRAME_BYTES
from server.settings import Settings
from server.tests.edge.conftest import DEMO
from server.tests.edge.sockets import Address, Client, serving

COMPRESSED = Settings(**{**DEMO.model_dump(), "compression": True})


@pytest.fixture
async def compressing() -> AsyncIterator[Address]:
    async with serving(COMPRESSED) as address:
        yield address


def note_packed(client: Client) -> list[bool]:
    """Return a list that tells, of each frame from now on, whether it came compressed."""
    (extension,) = client.socket.protocol.extensions
    packed: list[bool] = []
    unpack = extension.decode

    def decode(frame: Frame, *, max_size: int | None = None) -> Frame:
        packed.append(frame.rsv1)
        return unpack(frame, max_size=max_size)

    extension.decode = decode  # type: ignore[method-assign]
    return packed


def is_compressed(client: Client) -> bool:
    return [extension.name for extension in client.socket.protocol.extensions] == ["permessage-deflate"]


async def test_client_that_asks_is_served_compressed(compressing: Address) -> None:
    """BP12: It is heard and handed the same as anybody else in its room."""
    async with compressing.client(compression="deflate") as ana, compressing.client() as bob:
        assert (is_compressed(ana), is_compressed(bob)) == (True, False)
        packed = note_packed(ana)
        await ana.join()
        await bob.join()
        await ana.say("send", ref=1, key="a" * 32, kind="message", body="hello " * 1000)
        await bob.say("send", ref=1, key="b" * 32, kind="message", body="hello to you")
        heard = [[(await one.hear_type("entry")).body for _ in range(2)] for one in (ana, bob)]
        assert heard[0] == heard[1]
        assert set(heard[0]) == {"hello " * 1000, "hello to you"}
        assert packed
        assert all(packed)


async def test_message_is_bounded_by_what_it_unpacks_to(compressing: Address) -> None:
    """BP12, FR6: A hundred bytes that unpack to more than a message holds close with 1009."""
    async with compressing.client(compression="deflate") as ana, compressing.client() as bob:
        await bob.join()
        await ana.join()
        await ana.socket.send(" " * (MAX_FRAME_BYTES + 1))
        assert (await ana.closed())[0] == CloseCode.TOO_BIG
        await bob.say("ping", ref=1)
        await bob.hear_type("pong")


async def test_nothing_is_compressed_by_itself(demo: Address) -> None:
    """BP12: A client that asks in vain is served plainly."""
    async with demo.client(compression="deflate") as ana:
        assert not is_compressed(ana)
        await ana.join()
