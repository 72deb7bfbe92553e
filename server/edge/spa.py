"""Serves the built client: hashed assets, and one page for every route of its own."""

from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from server.edge.static_files import CompressedFiles

CLIENT_DIST = Path(__file__).parents[2] / "client" / "dist"
"""Where `npm run build` puts the client."""

# The names of these files change with their content.
_IMMUTABLE = "public, max-age=31536000, immutable"
_REVALIDATE = "no-cache"
_NOT_BUILT = "The client is not built yet: run `npm run build`, then load this page again.\n"


def add_spa(app: FastAPI, dist: Path = CLIENT_DIST) -> None:
    """Serve the client under every path that no route took so far; call it last."""
    app.router.routes.append(
        Mount("/assets", CompressedFiles(directory=dist / "assets", cache_control=_IMMUTABLE), name="assets")
    )
    app.router.routes.append(Mount("/", _Pages(dist), name="client"))


class _Pages(CompressedFiles):
    """The files beside ``index.html``, and ``index.html`` for all other pages."""

    def __init__(self, dist: Path) -> None:
        super().__init__(directory=dist, cache_control=_REVALIDATE)
        self._index = dist / "index.html"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._index.is_file():
            response = PlainTextResponse(_NOT_BUILT, 503, {"cache-control": "no-store", "retry-after": "5"})
            await response(scope, receive, send)
            return
        await super().__call__(scope, receive, send)

    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            return await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404 or not _wants_page(Headers(scope=scope)):
                raise
        return await super().get_response(self._index.name, scope)


def _wants_page(request: Headers) -> bool:
    # A missing picture is missing; an unknown address typed by a person is a
    # route of the client. Programs like curl take anything.
    accept = request.get("accept", "*/*")
    return "text/html" in accept or accept == "*/*"
