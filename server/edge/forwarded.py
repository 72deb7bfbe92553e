"""What a trusted proxy says of the connection that it passes on.

uvicorn has such a middleware, which takes ``https`` and neither ``HTTPS`` nor
``https, http``. RFC 7239's ``Forwarded`` is not read: a proxy that sets the other
two headers passes on the ``Forwarded`` of anybody.
"""

import re
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from server.addresses import is_in

# A longer number is no port, and one of thousands of digits Python refuses to read.
_PORT = re.compile(r"[0-9]{1,5}")

_WEBSOCKET_SCHEMES = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}
_HTTP_SCHEMES = {"http": "http", "https": "https", "ws": "http", "wss": "https"}


class ForwardedFor:
    """Puts the client's address and scheme in the place of a proxy's, where that is one of ours."""

    def __init__(self, app: ASGIApp, proxies: tuple[str, ...]) -> None:
        self._app = app
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, or the lifespan."""
        if scope["type"] in ("http", "websocket") and is_in(_peer(scope), self._proxies):
            headers = Headers(scope=scope)
            _take_scheme(scope, headers.get("x-forwarded-proto", ""))
            self._take_client(scope, headers.getlist("x-forwarded-for"))
        await self._app(scope, receive, send)

    def _take_client(self, scope: Scope, values: list[str]) -> None:
        """Take the address that the first proxy of ours saw, counted from our side."""
        for hop in reversed(",".join(values).split(",")):
            place = _place_of(hop.strip())
            # Where nobody says an address, the last one that was said has to do.
            if place is None:
                return
            scope["client"] = place
            if self._proxies != ("*",) and not is_in(place[0], self._proxies):
                return


def _peer(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else ""


def _take_scheme(scope: Scope, value: str) -> None:
    # Each proxy of a chain may add its own; the first stands next to the client.
    said = value.partition(",")[0].strip().lower()
    schemes = _WEBSOCKET_SCHEMES if scope["type"] == "websocket" else _HTTP_SCHEMES
    scope["scheme"] = schemes.get(said, scope["scheme"])


def _place_of(hop: str) -> tuple[str, int] | None:
    """Return address and port (0 where none is said), or None for what is no address: ``unknown``, a name."""
    host, port = hop, ""
    if hop.startswith("["):
        host, _, port = hop[1:].partition("]")
        port = port.removeprefix(":")
    elif hop.count(":") == 1:
        host, _, port = hop.partition(":")
    try:
        # A zone says which link of the proxy's own machine it was: nothing about the client.
        address = str(ip_address(host.partition("%")[0]))
    except ValueError:
        return None
    return address, int(port) if _PORT.fullmatch(port) else 0
