"""Which Redis is taken, by its URL and by its settings, and what is promised on it."""

import asyncio
import logging
import re
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from server.edge.telemetry import TextFormatter
from server.stores.factory import open_store
from server.stores.options import StoreUrlError
from server.stores.redis.address import parse_address
from server.stores.redis.durability import Durability
from server.stores.redis.names import Names
from server.tests.ports import free_port
from server.tests.stores.drafting import append, draft, newest
from server.tests.stores.redis_server import RedisServer, fresh_url


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    yield server
    server.kill()


def _open_and_close(url: str) -> None:
    async def open_and_close() -> None:
        async with open_store(url):
            pass

    asyncio.run(open_and_close())


def _logged(error: Exception) -> str:
    return TextFormatter("%(message)s").format(logging.makeLogRecord({"msg": str(error)}))


def test_url_says_where_and_how() -> None:
    address = parse_address("redis://ana:s%2Fcret@cache.internal:7000/3?prefix=rooms")
    assert (address.host, address.port, address.database, address.prefix) == ("cache.internal", 7000, 3, "rooms")
    assert (address.username, address.password, address.tls) == ("ana", "s/cret", None)
    assert "cret" not in f"{address} {address!r}"
    plain = parse_address("redis://localhost")
    assert (plain.port, plain.database, plain.prefix, plain.password) == (6379, 0, "parley", None)
    assert not plain.accepts_volatile
    assert parse_address("rediss://localhost?accept=volatile").tls is not None


@pytest.mark.parametrize(
    "url",
    [
        "redis://", "redis:///0", "redis://host/x", "redis://host:port", "redis://host?accept=anything",
        "redis://host?acept=volatile", "redis://u:secret@host?prefix=%7Ba", "rediss://host?ca=/nowhere/secret.pem",
    ],
)  # fmt: skip
def test_url_that_says_something_else_is_refused(url: str) -> None:
    """A slip in a parameter is told, whole in the log as well, and no password is repeated."""
    with pytest.raises(StoreUrlError) as refused:
        parse_address(url)
    assert "u:secret" not in str(refused.value)
    assert _logged(refused.value) == str(refused.value)


def test_keys_of_a_room_have_its_tag_alone() -> None:
    """LOG12: On a cluster they lie together, however the room is called; no other room's do by accident."""
    names = Names("parley", 0)
    for room in ("a", "}x", "{a}", "订单", "x" * 128):
        of_room = names.room(room)
        tags = {re.findall(r"{(.*?)}", name)[0] for name in astuple(of_room)}
        assert len(tags) == 1
        assert tags.pop()
    assert names.room("a").log != Names("other", 0).room("a").log
    assert names.room("a").hints != Names("parley", 1).room("a").hints


def test_settings_that_lose_acked_messages_are_refused(server: RedisServer) -> None:
    """LOG2: The sentence says what to set, for each of them."""
    server.ask("CONFIG", "SET", "appendonly", "no")
    server.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
    with pytest.raises(StoreUrlError, match=r"appendonly is no.*set it to yes.*maxmemory-policy.*set it to noeviction"):
        _open_and_close(server.url)
    server.ask("CONFIG", "SET", "appendonly", "yes")
    with pytest.raises(StoreUrlError, match="cannot keep what is acked: maxmemory-policy is allkeys-lru"):
        _open_and_close(server.url)


def test_refusal_is_logged_whole() -> None:
    """LOG2, AU8: What to do about it is not cut out of the log line as a token might be."""
    with pytest.raises(StoreUrlError) as refused:
        Durability(False, "always", "noeviction").check(accepts_volatile=False)
    assert _logged(refused.value) == (
        "Redis cannot keep what is acked: appendonly is no, so what is acked is lost when Redis ends: set it to yes; "
        "or add accept=volatile to the URL to accept the loss"
    )


def test_loss_can_be_accepted_and_is_logged(server: RedisServer, caplog: pytest.LogCaptureFixture) -> None:
    """LOG2: Whoever runs it may take the loss, in writing."""
    server.ask("CONFIG", "SET", "appendonly", "no")
    with caplog.at_level(logging.INFO):
        _open_and_close(f"{server.url}?accept=volatile")
    assert "what is acked may be lost: appendonly is no" in caplog.text


@pytest.mark.parametrize(
    ("setting", "level", "promise"),
    [
        ("always", logging.INFO, "survives the death of Redis and a power cut"),
        ("everysec", logging.WARNING, "a power cut may take the last 2 seconds"),
        ("no", logging.WARNING, "a power cut may take the last 30 seconds"),
    ],
)
def test_promise_is_logged(
    server: RedisServer, caplog: pytest.LogCaptureFixture, setting: str, level: int, promise: str
) -> None:
    """LOG2: What an ack is worth here is said once, at start."""
    server.ask("CONFIG", "SET", "appendfsync", setting)
    with caplog.at_level(logging.INFO):
        _open_and_close(server.url)
    said = [record for record in caplog.records if promise in record.getMessage()]
    assert [record.levelno for record in said] == [level]


def test_service_that_hides_its_settings_is_taken_by_what_it_tells(tmp_path: Path) -> None:
    """LOG2: Without CONFIG the rest is read from INFO, and the promise says what it does not know."""
    assert "ask who runs it" in Durability(True, None, "noeviction").check(accepts_volatile=False)
    server = RedisServer(tmp_path, "--rename-command", "CONFIG", "")
    try:
        _open_and_close(server.url)
    finally:
        server.kill()


def test_replica_is_refused(server: RedisServer) -> None:
    """LOG2: What is written there is not kept."""
    server.ask("REPLICAOF", "127.0.0.1", "1")
    with pytest.raises(StoreUrlError, match="is a replica: give the address of its primary"):
        _open_and_close(server.url)


def test_cluster_is_refused_in_a_sentence(tmp_path: Path) -> None:
    server = RedisServer(tmp_path, "--cluster-enabled", "yes", "--cluster-port", str(free_port()))
    try:
        with pytest.raises(StoreUrlError, match="give one server"):
            _open_and_close(server.url)
    finally:
        server.kill()


def test_store_of_a_newer_version_is_refused(server: RedisServer) -> None:
    _open_and_close(server.url)
    server.ask("HSET", "parley:store", "schema_version", "3")
    with pytest.raises(StoreUrlError, match="schema version 3, and this server knows 2"):
        _open_and_close(server.url)


async def test_password_user_and_database_are_used(server: RedisServer) -> None:
    """LOG12: Another database, or another prefix, is another store."""
    server.ask("ACL", "SETUSER", "ana", "on", ">secret", "~*", "&*", "+@all")
    base = f"redis://ana:secret@127.0.0.1:{server.port}"
    async with (
        open_store(f"{base}/1") as one,
        open_store(f"{base}/2") as two,
        open_store(f"{base}/1?prefix=x") as three,
    ):
        await append(one.log, draft())
        assert [(await newest(store.log)).head for store in (one, two, three)] == [1, 0, 0]
        assert len({store.signing_key for store in (one, two, three)}) == 3


async def test_another_ones_key_under_our_name_refuses_before_anything_is_written(server: RedisServer) -> None:
    """LOG10, LOG14: Lua does not roll back, so what cannot be written is seen before the first write."""
    url = fresh_url(server)
    prefix = url.partition("prefix=")[2]
    async with open_store(url) as store:
        for part in ("known", "ages"):
            server.ask("SET", f"{prefix}:{{Zm9v}}:{part}", "somebody else's")
            with pytest.raises(Exception, match="WRONGTYPE"):
                await store.log.append([draft()])
            assert (await newest(store.log)).head == 0
            server.ask("DEL", f"{prefix}:{{Zm9v}}:{part}")
        assert (await append(store.log, draft()))[0].offset == 1


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for this machine, and its key, that nobody trusts who was not told to."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "redis.pem"
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(plain + signed.public_bytes(Encoding.PEM))
    return path


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def tls_in_front_of(server: RedisServer, certificate: Path) -> AsyncIterator[int]:
    """Take TLS connections and pass what they say to a server that speaks none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", server.port)
        await asyncio.gather(_pass_on(reader, inner_writer), _pass_on(inner_reader, writer))
        for each in (writer, inner_writer):
            with suppress(OSError):
                await each.wait_closed()

    async with await asyncio.start_server(serve, "localhost", 0, ssl=context) as front:
        yield front.sockets[0].getsockname()[1]


async def test_tls_is_spoken_and_the_certificate_checked(server: RedisServer, certificate: Path) -> None:
    """LOG2: What is acked is acked by the server that was meant."""
    async with tls_in_front_of(server, certificate) as port:
        async with open_store(f"rediss://localhost:{port}?ca={certificate}") as store:
            assert (await append(store.log, draft()))[0].offset == 1
        with pytest.raises(StoreUrlError, match="is not trusted"):
            async with open_store(f"rediss://localhost:{port}"):
                pass
