"""``python -m server`` as a person or an orchestrator runs it."""

import base64
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import jwt
import pytest
from pydantic import SecretStr
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from server.__main__ import main
from server.auth.jwt import JwtVerifier
from server.settings import Settings
from server.stores.sqlite.database import new_epoch

# A process starts as fast as the machine lets it.
pytestmark = pytest.mark.timeout(300)

PATIENCE = 120.0
"""Seconds that nothing here should take; a test that waits so long has failed."""

ROOT = Path(__file__).parents[2]
TOKEN = "SECRET123"
ENCODED = base64.urlsafe_b64encode(TOKEN.encode()).decode().rstrip("=")


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment with these settings and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PARLEY_", "FASTAPI_"))}
    return kept | {"PARLEY_STORE_URL": "memory://", "PARLEY_PORT": "0"} | dict(variables)


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "server", *arguments],
        cwd=ROOT,
        env=environment(variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


class RunningServer:
    """A server in a process of its own, and what it has written so far."""

    def __init__(self, process: "subprocess.Popen[str]", says: str) -> None:
        self._process = process
        self.output = ""
        self.address = self._wait_for(f"{says} http://").split(f"{says} ")[1].split()[0]

    def _wait_for(self, text: str) -> str:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.output += line
            if text in line:
                return line
        raise AssertionError(f"it ended before it wrote {text!r}:\n{self.output}")

    @property
    def pid(self) -> int:
        """The process that was started."""
        return self._process.pid

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop it; return its exit status. Everything it wrote is in ``output`` then."""
        self._process.send_signal(how)
        written, rest = self._process.communicate(timeout=PATIENCE)
        self.output += written + rest
        return self._process.returncode


@contextmanager
def running(*command: str, says: str = "Parley is at", **variables: str) -> Iterator[RunningServer]:
    """Run a server as long as the context is open."""
    with running_after(None, *command, says=says, **variables) as server:
        yield server


@contextmanager
def running_after(
    prepare: Callable[[], None] | None, *command: str, says: str = "Parley is at", **variables: str
) -> Iterator[RunningServer]:
    """Run a server in a process that does something before."""
    process = subprocess.Popen(
        [sys.executable, "-m", *(command or ("server",))],
        cwd=ROOT,
        env=environment(variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=prepare,
    )
    try:
        yield RunningServer(process, says)
    finally:
        process.kill()
        process.communicate()


def knock(address: str, path: str, headers: Mapping[str, str], subprotocols: list[str]) -> None:
    """Open a connection, say something that holds the token, and go."""
    with (
        suppress(WebSocketException),
        connect(
            address.replace("http", "ws", 1) + path,
            additional_headers=dict(headers),
            subprotocols=[Subprotocol(name) for name in subprotocols] or None,
            proxy=None,
        ) as connection,
    ):
        connection.send(f'{{"type": "{TOKEN}"}}')
        connection.recv()


def knock_raw(address: str, request: str) -> None:
    """Send bytes that no decent client would, and read the answer to its end."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
        connection.sendall(request.encode("latin-1"))
        while connection.recv(65_536):
            pass


HANDSHAKE = (
    "Host: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)


def knock_in_every_way(address: str) -> None:
    """Show the token wherever a token can stand, and then where it cannot."""
    knock_politely(address)
    knock_rudely(address)


def knock_politely(address: str) -> None:
    """Show the token wherever a token can stand."""
    typed = ["parley.v1"]
    knock(address, f"/items/foo/ws?token={TOKEN}", {}, typed)
    knock(address, f"/items/foo/ws?token={TOKEN}", {}, [])
    knock(address, f"/ws?token={TOKEN}", {}, [])
    knock(address, f"/nowhere?token={TOKEN}", {}, typed)
    knock(address, "/items/foo/ws", {"Cookie": f"session={TOKEN}", "Authorization": f"Bearer {TOKEN}"}, typed)
    knock(address, "/items/foo/ws", {"Origin": "https://evil.example"}, [*typed, f"bearer.{ENCODED}"])
    knock(address, "/items/foo/ws", {}, [*typed, f"bearer.{ENCODED}"])
    knock(address, "/items/foo/ws", {}, [f"bearer.{ENCODED}"])
    for path in (f"/api/ready?token={TOKEN}", f"/api/typo?token={TOKEN}", f"/?token={TOKEN}"):
        with suppress(HTTPError):
            urlopen(Request(address + path, headers={"Cookie": f"session={TOKEN}"})).close()


def knock_rudely(address: str) -> None:
    """Show the token in requests that no decent client makes."""
    # Query strings with marks that a log line's own marks could be taken for.
    refused = f"{HANDSHAKE}Sec-WebSocket-Protocol: other\r\n\r\n"
    knock_raw(address, f'GET /items/foo/ws?a="&token={TOKEN} HTTP/1.1\r\n{refused}')
    knock_raw(address, f'GET /nowhere?a=\'""token={TOKEN} HTTP/1.1\r\n{refused}')
    # Headers that are broken around the token.
    broken = f"Sec-WebSocket-Protocol: bearer.{ENCODED}, =,;\r\nCookie: session={TOKEN}\r\n\r\n"
    knock_raw(address, f"GET /items/foo/ws?token={TOKEN} HTTP/1.1\r\n{HANDSHAKE}{broken}")
    knock_raw(address, f"GET /?token={TOKEN} HTTP/9.9\r\nCookie: session={TOKEN}\r\n\r\n")


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_no_token_is_in_the_output(log_format: str) -> None:
    """AU8: At the most talkative level, nothing of a token is in what a real server writes."""
    variables = {"PARLEY_LOG_LEVEL": "debug", "PARLEY_LOG_FORMAT": log_format, "PARLEY_SECRET": TOKEN * 4}
    with running(PARLEY_AUTH="demo", **variables) as server:
        knock_in_every_way(server.address)
        server.stop()
    assert TOKEN not in server.output
    assert ENCODED not in server.output
    assert "Traceback" not in server.output
    # The lines are there, cut.
    for line in ("/items/foo/ws?…", "/api/ready?…", "/nowhere?…"):
        assert line in server.output


def test_no_jwt_is_in_the_output() -> None:
    """AU8: A JWT that is refused is not repeated, nor is the key."""
    with running(PARLEY_AUTH="jwt", PARLEY_JWT_KEY=TOKEN * 4, PARLEY_LOG_LEVEL="debug") as server:
        knock_in_every_way(server.address)
        server.stop()
    assert TOKEN not in server.output
    assert ENCODED not in server.output


def test_no_token_is_in_the_output_of_another_start() -> None:
    """AU8: Under a server that somebody else starts, with its own log lines, tokens are cut as well."""
    command = ("uvicorn", "server.app:app", "--port=0", "--log-level=debug")
    with running(*command, says="Uvicorn running on", PARLEY_AUTH="demo") as server:
        knock_politely(server.address)
        server.stop()
    assert TOKEN not in server.output
    assert ENCODED not in server.output
    assert "/items/foo/ws?…" in server.output
    assert "/api/ready?…" in server.output


def test_without_auth_it_says_what_to_set() -> None:
    """AU2: Without a word on who gets in nothing starts: one sentence, and a status of its own."""
    result = run()
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.startswith("PARLEY_AUTH is not set: set PARLEY_AUTH=jwt")
    assert result.stderr.count("\n") == 1


def test_bad_settings_are_told_without_a_traceback() -> None:
    """AU9: A key that does not fit its algorithm stops the start, in one sentence without the key."""
    result = run(PARLEY_AUTH="jwt", PARLEY_JWT_KEY=TOKEN)
    assert result.returncode == 2
    assert result.stderr == "PARLEY_JWT_ALGORITHM=HS256 takes a secret of at least 32 bytes, and the key has 9.\n"


def test_a_taken_port_is_told_without_a_traceback() -> None:
    """A second server by mistake says so, before it touches the store."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run(PARLEY_AUTH="demo", PARLEY_PORT=str(port))
    assert result.returncode == 2
    assert result.stderr == f"Port {port} of 127.0.0.1 is taken: stop what runs there, or set PARLEY_PORT.\n"


def test_a_host_that_is_not_ours_is_told_without_a_traceback() -> None:
    """An address of another machine cannot be listened on."""
    result = run(PARLEY_AUTH="demo", PARLEY_HOST="192.0.2.1")
    assert result.returncode == 2
    assert result.stderr.startswith("Cannot listen on port 0 of 192.0.2.1 (")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("url", ["nonsense", "mysql://ana:SECRET123@db/x", "sqlite:////dev/null/x.db"])
def test_a_store_that_cannot_be_opened_is_told_without_a_traceback(url: str) -> None:
    """AU8: One sentence on the store, without the password that its URL may hold."""
    result = run(PARLEY_AUTH="demo", PARLEY_STORE_URL=url)
    assert result.returncode not in (0, None)
    assert "The store that PARLEY_STORE_URL names cannot be opened: " in result.stderr
    assert "Traceback" not in result.stderr
    assert TOKEN not in result.stderr


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_an_unknown_setting_is_told(log_format: str) -> None:
    """AU15: What nobody reads is named at the start, once, in a warning."""
    unknown = {"PARLEY_GRACE_SECOND": "1", "PARLEY_XYZ": "1", "PARLEY_DEV_PORT": "5173"}
    with running(PARLEY_AUTH="demo", PARLEY_LOG_FORMAT=log_format, **unknown) as server:
        server.stop()
    sentence = "PARLEY_GRACE_SECOND is no setting and does nothing; PARLEY_GRACE_SECONDS may be meant."
    (line,) = [line for line in server.output.splitlines() if sentence in line]
    assert "warning" in line.lower()
    assert server.output.count("PARLEY_XYZ is no setting") == 1
    assert "PARLEY_DEV_PORT" not in server.output


def test_an_unknown_setting_is_told_where_another_is_missing() -> None:
    """AU15: A start that fails names what may be the reason."""
    result = run(PARLEY_ATUH="demo")
    assert result.returncode == 2
    assert "PARLEY_AUTH is not set" in result.stderr
    assert "PARLEY_ATUH is no setting and does nothing; PARLEY_AUTH may be meant." in result.stderr


def test_a_file_from_windows_makes_no_other_store(tmp_path: Path) -> None:
    """AU15: With a byte order mark, quotation marks and CRLF, the store's file is the one that was meant."""
    file = tmp_path / "parley.db"
    written = {"\ufeffPARLEY_AUTH": '"demo"\r', "PARLEY_STORE_URL": f'"sqlite:///{file}"\r', "PARLEY_PORT": "0\r"}
    with running(**written) as server:
        server.stop()
    assert file.is_file()
    assert not [each.name for each in tmp_path.iterdir() if not each.name.isprintable() or '"' in each.name]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_within_seconds(how: signal.Signals) -> None:
    """A signal ends it soon and without a traceback, with a client still connected."""
    with (
        running(PARLEY_AUTH="demo") as server,
        connect(server.address.replace("http", "ws", 1) + "/ws", proxy=None) as connection,
    ):
        connection.send("hello")
        connection.recv()
        began = time.monotonic()
        server.stop(how)
        assert time.monotonic() - began < 5
    assert "Traceback" not in server.output
    assert "Finished server process" in server.output


def test_it_answers_where_it_says() -> None:
    """The address in the log is one that answers, without a Server header."""
    with running(PARLEY_AUTH="demo") as server, urlopen(f"{server.address}/api/ready") as response:
        assert response.status == 200
        assert response.headers["server"] is None


@pytest.mark.parametrize(
    ("proxies", "said", "code"),
    [
        ("", "https", 4506),
        ("127.0.0.1", "https", 1008),
        ("127.0.0.1", "HTTPS", 1008),
        ("127.0.0.1", "https, http", 1008),
        ("127.0.0.1/8", "https", 1008),
        ("localhost", "https", 1008),
    ],
)
def test_only_trusted_proxies_say_how_a_client_came(proxies: str, said: str, code: int) -> None:
    """AU6, HT5: A page on https is of the same origin behind a trusted proxy, and only there."""
    headers = {"Origin": "https://chat.example", "Host": "chat.example", "X-Forwarded-Proto": said}
    with running(PARLEY_AUTH="jwt", PARLEY_JWT_KEY="x" * 32, PARLEY_TRUSTED_PROXIES=proxies) as server:
        request = "GET /items/foo/ws?token=x HTTP/1.1\r\n" + HANDSHAKE.replace("Host: localhost\r\n", "")
        request += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        assert close_code(server.address, f"{request}Sec-WebSocket-Protocol: parley.v1\r\n\r\n") == code


@pytest.mark.parametrize("claim", ["iat", "nbf"])
def test_a_login_whose_clock_is_ahead_is_told_as_such(claim: str) -> None:
    """AU16: A token that is early closes with 4014, and the log names the clocks."""
    key, now = "x" * 32, int(time.time())
    claims = {"sub": "ana", "items": "*", "exp": now + 3600, claim: now + 600}
    token = jwt.encode(claims, key, algorithm="HS256")
    with running(PARLEY_AUTH="jwt", PARLEY_JWT_KEY=key) as server:
        request = f"GET /items/foo/ws?token={token} HTTP/1.1\r\n{HANDSHAKE}Sec-WebSocket-Protocol: parley.v1\r\n\r\n"
        assert close_code(server.address, request) == 4014
        server.stop()
    assert "the clock of the login is ahead" in server.output


def close_code(address: str, request: str) -> int:
    """Shake hands by hand; return the code of the close frame that follows."""
    host, port = address.removeprefix("http://").split(":")
    received = b""
    head, frames = b"", b""
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
        connection.sendall(request.encode())
        # No further than the code: a server that waits for an answer in vain resets the connection.
        while len(frames) < 4:
            part = connection.recv(65_536)
            assert part, received
            received += part
            head, _, frames = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101"), head
    assert frames[0] == 0x88, frames
    return int.from_bytes(frames[2:4], "big")


def test_token_prints_what_the_server_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """AU9: The tool prints a token for one item and one person, and nothing else."""
    set_variables(monkeypatch, PARLEY_AUTH="jwt", PARLEY_JWT_KEY="x" * 32, PARLEY_JWT_AUDIENCE="parley")
    assert main(["token", "--item", "foo", "--name", "Ana", "--hours", "0.5"]) == 0
    token = capsys.readouterr().out.strip()
    identity = JwtVerifier(Settings(auth="jwt", jwt_key=SecretStr("x" * 32), jwt_audience="parley")).verify(token)
    assert (identity.author, identity.name, identity.items) == ("Ana", "Ana", frozenset({"foo"}))
    assert identity.expires_at is not None
    assert 1700 < identity.expires_at - time.time() < 1900


@pytest.mark.parametrize(
    ("item", "variables", "sentence"),
    [
        ("foo", {"PARLEY_AUTH": "demo"}, "any text is one"),
        ("foo", {}, "Only PARLEY_AUTH=jwt"),
        ("a/b", {"PARLEY_AUTH": "jwt", "PARLEY_JWT_KEY": "x" * 32}, "No such token"),
    ],
)
def test_token_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    item: str,
    variables: dict[str, str],
    sentence: str,
) -> None:
    """AU9: Where no token can be made, a sentence says why."""
    set_variables(monkeypatch, **variables)
    assert main(["token", "--item", item, "--name", "Ana"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert sentence in captured.err


def test_settings_are_printed_without_secrets(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """AU8: Every setting is printed, no secret among them."""
    set_variables(
        monkeypatch,
        PARLEY_SECRET=TOKEN * 4,
        PARLEY_STORE_URL=f"postgresql://ana:{TOKEN}@db/parley",
        PARLEY_ALLOWED_ORIGINS="https://a.example, null",
    )
    assert main(["settings"]) == 0
    printed = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    assert len(printed) == len(Settings.model_fields)
    assert printed["PARLEY_SECRET"] == "(set, not shown)"
    assert printed["PARLEY_STORE_URL"] == "postgresql://…@db/parley"
    assert printed["PARLEY_ALLOWED_ORIGINS"] == "https://a.example,null"
    assert printed["PARLEY_AUTH"] == ""
    assert TOKEN not in str(printed)


def test_settings_tell_a_misspelt_one() -> None:
    """Who looks why a setting does nothing is told, beside what is printed."""
    result = run("settings", PARLEY_GRACE_SECOND="1")
    assert result.returncode == 0
    assert result.stderr == ("PARLEY_GRACE_SECOND is no setting and does nothing; PARLEY_GRACE_SECONDS may be meant.\n")
    assert "PARLEY_GRACE_SECONDS=10" in result.stdout


def test_settings_that_nobody_reads_on_are_no_fault() -> None:
    """A reader that had enough, as `head` has, gets no traceback for it."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        command = [sys.executable, "-m", "server", "settings"]
        result = subprocess.run(
            command, cwd=ROOT, env=environment({}), stdout=writing, stderr=subprocess.PIPE, check=False, timeout=50
        )
    finally:
        os.close(writing)
    assert (result.returncode, result.stderr) == (0, b"")


def test_a_new_epoch_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """RE2: After a backup was put back, a new epoch keeps old positions from matching."""
    file = tmp_path / "parley.db"
    set_variables(monkeypatch, PARLEY_STORE_URL=f"sqlite:///{file}")
    assert main(["new-epoch"]) == 2
    assert "there is no store" in capsys.readouterr().err
    with running(PARLEY_AUTH="demo", PARLEY_STORE_URL=f"sqlite:///{file}") as server:
        assert main(["new-epoch"]) == 2
        assert "in use" in capsys.readouterr().err
        server.stop()
    assert main(["new-epoch"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("The store begins epoch ")
    assert new_epoch(file) not in printed


def test_a_store_without_backups_has_no_epoch_to_begin(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """RE2: What is in memory cannot be put back."""
    set_variables(monkeypatch, PARLEY_STORE_URL="memory://")
    assert main(["new-epoch"]) == 2
    assert "a store in memory begins a new epoch whenever" in capsys.readouterr().err


def set_variables(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    """Make these settings the only ones of this process."""
    for name in list(os.environ):
        if name.startswith(("PARLEY_", "FASTAPI_")):
            monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
