"""Serves files with a stated Cache-Control, compressed once for all."""

import asyncio
import gzip
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_COMPRESSIBLE = ("text/", "application/javascript", "application/json", "application/manifest", "image/svg")
# Below it a packet more or less is not saved.
_MIN_BYTES = 1_000


class CompressedFiles(StaticFiles):
    """A folder; whether it exists is asked anew by each request.

    Compressed forms stay in memory until the file changes. They are made in a
    thread, so that the first visitor of a release delays no room.
    """

    def __init__(
        self, *, cache_control: str, directory: Path | None = None, packages: list[str | tuple[str, str]] | None = None
    ) -> None:
        super().__init__(directory=directory, packages=packages, check_dir=False)
        self._cache_control = cache_control
        self._compressed: dict[str, tuple[int, bytes]] = {}

    async def check_config(self) -> None:
        """Accept that the folder is not there yet."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file, its compressed form, or that it has not changed."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = self._cache_control
        response.headers["vary"] = "Accept-Encoding"
        if isinstance(response, FileResponse) and self._may_compress(response, Headers(scope=scope)):
            return await self._compress(response)
        return response

    def _may_compress(self, response: FileResponse, request: Headers) -> bool:
        return (
            "gzip" in request.get("accept-encoding", "")
            and "range" not in request
            and (response.media_type or "").startswith(_COMPRESSIBLE)
            and int(response.headers["content-length"]) >= _MIN_BYTES
        )

    async def _compress(self, response: FileResponse) -> Response:
        path = Path(response.path)
        body = await asyncio.to_thread(self._compressed_bytes, path)
        headers = dict(response.headers)
        # One tag would name two sequences of bytes if it were a strong one.
        headers |= {"content-encoding": "gzip", "content-length": str(len(body)), "etag": f"W/{headers['etag']}"}
        headers.pop("accept-ranges", None)
        return Response(body, headers=headers)

    def _compressed_bytes(self, path: Path) -> bytes:
        changed_at = path.stat().st_mtime_ns
        kept = self._compressed.get(str(path))
        if kept is not None and kept[0] == changed_at:
            return kept[1]
        body = gzip.compress(path.read_bytes(), mtime=0)
        self._compressed[str(path)] = (changed_at, body)
        return body
