"""A disk that loses what was not synced when its power is cut: a VFS around SQLite's own.

What a file was at its last sync is kept beside it. A cut makes a copy of all
files as a machine finds them after it: each write since then is there, or is
not, by chance, which is what disks do.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import apsw

_SYSTEM = apsw.vfs_names()[0]

Write = tuple[int, bytes | None]
"""Bytes at an offset; without bytes, the file ends there."""


class Disk:
    """All files of one process, synced and not."""

    def __init__(self) -> None:
        self._synced: dict[str, bytearray] = {}
        self._since: dict[str, list[Write]] = {}
        self._lock = Lock()
        self._writes_to_come = 0
        self._on_write: Callable[[Disk], None] | None = None

    def call_at(self, writes: int, on_write: Callable[["Disk"], None]) -> None:
        """Have ``on_write`` called at so many writes from now, in the thread that writes.

        Nothing else happens to any file before it was called.
        """
        with self._lock:
            self._writes_to_come = writes
            self._on_write = on_write

    def opened(self, path: str) -> None:
        """Take a file as it is found; what was there before counts as synced."""
        with self._lock:
            if path not in self._synced:
                self._synced[path] = bytearray(Path(path).read_bytes() if Path(path).exists() else b"")
                self._since[path] = []

    def wrote(self, path: str, write: Write) -> None:
        """Note a write that a cut may take."""
        with self._lock:
            self._since[path].append(write)
            self._writes_to_come -= 1
            is_now = self._writes_to_come == 0
            on_write = self._on_write
        if is_now and on_write is not None:
            on_write(self)

    def deleted(self, path: str) -> None:
        """Note that a file is gone."""
        with self._lock:
            self._synced.pop(path, None)
            self._since.pop(path, None)

    def synced(self, path: str) -> None:
        """Note that all writes to a file are on the disk."""
        with self._lock:
            for write in self._since[path]:
                _apply(self._synced[path], write)
            self._since[path].clear()

    def cut(self, folder: Path, chance: random.Random) -> int:
        """Put what the disk holds into a folder; return how many writes were lost."""
        lost = 0
        with self._lock:
            for path, content in self._synced.items():
                found = bytearray(content)
                for write in self._since[path]:
                    if chance.random() < 0.5:
                        _apply(found, write)
                    else:
                        lost += 1
                (folder / Path(path).name).write_bytes(found)
        return lost


def _apply(content: bytearray, write: Write) -> None:
    offset, some = write
    if some is None:
        del content[offset:]
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(some)] = some


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        super().__init__(_SYSTEM, name, flags)
        self._disk = disk
        self._path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        disk.opened(self._path)

    def xWrite(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        self._disk.wrote(self._path, (offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:
        super().xTruncate(newsize)
        self._disk.wrote(self._path, (newsize, None))

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self._disk.synced(self._path)


class _Vfs(apsw.VFS):
    def __init__(self, disk: Disk) -> None:
        super().__init__("losing", _SYSTEM, makedefault=True)
        self._disk = disk

    def xDelete(self, filename: str, syncdir: bool) -> None:
        super().xDelete(filename, syncdir)
        self._disk.deleted(filename)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        return _File(self._disk, name, flags)


@contextmanager
def losing_disk() -> Iterator[Disk]:
    """Have every file that SQLite opens lie on such a disk while the context is open."""
    disk = Disk()
    vfs = _Vfs(disk)
    try:
        yield disk
    finally:
        vfs.unregister()
