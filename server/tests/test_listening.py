"""What a server listens on, and how many connections it can have there."""

import errno
import re
import resource
import socket
from contextlib import AbstractContextManager
from functools import partial
from urllib.request import urlopen

import pytest

from server import listening
from server.listening import address_of, listen
from server.settings import BadSettings, Settings
from server.tests.stores import redis_server
from server.tests.test_main import RunningServer, running, running_after

EVERYWHERE = Settings(auth="demo", host="::", port=0, store_url="memory://")


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_server_on_every_address_is_reached_by_both_families() -> None:
    """ST10: One port, and the line at the start says that it is both."""
    with running(PARLEY_AUTH="demo", PARLEY_HOST="::", PARLEY_TRUSTED_PROXIES="127.0.0.1,::1") as server:
        port = re.sub(r"\D+", "", server.address)
        for host in ("127.0.0.1", "[::1]"):
            with urlopen(f"http://{host}:{port}/api/health", timeout=20) as answer:
                assert answer.status == 200
        server.stop()
    assert f"http://localhost:{port} on IPv6 and IPv4 (Ctrl-C stops it)" in server.output


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_client_of_ipv4_has_its_own_address() -> None:
    """ST10: Not one of IPv6 that holds it, which no list of proxies names."""
    sockets = listen(EVERYWHERE)
    try:
        (ipv4,) = [one for one in sockets if one.family is socket.AF_INET]
        with socket.create_connection(("127.0.0.1", sockets[0].getsockname()[1]), timeout=5):
            accepted, (address, _) = ipv4.accept()
            accepted.close()
        assert address == "127.0.0.1"
        assert address_of(EVERYWHERE, sockets).endswith(" on IPv6 and IPv4")
    finally:
        for one in sockets:
            one.close()


def test_machine_without_ipv6_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """ST10: In a sentence that says what to set."""

    def refuse(*_: object) -> socket.socket:
        raise OSError(errno.EAFNOSUPPORT, "Address family not supported by protocol")

    monkeypatch.setattr(listening, "_listen", refuse)
    with pytest.raises(BadSettings, match=r"no IPv6.*set PARLEY_HOST=0\.0\.0\.0"):
        listen(EVERYWHERE)


def open_files_of(pid: int) -> int:
    """Return the soft limit of a process."""
    with open(f"/proc/{pid}/limits", encoding="utf-8") as limits:
        return int(next(line.split()[3] for line in limits if line.startswith("Max open files")))


def start_limited(workers: str, soft: int, hard: int) -> AbstractContextManager[RunningServer]:
    return running_after(
        partial(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard)),
        PARLEY_AUTH="demo",
        PARLEY_CONNECTIONS="500",
        PARLEY_WORKERS=workers,
        PARLEY_STORE_URL="memory://" if workers == "1" else redis_server.fresh_url(),
    )


@pytest.mark.parametrize("workers", ["1", "2"])
def test_limit_of_open_files_is_raised_to_what_the_connections_need(workers: str) -> None:
    with start_limited(workers, soft=200, hard=1_000) as server:
        assert open_files_of(server.pid) == 600
        server.stop()
    assert "files open" not in server.output


@pytest.mark.parametrize("workers", ["1", "2"])
def test_limit_of_open_files_that_is_too_low_is_told_once(workers: str) -> None:
    """The hard limit is what the system allows; the line says how many connections that is."""
    with start_limited(workers, soft=200, hard=300) as server:
        assert open_files_of(server.pid) == 300
        server.stop()
    told = "may have 300 files open, enough for about 200 connections, and PARLEY_CONNECTIONS is 500"
    assert server.output.count(told) == 1
