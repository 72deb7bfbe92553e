"""A node that stops: everybody is told, sent away in batches, and in the end cut off."""

import asyncio
from contextlib import ExitStack
from itertools import pairwise

import pytest
from httpx2 import AsyncClient

from server.edge.draining import BATCH_SECONDS, FLUSH_SECONDS, MIN_BATCH, RETURN_MS, GuestBook
from server.protocol.close_codes import CloseCode
from server.protocol.server_frames import Goaway
from server.settings import Settings
from server.tests.doubles import FakeClock
from server.tests.edge.people import settled
from server.tests.edge.sockets import serving


class Visitor:
    """A guest that goes when it is closed, unless it is stubborn."""

    def __init__(self, house: ExitStack, *, is_stubborn: bool = False) -> None:
        self.house = house
        self.is_stubborn = is_stubborn
        self.heard: list[object] = []

    def go_away(self, reconnect_within_ms: int) -> None:
        self.heard.append(reconnect_within_ms)

    def close(self, code: CloseCode) -> None:
        self.heard.append(code)
        if not self.is_stubborn:
            self.house.close()

    def abort(self) -> None:
        self.heard.append("abort")
        self.house.close()


def visit(book: GuestBook, *, is_stubborn: bool = False) -> Visitor:
    house = ExitStack()
    visitor = Visitor(house, is_stubborn=is_stubborn)
    house.enter_context(book.staying(visitor))
    return visitor


async def test_few_guests_go_at_once() -> None:
    """ST3, ST4: Nobody waits for a window that nobody needs, nor is told to."""
    book = GuestBook(FakeClock(), window_seconds=5)
    visitors = [visit(book) for _ in range(3)]
    await asyncio.wait_for(book.drain(), 5)
    assert [visitor.heard for visitor in visitors] == [[RETURN_MS, CloseCode.SERVICE_RESTART]] * 3
    assert book.is_draining


async def test_empty_house_is_drained_at_once() -> None:
    """ST3: And closed to newcomers."""
    book = GuestBook(FakeClock(), window_seconds=5)
    await asyncio.wait_for(book.drain(), 5)
    assert book.is_draining


@pytest.mark.parametrize("count", [MIN_BATCH + 1, 50 * MIN_BATCH + 1])
async def test_many_guests_go_in_batches_over_the_window(count: int) -> None:
    """ST3: All are told at once, and closed within the window, a batch at a time."""
    clock = FakeClock()
    book = GuestBook(clock, window_seconds=5)
    visitors = [visit(book) for _ in range(count)]
    drain = asyncio.create_task(book.drain())
    await settled()
    assert all(visitor.heard for visitor in visitors)
    gone = [sum(CloseCode.SERVICE_RESTART in visitor.heard for visitor in visitors)]
    while not drain.done():
        clock.advance(BATCH_SECONDS)
        await settled()
        gone.append(sum(CloseCode.SERVICE_RESTART in visitor.heard for visitor in visitors))
    largest = max(after - before for before, after in pairwise(gone))
    assert gone[-1] == count
    assert largest <= max(MIN_BATCH, -(-count // 50))
    assert len(gone) * BATCH_SECONDS <= 5 + 2 * BATCH_SECONDS


async def test_who_does_not_go_is_cut_off() -> None:
    """ST3, BP4: A stalled client cannot hold the exit."""
    clock = FakeClock()
    book = GuestBook(clock, window_seconds=5)
    visitor = visit(book, is_stubborn=True)
    drain = asyncio.create_task(book.drain())
    await settled()
    clock.advance(BATCH_SECONDS)
    await settled()
    assert "abort" not in visitor.heard
    clock.advance(FLUSH_SECONDS)
    await asyncio.wait_for(drain, 5)
    assert visitor.heard == [RETURN_MS, CloseCode.SERVICE_RESTART, "abort"]


async def test_stop_is_announced_over_a_real_socket() -> None:
    """ST3: A session hears goaway, then 1012; a plain member is closed with 1012 too."""
    settings = Settings(auth="demo", port=0, store_url="memory://")
    async with serving(settings) as address, address.client() as ana, address.open("/ws/1") as plain:
        await ana.join()
        address.stop()
        assert isinstance(await ana.hear_type("goaway"), Goaway)
        assert (await ana.closed())[0] == CloseCode.SERVICE_RESTART
        await plain.wait_closed()
        assert plain.close_code == CloseCode.SERVICE_RESTART


async def test_newcomers_are_turned_away_while_the_node_stops() -> None:
    """ST3: The node is no longer ready, and a newcomer is closed with 1013, in words."""
    async with serving(Settings(auth="demo", port=0, store_url="memory://")) as address, AsyncClient() as http:
        assert (await http.get(f"{address.origin}/api/ready")).status_code == 200
        address.app.state.door.guests.is_draining = True
        assert (await http.get(f"{address.origin}/api/ready")).status_code == 503
        async with address.client() as bob:
            assert (await bob.closed())[0] == CloseCode.TRY_AGAIN_LATER
        async with address.open("/ws/1") as plain:
            await plain.wait_closed()
            assert plain.close_code == CloseCode.TRY_AGAIN_LATER
