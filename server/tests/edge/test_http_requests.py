"""RFC 9112 and OWASP's sheets line by line, over a real socket: what is refused, and that each answer is guarded."""

import asyncio

import pytest

from server.edge.security_headers import SECURITY_HEADERS
from server.tests.edge.sockets import PATIENCE, Address

HOST = b"Host: localhost\r\n"
GET = b"GET /api/health HTTP/1.1\r\n"
POST = b"POST /api/health HTTP/1.1\r\n" + HOST
UPGRADE = (
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
CHUNKED = b"Transfer-Encoding: chunked\r\n"

REFUSED = {
    "no host": (400, GET + b"\r\n"),
    "two hosts": (400, GET + HOST + HOST + b"\r\n"),
    "empty host": (400, GET + b"Host:\r\n\r\n"),
    "host with a blank": (400, GET + b"Host: local host\r\n\r\n"),
    "host with a path": (400, GET + b"Host: localhost/x\r\n\r\n"),
    "host with a user": (400, GET + b"Host: ana@localhost\r\n\r\n"),
    "another host in the target": (400, b"GET http://evil.example/ HTTP/1.1\r\n" + HOST + b"\r\n"),
    "folded header": (400, GET + HOST + b"X: a\r\n b\r\n\r\n"),
    "blank before the colon": (400, GET + b"Host : localhost\r\n\r\n"),
    "header without a colon": (400, GET + HOST + b"X\r\n\r\n"),
    "header without a name": (400, GET + HOST + b": x\r\n\r\n"),
    "NUL": (400, GET + HOST + b"X: a\x00b\r\n\r\n"),
    "bare LF": (400, b"GET /api/health HTTP/1.1\nHost: localhost\n\n"),
    "bare CR": (400, GET + b"Host: localhost\rX: y\r\n\r\n"),
    "length twice": (400, POST + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"),
    "two lengths": (400, POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
    "list of lengths": (400, POST + b"Content-Length: 3, 3\r\n\r\nabc"),
    "signed length": (400, POST + b"Content-Length: +3\r\n\r\nabc"),
    "endless length": (400, POST + b"Content-Length: 99999999999999999999999\r\n\r\n"),
    "length and coding": (400, POST + b"Content-Length: 3\r\n" + CHUNKED + b"\r\n0\r\n\r\n"),
    "coding and length": (400, POST + CHUNKED + b"Content-Length: 3\r\n\r\n0\r\n\r\n"),
    "coding twice": (400, POST + CHUNKED + CHUNKED + b"\r\n0\r\n\r\n"),
    "coding that ends nowhere": (400, POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"),
    "coding that nobody undoes": (501, POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    "coding that nobody knows": (501, POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + GET + HOST + b"\r\n"),
    "coding in HTTP/1.0": (400, b"POST / HTTP/1.0\r\n" + HOST + CHUNKED + b"\r\n0\r\n\r\n"),
    "HTTP/0.9": (505, b"GET /\r\n\r\n"),
    "HTTP/2": (505, b"GET / HTTP/2.0\r\n" + HOST + b"\r\n"),
    "HTTP/9.9": (400, b"GET / HTTP/9.9\r\n" + HOST + b"\r\n"),
    "preface of HTTP/2": (400, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    "method in lower case": (400, b"get / HTTP/1.1\r\n" + HOST + b"\r\n"),
    "unknown method": (400, b"FOO / HTTP/1.1\r\n" + HOST + b"\r\n"),
    "target without a slash": (400, b"GET x HTTP/1.1\r\n" + HOST + b"\r\n"),
    "target that is not ASCII": (400, b"GET /\xc3\xa9 HTTP/1.1\r\n" + HOST + b"\r\n"),
    "too many headers": (431, GET + HOST + b"X: " + b"x" * 40_000 + b"\r\n\r\n"),
    "socket without a key": (400, b"GET /ws HTTP/1.1\r\n" + HOST + UPGRADE[:-46] + b"\r\n"),
    "socket of another version": (400, b"GET /ws HTTP/1.1\r\n" + HOST + UPGRADE.replace(b"13", b"8") + b"\r\n"),
    "socket by POST": (400, b"POST /ws HTTP/1.1\r\n" + HOST + UPGRADE + b"\r\n"),
    "socket by HTTP/1.0": (400, b"GET /ws HTTP/1.0\r\n" + HOST + UPGRADE + b"\r\n"),
    "socket with a body": (400, b"GET /ws HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\n" + UPGRADE + b"\r\nabc"),
    "socket without a host": (400, b"GET /ws HTTP/1.1\r\n" + UPGRADE + b"\r\n"),
    "socket to nowhere": (403, b"GET /nowhere HTTP/1.1\r\n" + HOST + UPGRADE + b"\r\n"),
    "socket of a stranger": (
        403,
        b"GET /ws HTTP/1.1\r\n" + HOST + b"Origin: https://evil.example\r\n" + UPGRADE + b"\r\n",
    ),
    "socket of another name": (421, b"GET /ws HTTP/1.1\r\nHost: evil.example\r\n" + UPGRADE + b"\r\n"),
}

ANSWERED = {
    "page": (200, b"GET /docs HTTP/1.1\r\n" + HOST),
    "absolute form": (200, b"GET http://localhost/api/health HTTP/1.1\r\n" + HOST),
    "HTTP/1.0 without a host": (200, b"GET /api/health HTTP/1.0\r\n"),
    "HEAD": (200, b"HEAD /api/health HTTP/1.1\r\n" + HOST),
    "nothing there": (404, b"GET /metrics HTTP/1.1\r\n" + HOST),
    "socket without upgrade": (426, b"GET /items/foo/ws HTTP/1.1\r\n" + HOST),
    "wrong method": (405, b"OPTIONS /api/health HTTP/1.1\r\n" + HOST),
    "trace": (405, b"TRACE /api/health HTTP/1.1\r\n" + HOST),
    "wrong method for a page": (405, b"PUT / HTTP/1.1\r\n" + HOST),
    "another name": (421, b"GET / HTTP/1.1\r\nHost: evil.example\r\n"),
}


async def answer_to(address: Address, request: bytes) -> bytes:
    reader, writer = await address.raw()
    writer.write(request)
    try:
        return await asyncio.wait_for(reader.read(), PATIENCE)
    finally:
        writer.close()


def guarded(answer: bytes) -> dict[str, str]:
    """Return the headers of an answer that have to be in each."""
    head = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head)}
    return {name: value for name, value in headers.items() if name in SECURITY_HEADERS}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_may_be_read_in_two_ways_is_refused(demo: Address, name: str) -> None:
    """HT2, HT3: Once, with the connection closed, and with the headers of every answer."""
    status, request = REFUSED[name]
    answer = await answer_to(demo, request)
    assert answer.startswith(b"HTTP/1.1 %d " % status), answer[:60]
    assert answer.count(b"HTTP/1.1 ") == 1
    assert guarded(answer) == SECURITY_HEADERS


@pytest.mark.parametrize("name", ANSWERED)
async def test_every_answer_is_guarded(demo: Address, name: str) -> None:
    """HT2, HT4: Whoever writes it; a method that is not taken is told which are."""
    status, request = ANSWERED[name]
    answer = await answer_to(demo, request + b"Connection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 %d " % status), answer[:60]
    assert guarded(answer).keys() == SECURITY_HEADERS.keys()
    assert (b"allow: " in answer.lower()) == (status == 405)


async def test_what_follows_a_refusal_is_no_request(demo: Address) -> None:
    """HT3: What a smuggler hides behind it is not answered."""
    smuggled = POST + b"Content-Length: 0\r\n" + CHUNKED + b"\r\n0\r\n\r\n" + GET + HOST + b"\r\n"
    assert (await answer_to(demo, smuggled)).count(b"HTTP/1.1 ") == 1
    twice = GET + HOST + HOST + b"\r\n" + GET + HOST + b"\r\n"
    assert (await answer_to(demo, twice)).count(b"HTTP/1.1 ") == 1
