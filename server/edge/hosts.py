"""Which names a server answers to (AU14).

A page of a stranger may give its own host name the address of its visitor's
machine (DNS rebinding). To the browser it then is of one origin with whatever
listens there, so that no check of origins holds it off. But it cannot choose
what the browser writes into ``Host``: its own name.
"""

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from server.addresses import host_of, is_loopback, is_loopback_host, literal_of
from server.edge.complaints import Complaints

_MISDIRECTED = (
    "This server does not go by the name that the request has in its Host header. "
    "Whoever runs it can add the name to PARLEY_ALLOWED_HOSTS.\n"
)


class Hosts:
    """The names of a server.

    Where none are listed, every name is accepted, except in one case: demo auth
    on a loopback address, which is for this machine alone and identifies nobody.
    """

    def __init__(self, names: tuple[str, ...], *, is_demo: bool) -> None:
        self._names = frozenset(names)
        self._is_demo = is_demo

    def allows(self, scope: Scope) -> bool:
        """Whether a request or a handshake may go by the name that it has."""
        is_local = _came_to_loopback(scope)
        if "*" in self._names or not (self._names or (self._is_demo and is_local)):
            return True
        header = Headers(scope=scope).get("host")
        # Browsers always send one.
        host = host_of(header or "localhost")
        if host is None:
            return False
        # An address is no name that anybody could point elsewhere.
        is_address = literal_of(host) is not None and not is_local
        return is_loopback_host(host) or is_address or host in self._names


def _came_to_loopback(scope: Scope) -> bool:
    server = scope.get("server")
    address = literal_of(server[0]) if server else None
    return address is not None and is_loopback(address)


class KnownHosts:
    """Refuses requests for another server by 421, except typed sockets: those get a close frame after accept."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, or the lifespan."""
        is_typed = scope["type"] == "websocket" and scope.get("subprotocols")
        if scope["type"] not in ("http", "websocket") or is_typed or self._hosts.allows(scope):
            await self._app(scope, receive, send)
            return
        complaints: Complaints = scope["app"].state.door.complaints
        complaints.hear_unknown_host(HTTPConnection(scope))
        response = PlainTextResponse(_MISDIRECTED, 421, {"cache-control": "no-store"})
        await response(scope, receive, send)
