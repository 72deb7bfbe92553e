"""Deliveries are counted once each, wherever the network cuts, and ends are noticed."""

import socket
from collections.abc import Iterator

import pytest

from bench.generator.bodies import MARK, Origin, body
from bench.generator.engine import Client, Engine, opened_engine

STREAM = b'{"body":"' + body(Origin(3, 14)) + b'"}' + body(Origin(3, 15)) + b"H and B at the end: B"


@pytest.fixture
def engine() -> Iterator[Engine]:
    with opened_engine() as engine:
        yield engine


@pytest.fixture
def pair() -> Iterator[tuple[Client, socket.socket]]:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs:
        yield Client(0, "room", ours), theirs


def turn_until_read(engine: Engine) -> None:
    while not engine.turn(0.01):
        pass


@pytest.mark.parametrize("cut", range(1, len(STREAM)))
def test_a_mark_is_counted_once_wherever_it_is_cut(
    engine: Engine, pair: tuple[Client, socket.socket], cut: int
) -> None:
    """Each half is a read of its own."""
    client, server = pair
    engine.count(client)
    for half in (STREAM[:cut], STREAM[cut:]):
        server.send(half)
        turn_until_read(engine)
    assert (client.heard, engine.heard) == (2, 2)


def test_a_mark_that_comes_byte_by_byte_is_counted_once(engine: Engine, pair: tuple[Client, socket.socket]) -> None:
    """A read may be shorter than a mark."""
    client, server = pair
    engine.count(client)
    for byte in MARK + b"." + MARK:
        server.send(bytes([byte]))
        turn_until_read(engine)
    assert client.heard == 2


def test_who_watches_is_handed_every_byte(engine: Engine, pair: tuple[Client, socket.socket]) -> None:
    """And counts nothing by itself: a witness counts what it has looked at."""
    client, server = pair
    seen: list[bytes] = []
    engine.watch(client, seen.append)
    server.send(STREAM)
    turn_until_read(engine)
    assert (b"".join(seen), client.heard) == (STREAM, 0)


@pytest.mark.parametrize("watches", [True, False])
def test_a_ping_alone_is_no_noise(engine: Engine, pair: tuple[Client, socket.socket], watches: bool) -> None:
    """Whoever waits for silence among thousands of clients would wait for ever; what comes with one is heard."""
    client, server = pair
    seen: list[bytes] = []
    if watches:
        engine.watch(client, seen.append)
    else:
        engine.count(client)
    ping = bytes((0x89, 4)) + b"1234"
    server.send(ping)
    assert engine.turn(0.5) == 0
    assert seen == ([ping] if watches else [])
    server.send(ping + body(Origin(3, 14)))
    turn_until_read(engine)


def test_an_end_is_told(engine: Engine, pair: tuple[Client, socket.socket]) -> None:
    """Whoever expected no end has to look there."""
    client, server = pair
    engine.count(client)
    server.close()
    turn_until_read(engine)
    assert engine.ended == [client]
    assert client.end == "the server closed it"


def test_who_does_not_read_is_noticed_when_it_is_cut_off(engine: Engine, pair: tuple[Client, socket.socket]) -> None:
    """Not before: what waits for it is left where it is."""
    client, server = pair
    engine.count(client)
    engine.neglect(client)
    server.send(STREAM)
    assert engine.turn(0) == 0
    server.close()
    turn_until_read(engine)
    assert list(engine.cut_off) == [client]
    assert engine.ended == []
    assert client.heard == 0
