"""nginx, HAProxy and Caddy before a server, each with the example of ``docs/deploy.md``.

Exchanged are ports, the files of the certificate and the server's address. What
stands around an example is what its program needs to run in a folder of a test.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from server.protocol.entries import SUBPROTOCOL
from server.tests.deployment.documents import ROOT, example, exchanged
from server.tests.deployment.programs import program
from server.tests.edge.sockets import PATIENCE, Client, bearer
from server.tests.ports import free_port

HOST = "rooms.example"


@dataclass
class Proxy:
    """Where a proxy listens, and whom to trust that it is the one."""

    port: int
    trust: ssl.SSLContext

    @property
    def origin(self) -> str:
        """The origin of a page that came through it."""
        return f"https://{HOST}:{self.port}"

    @asynccontextmanager
    async def client(self, token: str = "t", address: str = "127.0.0.2", **options: Any) -> AsyncIterator[Client]:
        """Come as the page does: over TLS, with an origin, the token in a subprotocol."""
        offered = [Subprotocol(SUBPROTOCOL), Subprotocol(bearer(token))]
        given = {"subprotocols": offered, "origin": Origin(self.origin), **options}
        async with self.open("/items/foo/ws", address, **given) as socket:
            yield Client(socket)

    @asynccontextmanager
    async def open(self, path: str, address: str = "127.0.0.2", **options: Any) -> AsyncIterator[ClientConnection]:
        """Open a WebSocket from an address of this machine."""
        async with connect(
            f"wss://{HOST}:{self.port}{path}",
            host="127.0.0.1",
            port=self.port,
            ssl=self.trust,
            local_addr=(address, 0),
            close_timeout=1,
            **options,
        ) as socket:
            yield socket

    async def get(self, path: str, *headers: str) -> bytes:
        """Return a whole answer of HTTP."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, ssl=self.trust, server_hostname=HOST)
        lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{self.port}", "Connection: close", *headers, "", ""]
        writer.write("\r\n".join(lines).encode())
        try:
            return await asyncio.wait_for(reader.read(), PATIENCE)
        finally:
            writer.close()


@dataclass
class Certificate:
    """A certificate that its owner has signed, and its key."""

    chain: Path
    key: Path
    both: Path

    def trust(self) -> ssl.SSLContext:
        """Return what takes it and no other."""
        return ssl.create_default_context(cafile=str(self.chain))


def certificate(folder: Path) -> Certificate:
    """Make a certificate for ``HOST``."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    files = Certificate(folder / "rooms.pem", folder / "rooms.key", folder / "both.pem")
    for path, content in ((files.chain, chain), (files.key, secret), (files.both, chain + secret)):
        path.write_bytes(content)
    return files


@asynccontextmanager
async def before(kind: str, server_port: int, folder: Path) -> AsyncIterator[Proxy]:
    """Run a proxy before a server while the context is open."""
    port, files = free_port(), certificate(folder)
    command = _COMMANDS[kind](port, server_port, files, folder)
    async with running(command, port, folder):
        yield Proxy(port, files.trust())


@asynccontextmanager
async def running(
    command: list[str], port: int, folder: Path, environment: Mapping[str, str] | None = None
) -> AsyncIterator[None]:
    """Run a program that listens on a port."""
    log = folder / "proxy.log"
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *command, stdout=output, stderr=output, cwd=folder, env=environment or {"HOME": str(folder)}
        )
    try:
        async with asyncio.timeout(PATIENCE):
            while not await _listens(port):
                assert process.returncode is None, f"the proxy did not start: {log.read_text()}"
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        await asyncio.sleep(0.01)  # A server has no other way to tell.
        return False
    writer.close()
    return True


def _nginx(port: int, server_port: int, files: Certificate, folder: Path) -> list[str]:
    text = exchanged(
        example("nginx", "proxy_pass"),
        {
            "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
            "/etc/ssl/rooms.example.pem": str(files.chain),
            "/etc/ssl/rooms.example.key": str(files.key),
            "127.0.0.1:8000": f"127.0.0.1:{server_port}",
        },
    )
    places = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    around = "\n".join(f"{place}_temp_path {folder / place};" for place in places)
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder / 'pid'}; error_log stderr;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{around}\n{text}}}\n",
        "utf-8",
    )
    return [program("nginx"), "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]


def _haproxy(port: int, server_port: int, files: Certificate, folder: Path) -> list[str]:
    text = exchanged(
        example("haproxy", "frontend"),
        {
            "bind :443": f"bind 127.0.0.1:{port}",
            "/etc/ssl/rooms.example.pem": str(files.both),
            "127.0.0.1:8000": f"127.0.0.1:{server_port}",
        },
    )
    (folder / "haproxy.cfg").write_text(text, "utf-8")
    return [program("haproxy"), "-db", "-f", str(folder / "haproxy.cfg")]


def _caddy(port: int, server_port: int, files: Certificate, folder: Path) -> list[str]:
    text = exchanged(
        example("caddyfile", "reverse_proxy"),
        {
            "{\n    servers {": "{\n    admin off\n    auto_https off\n    servers {",
            "rooms.example {": f"rooms.example:{port} {{\n    tls {files.chain} {files.key}",
            "127.0.0.1:8000": f"127.0.0.1:{server_port}",
        },
    )
    (folder / "Caddyfile").write_text(text, "utf-8")
    return [program("caddy"), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


_COMMANDS = {"nginx": _nginx, "haproxy": _haproxy, "caddy": _caddy}


def caddy_of_compose() -> list[str]:
    """Return what runs the proxy of the compose files."""
    return [program("caddy"), "run", "--config", str(ROOT / "deploy/Caddyfile"), "--adapter", "caddyfile"]
