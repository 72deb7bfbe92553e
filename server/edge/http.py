"""What is served over plain HTTP beside the client: probes, docs and headers."""

from collections.abc import Callable
from typing import Any, Literal

from fastapi import FastAPI, Response
from pydantic import BaseModel
from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.edge.docs_page import add_docs_page
from server.edge.request_pace import RequestPace
from server.edge.security_headers import SECURITY_HEADERS

VERSION = "0.1.0"

API_OPTIONS: dict[str, Any] = {
    "title": "Parley",
    "version": VERSION,
    "description": "Self-hosted live rooms. The rooms themselves speak over WebSockets, which this page cannot show; "
    "here are the probes.",
    "openapi_url": "/api/openapi.json",
    # FastAPI's own pages load scripts from elsewhere.
    "docs_url": None,
    "redoc_url": None,
}
"""For the ``FastAPI`` that ``add_http`` is called with."""

_PROBES = ("/api/health", "/api/ready", "/api/openapi.json")
_SOCKET_PATHS = ("/ws", "/ws/{client_id}", "/items/{item_id}/ws")
_UPGRADE_REQUIRED = (
    "This address speaks WebSocket, and the request was plain HTTP. "
    "A proxy in between has to pass the Upgrade and Connection headers.\n"
)


class Health(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Whether rooms can be served now."""

    status: Literal["ready", "not ready"]


def add_http(app: FastAPI, *, is_ready: Callable[[], bool]) -> None:
    """Add the probes, the docs page, what is not found, and the headers.

    Args:
        app: Made with ``API_OPTIONS``.
        is_ready: Asked by each probe; it answers from what is known and waits
            for nothing.
    """
    app.add_middleware(RequestPace)
    app.add_middleware(SecurityHeaders)
    _add_probes(app, is_ready)
    add_docs_page(app)
    app.add_exception_handler(Exception, _fault)
    # An endpoint that is no function is asked for every method.
    app.router.routes.append(Route("/api/{path:path}", _NotFound(), include_in_schema=False))
    for path in _SOCKET_PATHS:
        app.router.routes.append(Route(path, _upgrade_required, include_in_schema=False))


def _add_probes(app: FastAPI, is_ready: Callable[[], bool]) -> None:
    @app.get("/api/health", tags=["probes"])
    @app.head("/api/health", include_in_schema=False)
    async def health() -> Health:
        """Answer as long as the process lives; for restarting it when it does not."""
        return Health()

    not_ready: dict[int | str, dict[str, Any]] = {
        503: {"model": Readiness, "description": "The store is away, or full."}
    }

    @app.get("/api/ready", tags=["probes"], responses=not_ready)
    @app.head("/api/ready", include_in_schema=False)
    async def ready(response: Response) -> Readiness:
        """Tell whether the store can be used; for sending new clients elsewhere."""
        if is_ready():
            return Readiness(status="ready")
        response.status_code = 503
        return Readiness(status="not ready")


class _NotFound:
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] in _PROBES:
            refusal = JSONResponse({"detail": "It is only read: GET or HEAD."}, 405, {"allow": "GET, HEAD"})
            await refusal(scope, receive, send)
            return
        response = JSONResponse({"detail": f"There is no {scope['path']} here."}, 404)
        await response(scope, receive, send)


async def _fault(_: object, __: Exception) -> Response:
    # HT2: it is made outside of every middleware, so it brings the headers itself.
    headers = {**SECURITY_HEADERS, "cache-control": "no-store"}
    return JSONResponse({"detail": "The server made a mistake; its log says which."}, 500, headers)


async def _upgrade_required(_: object) -> Response:
    return PlainTextResponse(_UPGRADE_REQUIRED, 426, {"upgrade": "websocket", "cache-control": "no-store"})


class SecurityHeaders:
    """Adds to every HTTP response the headers that it does not have itself.

    It leaves WebSockets alone, the messages and their timing.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("cache-control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)
