"""Each attack against a real server process: it ends with a code, costs little memory, and others are answered."""

import sys

import pytest

from server.tests.edge.abuse.attacks import (
    BLACK_HOLE,
    COMPRESSED_BOMB,
    EMPTY_FRAGMENTS,
    FLOODER,
    HEADER_FLOOD,
    PING_FLOOD,
    SHORT_PINGS,
    SLOWLORIS,
    STALLED_READER,
    UNHURRIED,
    Attack,
    commit,
)  # fmt: skip
from server.tests.edge.abuse.targets import parley

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc, which only Linux has"),
]


async def withstand(attack: Attack, **settings: str) -> None:
    """Attack a server, then stop it; nothing of it may be a fault in its log."""
    async with parley(**settings) as target:
        verdict = await commit(attack, target)
    assert attack.is_withstood(verdict), verdict
    assert "Traceback" not in "".join(target.output)


async def test_ping_flood_is_closed() -> None:
    """BP8, BP3: Pongs that nobody reads do not pile up."""
    await withstand(PING_FLOOD)


async def test_empty_fragments_are_closed() -> None:
    """BP8: A message that never ends is one in too many parts."""
    await withstand(EMPTY_FRAGMENTS)


async def test_header_flood_is_refused() -> None:
    """AU11: A line that never ends is not kept."""
    await withstand(HEADER_FLOOD)


async def test_slowloris_is_cut_off() -> None:
    """AU11: Half a handshake is waited for, but not for ever."""
    await withstand(SLOWLORIS)


async def test_compressed_bomb_is_declined() -> None:
    """FR6, FR12: Nothing is unpacked; without the extension its bit is a breach."""
    await withstand(COMPRESSED_BOMB)


async def test_flooder_is_closed() -> None:
    """BP7, BP9, FR7: Nobody waits for the end of what one client sends."""
    await withstand(FLOODER)


async def test_stalled_reader_is_cut_off() -> None:
    """BP1, BP4: What is not read is not kept, and the room goes on meanwhile."""
    await withstand(STALLED_READER, **UNHURRIED)


async def test_black_holed_peer_is_freed() -> None:
    """BP4, BP10: A machine that is gone answers no ping, whatever is still on its way to it."""
    await withstand(BLACK_HOLE, **UNHURRIED, **SHORT_PINGS)
