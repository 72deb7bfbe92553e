"""How many connections there may be, and what counts as one address."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from server.edge.quotas import Census, Quotas, Visit, site_of
from server.protocol.close_codes import CloseCode
from server.settings import Settings
from server.tests.edge.sockets import PATIENCE, Address, serving

QUOTAS = Quotas(per_address=2, per_author=3, per_room=4, in_all=5)


def visit(address: str = "192.0.2.1", author: str | None = None, item_id: str = "foo") -> Visit:
    return Visit(address, author, item_id)


@pytest.mark.parametrize(
    ("visits", "code"),
    [
        ([visit()] * 2, CloseCode.ADDRESS_FULL),
        ([visit(f"192.0.2.{n}", "ana", f"room {n}") for n in range(3)], CloseCode.PERSON_FULL),
        ([visit(f"192.0.2.{n}") for n in range(4)], CloseCode.ROOM_FULL),
        ([visit(f"192.0.2.{n}", None, f"room {n}") for n in range(5)], CloseCode.NODE_FULL),
    ],
    ids=["address", "person", "room", "node"],
)
def test_one_too_many_is_told_why(visits: list[Visit], code: CloseCode) -> None:
    """AU10: Each bound has a code of its own, and ends with whoever goes."""
    census = Census(QUOTAS)
    assert [census.admit(one) for one in visits] == [None] * len(visits)
    last = visits[-1] if code is not CloseCode.NODE_FULL else visit("198.51.100.1", None, "another")
    last = Visit("198.51.100.1", last.author, last.item_id) if code is not CloseCode.ADDRESS_FULL else last
    assert census.admit(last) == code
    census.release(visits[0])
    assert census.admit(last) is None


def test_people_without_an_author_are_nobody_in_particular() -> None:
    """AU10: Under demo auth there is no bound for a person."""
    census = Census(Quotas(per_address=99, per_author=1, per_room=99, in_all=99))
    assert [census.admit(visit()) for _ in range(3)] == [None, None, None]
    assert census.admit(visit(author="ana")) is None
    assert census.admit(visit(author="ana")) == CloseCode.PERSON_FULL


def test_refused_connection_counts_for_nothing() -> None:
    """AU10: Who is turned away takes nobody's place."""
    census = Census(QUOTAS)
    for _ in range(50):
        census.admit(visit())
    assert census.admit(visit("192.0.2.2")) is None


@pytest.mark.parametrize(
    ("address", "other", "is_one"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("testclient", "another", False),
        ("", "", True),
    ],
)
def test_site_is_what_one_owner_has(address: str, other: str, is_one: bool) -> None:
    """AU10: An IPv6 network of 64 bits is one address."""
    assert (site_of(address) == site_of(other)) is is_one


async def test_full_house_is_told_over_the_wire() -> None:
    """AU10, AU2: By a close after accept; and a place that is free again is taken."""
    settings = Settings(auth="demo", port=0, store_url="memory://", connections_per_room=2)
    async with serving(settings) as address, AsyncExitStack() as stack:
        await (await stack.enter_async_context(address.client())).join()
        async with address.client() as second:
            await second.join()
            async with address.client() as third:
                assert (await third.closed())[0] == CloseCode.ROOM_FULL
        while True:
            async with address.client() as third:
                await third.say("hello", contract=1)
                try:
                    await third.hear_type("welcome")
                except Exception:
                    continue  # The second's end has not been heard yet.
                return


@pytest.mark.parametrize(("trusted", "is_one"), [("127.0.0.1", False), ("", True)])
async def test_address_is_what_a_trusted_proxy_says(trusted: str, is_one: bool) -> None:
    """AU10: Behind a proxy people do not share one bound, and nobody else chooses his own address."""
    settings = Settings(
        auth="demo",
        port=0,
        store_url="memory://",
        connections_per_address=1,
        trusted_proxies=(trusted,) if trusted else (),
    )
    forwarded = {"X-Forwarded-For": "203.0.113.7"}
    async with serving(settings) as address, address.client() as first:
        await first.join()
        async with address.client(additional_headers=forwarded) as second:
            if is_one:
                assert (await second.closed())[0] == CloseCode.ADDRESS_FULL
            else:
                await second.join()


PROBE = b"GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
HALF = PROBE[:-2]


async def is_served(stack: AsyncExitStack, address: Address, after: bytes = b"") -> bool:
    """Open a connection that stays, and return whether a request is answered on it; something may follow it."""
    reader, writer = await address.raw()
    stack.callback(writer.close)
    writer.write(PROBE + after)
    try:
        return (await asyncio.wait_for(reader.read(15), PATIENCE)).startswith(b"HTTP/1.1 200")
    except ConnectionError:
        return False


async def test_connections_that_come_in_nowhere_are_bounded_too() -> None:
    """AU10: Nobody takes all open files with connections that only ask; rooms are counted apart."""
    settings = Settings(auth="demo", port=0, store_url="memory://", connections_per_address=3)
    async with serving(settings) as address, AsyncExitStack() as stack:
        for _ in range(3):  # What became a WebSocket counts here no longer.
            await (await stack.enter_async_context(address.client())).join()
        async with AsyncExitStack() as others:
            assert [await is_served(others, address, HALF) for _ in range(5)] == [True] * 3 + [False] * 2
        while not await is_served(stack, address):  # The others' end may not have been heard yet.
            pass


async def test_a_connection_that_waits_makes_room_for_another() -> None:
    """AU10: The one that has waited the longest is closed; one with a request under way is not."""
    settings = Settings(auth="demo", port=0, store_url="memory://", connections_per_address=3)
    async with serving(settings) as address, AsyncExitStack() as stack:
        lines = [await address.raw() for _ in range(3)]
        for _, writer in lines:
            stack.callback(writer.close)
        for number in (1, 0, 2):
            reader, writer = lines[number]
            writer.write(PROBE + (HALF if number == 1 else b""))
            assert (await asyncio.wait_for(reader.readuntil(b'"ok"}'), PATIENCE)).startswith(b"HTTP/1.1 200")
        assert await is_served(stack, address, HALF)
        assert await asyncio.wait_for(lines[0][0].read(), PATIENCE) == b""
        assert await is_served(stack, address, HALF)
        assert await asyncio.wait_for(lines[2][0].read(), PATIENCE) == b""
        assert not await is_served(stack, address)
        lines[1][1].write(b"\r\n")
        assert (await asyncio.wait_for(lines[1][0].read(15), PATIENCE)).startswith(b"HTTP/1.1 200")
        assert len(address.connections) == 3


async def test_a_trusted_proxy_may_have_any_number() -> None:
    """AU10: Everybody comes through it."""
    settings = Settings(
        auth="demo", port=0, store_url="memory://", connections_per_address=3, trusted_proxies=("127.0.0.1",)
    )
    async with serving(settings) as address, AsyncExitStack() as stack:
        assert all([await is_served(stack, address) for _ in range(6)])


async def test_guest_of_the_lobby_counts_too() -> None:
    """AU10: The chapter's chat is a room like any other."""
    settings = Settings(auth="demo", port=0, store_url="memory://", connections_per_room=1)
    async with serving(settings) as address, address.open("/ws/1") as first:
        await first.send("hi")
        assert await first.recv() == "You wrote: hi"
        async with address.open("/ws/2") as second:
            await second.wait_closed()
            assert second.close_code == CloseCode.ROOM_FULL
