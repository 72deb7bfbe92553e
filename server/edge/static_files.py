"""Serves files with a stated Cache-Control: from memory, and compressed once for all."""

import asyncio
import gzip
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Receive, Scope, Send

AT_HAND_BYTES = 16 * 1024 * 1024
"""Of files of one folder, in both forms. The built client takes one megabyte, Swagger UI three."""

FROM_MEMORY = "parley.from_memory"
"""Is true in the scope of a request that was answered from memory, which costs less (BP18)."""

_COMPRESSIBLE = ("text/", "application/javascript", "application/json", "application/manifest", "image/svg")
# Below it a packet more or less is not saved.
_MIN_BYTES = 1_000

_PIECE_BYTES = 64 * 1024
"""What is written at once: for a client that reads nothing no more than this waits in memory."""

_GZIP_NAMES = ("gzip", "x-gzip")
_WEIGHT = re.compile(r"[01](\.[0-9]{0,3})?").fullmatch

_Version = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it was when it was read."""

    version: _Version
    headers: Headers
    body: bytes
    compressed: bytes | None

    def __len__(self) -> int:
        """Return how many bytes it takes; an empty one takes some, too."""
        return 1_024 + len(self.body) + len(self.compressed or b"")


class _InPieces(Response):
    """Sends a body piece by piece, each when the client has taken the one before it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        whole = memoryview(self.body)
        for start in range(0, max(1, len(whole)), _PIECE_BYTES):
            piece = bytes(whole[start : start + _PIECE_BYTES])
            await send({"type": "http.response.body", "body": piece, "more_body": start + len(piece) < len(whole)})


class FilesAtHand(StaticFiles):
    """A folder; whether it exists, and whether a file has changed, is asked anew by each request.

    A file that was asked for once stays in memory until it changes. It is read
    and compressed in a thread, so that the first visitor of a release delays no
    room; the visitors after that cost no thread and no file.
    """

    def __init__(
        self, *, cache_control: str, directory: Path | None = None, packages: list[str | tuple[str, str]] | None = None
    ) -> None:
        super().__init__(directory=directory, packages=packages, check_dir=False)
        self._headers = {"cache-control": cache_control, "vary": "Accept-Encoding"}
        self._at_hand: dict[str, _File] = {}
        self._bytes = 0
        self._reading: dict[str, asyncio.Task[_File | None]] = {}

    async def check_config(self) -> None:
        """Accept that the folder is not there yet."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file, its compressed form, or that it has not changed."""
        request = Headers(scope=scope)
        is_whole = scope["method"] in ("GET", "HEAD") and "range" not in request
        file = await self._file(path, scope) if is_whole else None
        if file is not None:
            return self._answer(file, request)
        response = await super().get_response(path, scope)
        response.headers.update(self._headers)
        return response

    async def _file(self, path: str, scope: Scope) -> _File | None:
        """Return a file that is, or from now on is, in memory; many who ask for it together have it read once."""
        file = self._file_at_hand(path)
        reading = self._reading.get(path)
        if file is None and reading is None:
            reading = self._reading[path] = asyncio.create_task(self._read(path))
            return await asyncio.shield(reading)
        if file is None and reading is not None:
            file = await asyncio.shield(reading)
        scope[FROM_MEMORY] = file is not None
        return file

    async def _read(self, path: str) -> _File | None:
        try:
            file = await asyncio.to_thread(self._load, path)
        finally:
            del self._reading[path]
        if file is not None:
            self._keep(path, file)
        return file

    def _load(self, path: str) -> _File | None:
        """Read a file, and compress it where that helps; None for what is none, is too large, or changes meanwhile."""
        try:
            place, found = self.lookup_path(path)
            if found is None or not stat.S_ISREG(found.st_mode) or found.st_size > AT_HAND_BYTES // 4:
                return None
            body = Path(place).read_bytes()
            if _version_of(os.stat(place)) != _version_of(found) or len(body) != found.st_size:
                return None
        except (OSError, ValueError):
            return None
        like = FileResponse(place, headers=self._headers, stat_result=found)
        is_compressible = (like.media_type or "").startswith(_COMPRESSIBLE) and len(body) >= _MIN_BYTES
        return _File(_version_of(found), like.headers, body, gzip.compress(body, mtime=0) if is_compressible else None)

    def _answer(self, file: _File, request: Headers) -> Response:
        if self.is_not_modified(file.headers, request):
            return NotModifiedResponse(file.headers)
        if file.compressed is None or not takes_gzip(",".join(request.getlist("accept-encoding"))):
            return _InPieces(file.body, headers=file.headers)
        headers = dict(file.headers)
        # One tag would name two sequences of bytes if it were a strong one.
        headers |= {
            "content-encoding": "gzip",
            "content-length": str(len(file.compressed)),
            "etag": f"W/{headers['etag']}",
        }
        headers.pop("accept-ranges", None)
        return _InPieces(file.compressed, headers=headers)

    def _file_at_hand(self, path: str) -> _File | None:
        """Return a file that is in memory, and on the disk as it was.

        To ask the disk takes some microseconds; a thread for it would take a hundred times as long.
        """
        file = self._at_hand.get(path)
        if file is None:
            return None
        try:
            # By the folder's own name: what a link in it leads to may be another file by now.
            found = os.stat(os.path.join(self.all_directories[0], path))
        except OSError:
            found = None
        if found is not None and _version_of(found) == file.version:
            return file
        self._drop(path)
        return None

    def _keep(self, path: str, file: _File) -> None:
        self._drop(path)
        self._at_hand[path] = file
        self._bytes += len(file)
        while self._bytes > AT_HAND_BYTES:
            self._drop(next(iter(self._at_hand)))

    def _drop(self, path: str) -> None:
        file = self._at_hand.pop(path, None)
        if file is not None:
            self._bytes -= len(file)


def _version_of(found: os.stat_result) -> _Version:
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size


def takes_gzip(accepted: str) -> bool:
    """Return whether ``Accept-Encoding`` asks for gzip (RFC 9110, 12.5.3).

    Names have any letter case, a weight of 0 means "not", and ``*`` stands for what
    is not named. With an equal weight, gzip goes before the plain form.
    """
    weights = dict(_coding_and_weight(part) for part in accepted.split(","))
    others = weights.get("*", 0.0)
    gzip_weight = max((weights[name] for name in _GZIP_NAMES if name in weights), default=others)
    return gzip_weight > 0 and gzip_weight >= weights.get("identity", 0.0)


def _coding_and_weight(part: str) -> tuple[str, float]:
    coding, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = next(
        (value for name, _, value in (each.partition("=") for each in parameters) if name.strip() == "q"), "1"
    )
    return coding, float(weight) if _WEIGHT(weight.strip()) else 0.0
