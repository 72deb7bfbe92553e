"""20,000 malformed frames over real sockets: each has its answer, and none leaves a trace in the log."""

import asyncio
import json
import random
import struct
from collections.abc import Callable
from itertools import pairwise
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from websockets.asyncio.client import ClientConnection

from server.tests.edge.malformed import BREACHES, CLOSE, TEXT, Breach, malformed_texts, masks, unfinished, wire
from server.tests.edge.sockets import PATIENCE, Address
from server.tests.edge.test_transport import Stream, connected

# Large frames are part of the grammar. Each wait has its PATIENCE; how long all of them take is the machine's affair.
pytestmark = [pytest.mark.timeout(3600), pytest.mark.filterwarnings("ignore:Generating overly large repr")]

SEED = random.randrange(2**32)

TEXTS_AT_ONCE = 40
BATCHES = 460
BROKEN, UNFINISHED, NOISE = 1_200, 200, 200
"""20,000 in all: 18,400 texts on 460 connections, and 1,600 connections that end for what they sent."""

BAD_FRAME_CODES = {"not_json", "not_an_object", "unknown_type", "missing_field", "extra_field", "wrong_field"}

MAX_ERROR_LENGTH = 1_000
"""Characters of an answer: an error does not repeat at length what somebody sent."""

FIN = 0x80

PHASES = [Phase.generate]
"""What fails is not made smaller: where an answer is missing, each try would wait for it."""

Test = TypeVar("Test", bound=Callable[..., Any])


def thorough(examples: int) -> Callable[[Test], Test]:
    """Run a test so many times, and say how to run it so again."""
    print(f"seed {SEED}")

    def decorate(test: Test) -> Test:
        wanted = settings(
            max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=PHASES
        )
        return seed(SEED)(wanted(test))

    return decorate


async def answers(socket: ClientConnection, ref: int) -> list[dict[str, object]]:
    """Return what comes before the pong that has this ``ref``."""
    heard = []
    while (frame := json.loads(await asyncio.wait_for(socket.recv(), PATIENCE))) != {"type": "pong", "ref": ref}:
        heard.append(frame)
    return heard


@thorough(BATCHES)
@given(texts=st.lists(malformed_texts, min_size=TEXTS_AT_ONCE, max_size=TEXTS_AT_ONCE))
async def test_malformed_texts_are_answered_one_by_one(demo: Address, texts: list[str]) -> None:
    """FR1, FR2, FR4, FR7, FR10: Each by one error that says what is wrong, and the connection lives."""
    async with demo.client() as ana:
        await ana.join()
        for ref, text in enumerate(texts):
            await ana.socket.send(text)
            await ana.say("ping", ref=ref)
        for ref, text in enumerate(texts):
            heard = [frame for frame in await answers(ana.socket, ref) if frame["type"] != "presence"]
            assert [frame["type"] for frame in heard] == ["error"], text
            assert heard[0]["code"] in BAD_FRAME_CODES, text
            assert len(json.dumps(heard)) < MAX_ERROR_LENGTH, text


async def sent_in_pieces(demo: Address, data: bytes, cuts: list[int]) -> Stream:
    """Shake hands, and send the data cut somewhere."""
    reader, writer = await connected(demo)
    places = sorted({0, len(data), *(cut % len(data) for cut in cuts)})
    for start, end in pairwise(places):
        writer.write(data[start:end])
        await asyncio.sleep(0)
    return reader, writer


async def heard_to_the_end(stream: Stream) -> tuple[int, int | None]:
    """Return how many pongs came, and the code of the close frame; None if there was none."""
    reader, writer = stream
    pongs = 0
    try:
        while True:
            head = await asyncio.wait_for(reader.readexactly(2), PATIENCE)
            size = head[1] if head[1] < 126 else struct.unpack("!H", await reader.readexactly(2))[0]
            payload = await reader.readexactly(size)
            if head[0] == FIN | CLOSE:
                return pongs, struct.unpack("!H", payload[:2])[0]
            pongs += payload.startswith(b'{"type":"pong"')
    except (asyncio.IncompleteReadError, ConnectionError):
        return pongs, None
    finally:
        writer.transport.abort()


@thorough(BROKEN)
@given(
    breach=st.one_of(*BREACHES.values()),
    pings=st.integers(0, 3),
    mask=masks,
    cuts=st.lists(st.integers(0, 10_000), max_size=3),
)
async def test_broken_frames_end_with_the_code_that_fits(
    demo: Address, breach: Breach, pings: int, mask: bytes, cuts: list[int]
) -> None:
    """FR5, FR6, FR10, FR12, BP8: One close frame says what was wrong, whatever came before."""
    before = b"".join(wire(TEXT, b'{"type":"ping","ref":%d}' % ref, mask=mask) for ref in range(pings))
    stream = await sent_in_pieces(demo, before + breach.data, cuts)
    pongs, code = await heard_to_the_end(stream)
    assert pongs <= pings  # The close may overtake an answer of the same turn.
    assert code in breach.codes


@thorough(UNFINISHED)
@given(data=unfinished, cuts=st.lists(st.integers(0, 10_000), max_size=3))
async def test_frames_that_end_too_early_end_the_connection(demo: Address, data: bytes, cuts: list[int]) -> None:
    """FR10: Who hangs up in the middle of a frame has no answer to expect; the server's log has no trace of it."""
    stream = await sent_in_pieces(demo, data, cuts)
    stream[1].write_eof()
    assert await heard_to_the_end(stream) == (0, None)


@thorough(NOISE)
@given(noise=st.binary(min_size=1, max_size=300), cuts=st.lists(st.integers(0, 10_000), max_size=3))
async def test_noise_ends_with_a_code_or_waits_for_more(demo: Address, noise: bytes, cuts: list[int]) -> None:
    """FR10: Whatever bytes somebody sends, the only codes are those that say what was wrong, or what he said."""
    stream = await sent_in_pieces(demo, noise, cuts)
    stream[1].write_eof()
    _, code = await heard_to_the_end(stream)
    assert code in {None, 1000, 1002, 1003, 1007, 1009} or struct.pack("!H", code) in noise
