"""Reads a whole log page by page over a connection of its own, as somebody does who scrolls up to its beginning."""

import time
from collections.abc import Callable
from itertools import count

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from server.protocol.close_codes import CloseCode
from server.protocol.entries import MAX_PAGE_ENTRIES
from server.tests.edge.sockets import Client
from server.tests.faults.client import OFFERED, address, line_of
from server.tests.faults.history import Line, Reread

_numbers = count(1)


async def read_afresh(door: Callable[[], int], room: str) -> Reread:
    """Read a room's log from its head down to the oldest entry, and leave.

    Who is sent away for a while, as just after a store's return, comes back.
    """
    while True:
        try:
            return await _read(door, room)
        except ConnectionClosed as end:
            if end.rcvd is None or end.rcvd.code != CloseCode.TRY_AGAIN_LATER:
                raise


async def _read(door: Callable[[], int], room: str) -> Reread:
    async with connect(address(door(), room), subprotocols=OFFERED, compression=None, close_timeout=1) as socket:
        client = Client(socket)
        welcome = await client.join(name="reader", resume_token=None, position=None)
        lines: list[Line] = [line_of(entry) for entry in welcome.page or ()]
        first = lines[0].offset if lines else 1
        for ref in count(1):
            if first <= welcome.oldest:
                break
            await client.say("read", ref=ref, before=first, after=None, limit=MAX_PAGE_ENTRIES)
            page = await client.hear_type("page")
            lines[:0] = [line_of(entry) for entry in page.entries]
            # LOG18: changes may be left out, so it is the page that says where the next one ends.
            first = page.entries[0].offset if page.entries else welcome.oldest
        await client.say("leave")
        await client.closed()
    name = f"reader {next(_numbers)}"
    return Reread(name, 1, time.monotonic(), room, welcome.epoch, welcome.oldest, welcome.head, tuple(lines))
