"""Serves the built client: hashed assets, one page for every route of its own, and 404 for all else."""

import re
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount
from starlette.types import Scope

from server.edge.missing_page import missing
from server.edge.static_files import FilesAtHand

CLIENT_DIST = Path(__file__).parents[2] / "client" / "dist"
"""Where `npm run build` puts the client."""

# The names of these files change with their content.
_IMMUTABLE = "public, max-age=31536000, immutable"
_REVALIDATE = "no-cache"
# The routes of the client (client/src/room/launch.ts); a slash in an item's name is encoded, and refused in words.
_ROUTE = re.compile(rb"/(items/[^/]+/?)?")
_NOT_BUILT = "The client is not built yet: run `npm run build`, then load this page again.\n"


def add_spa(app: FastAPI, dist: Path) -> None:
    """Serve the client under every path that no route took so far; call it last."""
    app.router.routes.append(
        Mount("/assets", FilesAtHand(directory=dist / "assets", cache_control=_IMMUTABLE), name="assets")
    )
    app.router.routes.append(Mount("/", _Pages(dist), name="client"))


class _Pages(FilesAtHand):
    """The files beside ``index.html``, and ``index.html`` for the routes of the client."""

    def __init__(self, dist: Path) -> None:
        super().__init__(directory=dist, cache_control=_REVALIDATE)
        self._index = dist / "index.html"

    async def get_response(self, path: str, scope: Scope) -> Response:
        is_route = _ROUTE.fullmatch(scope.get("raw_path") or scope["path"].encode())
        if is_route and scope["method"] in ("GET", "HEAD") and not self._index.is_file():
            return PlainTextResponse(_NOT_BUILT, 503, {"cache-control": "no-store", "retry-after": "5"})
        try:
            return await super().get_response(self._index.name if is_route else path, scope)
        except HTTPException as error:
            if error.status_code != 404:
                raise
        return missing(scope["path"], Headers(scope=scope))  # HT1
