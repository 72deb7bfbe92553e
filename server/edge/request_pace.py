"""How many plain HTTP requests one address may make, and how many handshakes that lead into no room (BP18)."""

import logging
from math import ceil

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from server.edge.door import Door
from server.edge.paced_lines import about
from server.edge.static_files import FROM_MEMORY

telemetry = logging.getLogger(__name__)

_PROBES = ("/api/health", "/api/ready")
"""They cost nothing, and the client may be a proxy that everybody comes through."""


class RequestPace:
    """Answers 429 to an address that sends too many requests.

    The typed sockets of rooms do not come by here (``server.edge.short_way``); they are counted where they come in.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, or the lifespan."""
        wait = _wait(scope) if scope["type"] != "lifespan" and scope["path"] not in _PROBES else 0.0
        if not wait:
            await self._app(scope, receive, send)
            if scope.get(FROM_MEMORY):
                _give_back(scope)
            return
        address = scope["client"][0]
        telemetry.info("refused with 429, too many requests in a short time: from %s", address, extra=about(address))
        response = PlainTextResponse(
            "Too many requests in a short time.\n", 429, {"retry-after": str(ceil(wait)), "cache-control": "no-store"}
        )
        await response(scope, receive, send)


def _wait(scope: Scope) -> float:
    door: Door | None = getattr(scope["app"].state, "door", None)
    client = scope.get("client")
    if door is None or client is None:
        return 0.0
    return door.budgets.request(client[0], door.clock.now())


def _give_back(scope: Scope) -> None:
    door: Door | None = getattr(scope["app"].state, "door", None)
    client = scope.get("client")
    if door is not None and client is not None:
        door.budgets.request_was_cheap(client[0])
