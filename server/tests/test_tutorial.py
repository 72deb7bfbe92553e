"""The chapter's endpoints, to the letter, over real sockets."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidStatus

from server.protocol.server_frames import Presence
from server.settings import Settings
from server.tests.edge.sockets import Address, serving


@pytest.fixture
async def address() -> AsyncIterator[Address]:
    async with serving(Settings(auth="demo", port=0, store_url="memory://")) as address:
        yield address


async def lines(socket: ClientConnection, count: int) -> list[str | bytes]:
    return [await socket.recv() for _ in range(count)]


async def test_echo(address: Address) -> None:
    """TU2: Text is echoed in a sentence, JSON text as text, binary as itself."""
    async with address.open("/ws") as socket:
        for sent in ("hello", "", '{"type":"ping"}', b"\x00\xff", "中"):
            await socket.send(sent)
            assert await socket.recv() == (sent if isinstance(sent, bytes) else f"Message text was: {sent}")


@pytest.mark.parametrize(
    ("query", "cookie", "answer"),
    [
        ("?token=some-key-token", None, ["Session cookie or query token value is: some-key-token"]),
        ("?token=t", "session=s", ["Session cookie or query token value is: s"]),
        ("", "session=s", ["Session cookie or query token value is: s"]),
        ("?token=t&q=7", None, ["Session cookie or query token value is: t", "Query parameter q is: 7"]),
        ("?token=t&q=-0", None, ["Session cookie or query token value is: t", "Query parameter q is: 0"]),
        ("?token=", None, ["Session cookie or query token value is: "]),
    ],
)
async def test_item_socket_answers(address: Address, query: str, cookie: str | None, answer: list[str]) -> None:
    """TU3: The credential, then ``q``, then the text with its item."""
    headers = {"Cookie": cookie} if cookie else {}
    async with address.open(f"/items/foo/ws{query}", additional_headers=headers) as socket:
        for _ in range(2):
            await socket.send("hi")
            assert await lines(socket, len(answer) + 1) == [*answer, "Message text was: hi, for item ID: foo"]


@pytest.mark.parametrize("path", ["/items/foo/ws", "/items/foo/ws?token=t&q=x", "/items/a%2Fb/ws?token=t", "/ws/ana"])
async def test_what_the_chapter_would_not_take_is_refused_before_accept(address: Address, path: str) -> None:
    """TU3, TU4: No credential, or a parameter that is no integer."""
    with pytest.raises(InvalidStatus) as caught:
        async with address.open(path):
            pass
    assert caught.value.response.status_code == 403


async def test_chat_tells_the_sender_and_everybody(address: Address) -> None:
    """TU4: First what you wrote, then what everybody reads, the sender too."""
    async with address.open("/ws/1") as ana, address.open("/ws/2") as bob:
        await bob.send("wait for me")
        await lines(bob, 2)
        await lines(ana, 1)
        await ana.send("hi")
        assert await lines(ana, 2) == ["You wrote: hi", "Client #1 says: hi"]
        assert await lines(bob, 1) == ["Client #1 says: hi"]


async def test_chat_keeps_two_with_the_same_number_apart(address: Address) -> None:
    """TU4, ID1: The integer is a label and proves nothing."""
    async with address.open("/ws/1") as ana, address.open("/ws/1") as bob:
        await ana.send("hi")
        assert await lines(ana, 2) == ["You wrote: hi", "Client #1 says: hi"]
        await bob.send("")
        assert (await lines(bob, 3))[-2:] == ["You wrote: ", "Client #1 says: "]


@pytest.mark.parametrize("how", ["close", "abort"])
async def test_chat_tells_who_left_at_once(address: Address, how: str) -> None:
    """TU5: Whatever way somebody goes, the others read it, without a grace."""
    async with address.open("/ws/-7") as ana:
        async with address.open("/ws/1596980209979") as bob:
            await bob.send("hi")
            await lines(bob, 2)
            assert await ana.recv() == "Client #1596980209979 says: hi"
            if how == "abort":
                bob.transport.abort()
        assert await ana.recv() == "Client #1596980209979 left the chat"


async def test_chat_is_the_room_lobby(address: Address) -> None:
    """TU6: Typed and plain members read each other, and of each other's leaving."""
    async with address.client("lobby") as typed, address.open("/ws/5") as plain:
        await plain.send("hi\x00")
        assert await lines(plain, 2) == ["You wrote: hi\ufffd", "Client #5 says: hi\ufffd"]
        welcome = await typed.join(name="Ana")
        assert [entry.body for entry in welcome.page or ()] == ["hi\ufffd"]
        assert "Client #5" in [member.name for member in welcome.members or ()]
        await typed.say("send", ref=1, key="a" * 32, kind="message", body="hello")
        assert await plain.recv() == "Ana says: hello"
        await typed.say("leave")
        assert await plain.recv() == "Ana left the chat"
    async with address.client("lobby") as typed:
        await typed.join()
        async with address.open("/ws/6"):
            await typed.hear_until(
                lambda frame: isinstance(frame, Presence) and frame.joined[-1:] and frame.joined[-1].name == "Client #6"
            )
        left = await typed.hear_until(lambda frame: isinstance(frame, Presence) and frame.left)
        assert isinstance(left, Presence)
        assert [member.name for member in left.left] == ["Client #6"]


@pytest.mark.parametrize(("sent", "code"), [(b"\x00", 1003), ("x" * 8001, 1009)])
async def test_chat_closes_on_what_it_cannot_say(address: Address, sent: str | bytes, code: int) -> None:
    """TU4, FR5: Binary has no line, and a text that no log takes none either."""
    async with address.open("/ws/1") as ana:
        await ana.send(sent)
        await ana.wait_closed()
        assert ana.close_code == code


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ("\u200b", "it shows nothing"),
        (" \u3164\u2060\n", "it shows nothing"),
        ("x" + "\u0301" * 64, "one character of it has more than 64 parts"),
    ],
    ids=["unseen", "unseen and blank", "endless"],
)
async def test_chat_says_why_it_does_not_send(address: Address, sent: str, why: str) -> None:
    """TU4, FR15, FR16: Only the writer reads it, and goes on; the room has no trace of it."""
    async with address.client("lobby") as bob, address.open("/ws/1") as ana:
        await bob.join()
        await ana.send(sent)
        assert await ana.recv() == f"Message was not sent: {why}"
        await ana.send("hi")
        assert await lines(ana, 2) == ["You wrote: hi", "Client #1 says: hi"]
        assert (await bob.hear_type("entry")).offset == 1


@pytest.mark.parametrize("text", ["", " ", "\u3000"], ids=ascii)
async def test_chat_takes_what_the_page_of_the_chapter_sends(address: Address, text: str) -> None:
    """TU4: An empty field is a message there, and so are blanks."""
    async with address.open("/ws/1") as ana:
        await ana.send(text)
        assert await lines(ana, 2) == [f"You wrote: {text}", f"Client #1 says: {text}"]


async def test_refused_texts_leave_room_for_others(address: Address) -> None:
    """TU4, BP6: A text that is not sent is answered, so it holds no place among the unanswered ones."""
    async with address.open("/ws/1") as ana:
        for _ in range(40):
            await ana.send("\u200b")
        assert await lines(ana, 40) == ["Message was not sent: it shows nothing"] * 40
        await ana.send("hi")
        assert await lines(ana, 2) == ["You wrote: hi", "Client #1 says: hi"]


SOCKETS = ["/ws", "/ws/1", "/items/foo/ws?token=t"]
NEAR = [
    "http://localhost:3000",
    "https://localhost",
    "http://127.0.0.1:5500",
    "http://[::1]:80",
    "http://app.localhost",
]
FAR = [
    "https://evil.example",
    "http://localhost.evil.example",
    "http://192.168.1.5",
    "null",
    "file://",
    "app://localhost",
]


@pytest.mark.parametrize("path", SOCKETS)
@pytest.mark.parametrize("origin", [None, *NEAR])
async def test_chapter_takes_pages_of_this_machine(address: Address, path: str, origin: Any) -> None:
    """TU7: The chapter's own pages, wherever they are served from here, and programs, which have no origin."""
    async with address.open(path, origin=origin) as socket:
        await socket.send("hi")
        assert "hi" in str(await lines(socket, 2 if path != "/ws" else 1))


@pytest.mark.parametrize("path", SOCKETS)
@pytest.mark.parametrize("origin", FAR)
async def test_chapter_takes_no_page_of_a_stranger(address: Address, path: str, origin: Any) -> None:
    """TU7, TU8: Nor what may be a frame of a stranger's page, which has the origin ``null``."""
    with pytest.raises(InvalidStatus) as caught:
        async with address.open(path, origin=origin):
            pass
    assert caught.value.response.status_code == 403


@pytest.mark.parametrize("path", SOCKETS)
@pytest.mark.parametrize("origin", ["null", "https://shop.example"])
async def test_chapter_takes_what_is_listed(path: str, origin: Any) -> None:
    """TU7, TU8: A page from ``file://`` has the origin ``null``, and is taken where that is listed."""
    settings = Settings(auth="demo", port=0, store_url="memory://", allowed_origins=("null", "https://shop.example"))
    async with serving(settings) as address, address.open(path, origin=origin) as socket:
        await socket.send("hi")
        await socket.recv()


@pytest.mark.parametrize("path", ["/ws", "/ws/1", "/items/foo/ws?token=t"])
async def test_chapter_can_be_switched_off(path: str) -> None:
    """TU1: Then its endpoints answer 403, and typed connections still work."""
    async with serving(Settings(auth="demo", tutorial="off", port=0, store_url="memory://")) as address:
        with pytest.raises(InvalidStatus) as caught:
            async with address.open(path):
                pass
        assert caught.value.response.status_code == 403
        async with address.client() as ana:
            await ana.join()
