"""Getting in, over real sockets: every refusal is one that JavaScript can read."""

import json
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import jwt
import pytest
from pydantic import SecretStr
from websockets.exceptions import InvalidStatus

from server.protocol.close_codes import CLOSE_RULES, CloseCode
from server.protocol.entries import MAX_FRAME_BYTES, SUBPROTOCOL
from server.protocol.server_frames import Ack, Error, Pong, Presence
from server.settings import Settings
from server.tests.doubles import FakeClock
from server.tests.edge.conftest import DEMO
from server.tests.edge.sockets import Address, Client, bearer, serving

JWT_KEY = "a secret that is long enough for it"
KEY = "0123456789abcdef0123456789abcdef"


def token_for(items: object, *, seconds: float = 600, sub: str = "ana", name: str | None = "Ana") -> str:
    claims = {"sub": sub, "name": name, "items": items, "exp": int(time.time() + seconds)}
    return jwt.encode(claims, JWT_KEY, algorithm="HS256")


GUARDED = Settings(
    auth="jwt",
    jwt_key=SecretStr(JWT_KEY),
    port=0,
    store_url="memory://",
    allowed_origins=("https://shop.example",),
)


# Everything here holds by our own transport and by any other server's.
@pytest.fixture(params=[True, False], ids=["ours", "stock"])
def is_ours(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
async def demo(is_ours: bool) -> AsyncIterator[Address]:
    """Return the address of a server under demo auth."""
    async with serving(DEMO, is_ours=is_ours) as address:
        yield address


@pytest.fixture
async def guarded(is_ours: bool) -> AsyncIterator[Address]:
    """Return the address of a server that wants JWTs, and lets one other site in."""
    async with serving(GUARDED, is_ours=is_ours) as address:
        yield address


async def refusal(address: Address, path: str, *subprotocols: str, **options: Any) -> tuple[CloseCode, str]:
    """Return how a connection is refused after it was accepted, and the subprotocol chosen."""
    async with address.open(path, *subprotocols, **options) as socket:
        code, reason = await Client(socket).closed()
        assert reason == CLOSE_RULES[CloseCode(code)].reason
        return CloseCode(code), socket.subprotocol or ""


async def test_conversation_over_a_real_socket(demo: Address) -> None:
    """SE2, SE4, SE5, FO1: Hello, a message, a ping and a goodbye."""
    async with demo.client() as ana:
        welcome = await ana.join(name="Ana")
        assert (welcome.item_id, welcome.name, welcome.author, welcome.head) == ("foo", "Ana", None, 0)
        await ana.say("send", ref=1, key=KEY, kind="message", body="你好 👋")
        heard = [await ana.hear_until(lambda frame: frame.type in ("ack", "entry")) for _ in range(2)]
        ack = next(frame for frame in heard if isinstance(frame, Ack))
        entry = next(frame for frame in heard if frame.type == "entry")
        assert (ack.ref, ack.offset, entry.offset, entry.body, entry.key) == (1, 1, 1, "你好 👋", KEY)
        await ana.say("ping", ref=2)
        assert await ana.hear_type("pong") == Pong(ref=2)
        await ana.say("leave")
        assert (await ana.closed())[0] == CloseCode.NORMAL


async def test_departure_is_told_over_a_real_socket(demo: Address) -> None:
    """PR2, PR3: The others read who left."""
    async with demo.client() as ana:
        await ana.join()
        async with demo.client() as bob:
            welcome = await bob.join(name="Bob")
            await bob.say("leave")
            await bob.closed()
        presence = await ana.hear_until(lambda frame: isinstance(frame, Presence) and frame.left)
        assert isinstance(presence, Presence)
        assert [one.client_id for one in presence.left] == [welcome.client_id]


@pytest.mark.parametrize("broken", ["abrupt", "goodbye"])
async def test_departure_is_told_however_it_comes(demo: Address, broken: str) -> None:
    """PR4, PR5: A lost connection and a closed tab are told when their grace is over."""
    async with demo.client() as ana:
        await ana.join()
        async with demo.client() as bob:
            welcome = await bob.join()
            if broken == "abrupt":
                bob.socket.transport.abort()
            else:
                await bob.socket.close(1001)
        presence = await ana.hear_until(lambda frame: isinstance(frame, Presence) and frame.left)
        assert isinstance(presence, Presence)
        assert [one.client_id for one in presence.left] == [welcome.client_id]


@pytest.mark.parametrize("credential", ["none", "bad", "malformed", "empty"])
async def test_no_or_bad_credentials_are_refused_in_words(guarded: Address, credential: str) -> None:
    """AU2: 1008 after accept, with a reason, on the subprotocol that was asked for."""
    extra = {"none": [], "bad": [bearer("nonsense")], "malformed": ["bearer.e"], "empty": ["bearer."]}[credential]
    assert await refusal(guarded, "/items/foo/ws", SUBPROTOCOL, *extra) == (CloseCode.POLICY_VIOLATION, SUBPROTOCOL)


@pytest.mark.parametrize("where", ["subprotocol", "query", "cookie"])
async def test_credential_is_found_wherever_it_is(guarded: Address, where: str) -> None:
    """AU1, ID5, ID6: Author and name come from the token."""
    token = token_for(["foo"])
    subprotocols = [SUBPROTOCOL, bearer(token)] if where == "subprotocol" else [SUBPROTOCOL]
    path = f"/items/foo/ws?token={token}" if where == "query" else "/items/foo/ws"
    headers = {"Cookie": f"session={token}"} if where == "cookie" else {}
    async with guarded.open(path, *subprotocols, additional_headers=headers, origin="https://shop.example") as socket:
        welcome = await Client(socket).join(name="Somebody else")
        assert (welcome.author, welcome.name) == ("ana", "Ana")


@pytest.mark.parametrize("items", [["bar"], [], None])
async def test_item_that_the_credential_does_not_cover_is_refused(guarded: Address, items: object) -> None:
    """AU3: 4503, whatever else is right."""
    subprotocols = (SUBPROTOCOL, bearer(token_for(items)))
    assert await refusal(guarded, "/items/foo/ws", *subprotocols) == (CloseCode.ITEM_NOT_ALLOWED, SUBPROTOCOL)


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (["parley.v9"], "parley.v9"),
        ([bearer("t"), "soap", "parley.v9"], "soap"),
        ([bearer("t")], bearer("t")),
    ],
)
async def test_unknown_subprotocols_are_refused_in_words(demo: Address, offered: list[str], chosen: str) -> None:
    """AU4: The first offer that is no bearer is selected, so that the reason can be read."""
    assert await refusal(demo, "/items/foo/ws", *offered) == (CloseCode.UNKNOWN_SUBPROTOCOL, chosen)


@pytest.mark.parametrize("name", ["a/b", "a\nb", "x" * 129, "名" * 43, "\x7f"])
async def test_bad_item_names_are_refused_in_words(demo: Address, name: str) -> None:
    """AU5: A slash, a control character or too many bytes."""
    path = f"/items/{quote(name, safe='')}/ws"
    assert (await refusal(demo, path, SUBPROTOCOL, bearer("t")))[0] == CloseCode.BAD_ITEM_NAME


async def test_item_names_that_look_the_same_are_one_room(demo: Address) -> None:
    """AU5, LOG12: A decomposed name is brought to NFC."""
    async with demo.client(quote("Cafe\u0301")) as ana, demo.client(quote("Caf\u00e9")) as bob:
        assert (await ana.join()).item_id == "Caf\u00e9"
        assert (await bob.join()).member_count == 2


@pytest.mark.parametrize(
    ("origin", "is_let_in"),
    [("own", True), ("https://shop.example", True), ("https://evil.example", False), ("null", False)],
)
async def test_origins_are_checked(guarded: Address, origin: str, is_let_in: bool) -> None:
    """AU6: Pages of this site and of the allow-list get in; others are told why not."""
    origin = guarded.origin if origin == "own" else origin
    subprotocols = (SUBPROTOCOL, bearer(token_for("*")))
    if is_let_in:
        async with guarded.open("/items/foo/ws", *subprotocols, origin=origin) as socket:
            await Client(socket).join()
        return
    refused = await refusal(guarded, "/items/foo/ws", *subprotocols, origin=origin)
    assert refused == (CloseCode.ORIGIN_NOT_ALLOWED, SUBPROTOCOL)


async def test_program_without_origin_needs_more_than_a_cookie(guarded: Address) -> None:
    """AU6: A cookie alone is what a browser sends by itself."""
    headers = {"Cookie": f"session={token_for('*')}"}
    refused = await refusal(guarded, "/items/foo/ws", SUBPROTOCOL, additional_headers=headers)
    assert refused[0] == CloseCode.ORIGIN_NOT_ALLOWED


async def test_expired_credential_is_told_from_a_bad_one(guarded: Address) -> None:
    """AU2, AU7: Who comes with an old link learns that it is old."""
    codes = []
    for token in (token_for("*", seconds=-60), token_for("*")[:-1], "x"):
        codes.append((await refusal(guarded, "/items/foo/ws", SUBPROTOCOL, bearer(token)))[0])
    assert codes == [CloseCode.CREDENTIAL_EXPIRED, CloseCode.POLICY_VIOLATION, CloseCode.POLICY_VIOLATION]


async def test_operator_hears_what_is_wrong_with_credentials(
    guarded: Address, caplog: pytest.LogCaptureFixture
) -> None:
    """AU2, AU8: Once a minute, by name, and without the token: login and server may not agree."""
    token = jwt.encode({"exp": int(time.time() + 600)}, JWT_KEY, algorithm="HS256")
    for credentials in ((bearer(token),), (bearer(token),), ()):
        code, _ = await refusal(guarded, "/items/foo/ws", SUBPROTOCOL, *credentials, origin=guarded.origin)
        assert code == CloseCode.POLICY_VIOLATION
    lines = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert lines == ["refused with 1008: the JWT is refused: MissingRequiredClaimError"]


async def test_expired_credential_closes_the_connection() -> None:
    """AU7: 4005 while connected, and not before; a client comes back with a fresh one."""
    clock = FakeClock(wall=time.time())
    async with serving(GUARDED, clock) as address, address.client(token=token_for("*", seconds=600)) as ana:
        await ana.join()
        clock.advance(0.1)
        await ana.hear_type("presence")  # Else the time would pass while it is on its way.
        clock.advance(590)
        await ana.say("ping", ref=1)
        assert await ana.hear_type("pong") == Pong(ref=1)
        clock.advance(21)
        assert await ana.closed() == (4005, CLOSE_RULES[CloseCode.CREDENTIAL_EXPIRED].reason)


async def test_plain_clients_are_refused_where_there_is_no_tutorial(guarded: Address) -> None:
    """TU1: Under JWT auth the chapter's endpoints do not exist."""
    for path in ("/items/foo/ws?token=x", "/ws", "/ws/1"):
        with pytest.raises(InvalidStatus) as caught:
            async with guarded.open(path):
                pass
        assert caught.value.response.status_code == 403


async def test_bad_frames_are_answered_and_the_connection_lives(demo: Address) -> None:
    """FR1, FR2, FR8: Each by a typed error."""
    async with demo.client() as ana:
        await ana.join()
        for text, code, location in [
            ("{", "not_json", None),
            ("[]", "not_an_object", None),
            ('{"type":"shout"}', "unknown_type", ("type",)),
            ('{"type":"ping"}', "missing_field", ("ref",)),
            ('{"type":"ping","ref":3,"x":1}', "extra_field", ("x",)),
            ('{"type":"ping","ref":"3"}', "wrong_field", ("ref",)),
        ]:
            await ana.socket.send(text)
            error = await ana.hear_type("error")
            assert isinstance(error, Error)
            assert (error.code, error.location) == (code, location)
        await ana.say("ping", ref=4)
        assert await ana.hear_type("pong") == Pong(ref=4)


async def test_too_many_bad_frames_close(demo: Address) -> None:
    """FR7: The tenth in a row, with a code of its own."""
    async with demo.client() as ana:
        for _ in range(10):
            await ana.socket.send("nonsense")
        assert (await ana.closed())[0] == CloseCode.TOO_MANY_BAD_FRAMES


async def test_binary_messages_close(demo: Address) -> None:
    """FR5: 1003."""
    async with demo.client() as ana:
        await ana.join()
        await ana.socket.send(b"\x00\x01")
        assert (await ana.closed())[0] == CloseCode.UNSUPPORTED_DATA


async def test_messages_that_are_too_big_close(demo: Address) -> None:
    """FR6: One byte more than the limit is 1009; the limit itself is parsed."""
    async with demo.client() as ana:
        await ana.join()
        await ana.socket.send("x" * MAX_FRAME_BYTES)
        assert (await ana.hear_type("error")).code == "not_json"
        await ana.socket.send("x" * (MAX_FRAME_BYTES + 1))
        assert (await ana.closed())[0] == CloseCode.TOO_BIG


@pytest.mark.parametrize("character", ["中", "🦜"])
async def test_largest_message_fits(demo: Address, character: str) -> None:
    """FR14, SE9: The longest body goes in with every character escaped, and comes out."""
    async with demo.client() as ana:
        await ana.join()
        text = json.dumps({"type": "send", "ref": 1, "key": KEY, "kind": "message", "body": character * 8000})
        await ana.socket.send(text)
        assert (await ana.hear_type("entry")).body == character * 8000
