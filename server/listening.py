"""The sockets that a server listens on, opened before anything else is touched."""

import errno
import socket
from collections.abc import Sequence
from typing import Any

from server.settings import BadSettings, Settings

MAX_UNSENT_BYTES = 64 * 1024
"""What the kernel takes of a connection's bytes beyond those that are on their way.
Left to itself it takes megabytes for a client that reads nothing, who is noticed
only after them (BP11)."""

EVERY_IPV6, EVERY_IPV4 = "::", "0.0.0.0"

_NO_SUCH_FAMILY = (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL)


def listen(settings: Settings) -> list[socket.socket]:
    """Return listening sockets for each address of the host.

    Before the store is opened, so that a second server by mistake touches
    nothing.

    Raises:
        BadSettings: there is no such address, or it is taken.
    """
    sockets: list[socket.socket] = []
    try:
        for family, where in _places(settings):
            # With port 0 the second address takes the port that the first got.
            port = sockets[0].getsockname()[1] if sockets else where[1]
            sockets.append(_listen(family, (where[0], port, *where[2:]), settings.backlog))
    except OSError as error:
        for opened in sockets:
            opened.close()
        raise BadSettings(_refusal(settings, error)) from None
    return sockets


def _places(settings: Settings) -> list[tuple[int, tuple[Any, ...]]]:
    # ST10: a socket for each family, and not one for both: on that one a client of IPv4 has another address,
    # which no list of trusted proxies names.
    hosts = [EVERY_IPV6, EVERY_IPV4] if settings.host == EVERY_IPV6 else [settings.host]
    found = [
        (family, where)
        for host in hosts
        for family, _, _, _, where in socket.getaddrinfo(
            host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    ]
    return list(dict.fromkeys(found))


def _refusal(settings: Settings, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {settings.port} of {settings.host} is taken: stop what runs there, or set PARLEY_PORT."
    if settings.host == EVERY_IPV6 and error.errno in _NO_SUCH_FAMILY:
        return "This machine has no IPv6, which PARLEY_HOST=:: asks for: set PARLEY_HOST=0.0.0.0."
    place = f"port {settings.port} of {settings.host}"
    return f"Cannot listen on {place} ({error.strerror}): set PARLEY_HOST or PARLEY_PORT."


def _listen(family: int, where: tuple[Any, ...], backlog: int) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            # Whoever is accepted inherits it.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, MAX_UNSENT_BYTES)
        listener.bind(where)
        listener.listen(backlog)
    except OSError:
        listener.close()
        raise
    return listener


def address_of(settings: Settings, sockets: Sequence[socket.socket]) -> str:
    """Return where a person finds what listens on these sockets."""
    host, port = settings.host, sockets[0].getsockname()[1]
    if host == EVERY_IPV6:
        return f"http://localhost:{port} on IPv6 and IPv4"
    if host == EVERY_IPV4:
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
