"""Keeps a second process away from a store's file."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from server.stores.options import StoreUrlError


class FileLock:
    """Holds a file beside the store's, until the context ends or we die.

    A lock of the operating system: it cannot outlive its process, so no stale
    lock has ever to be removed. The folder is made if it is missing.

    Raises:
        StoreUrlError: another process, or another store here, has the file.
    """

    def __init__(self, path: Path) -> None:
        name = path.with_name(f"{path.name}.lock")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(name, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreUrlError(f"the folder of {path} cannot be used: {error.strerror}") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._file)
            raise StoreUrlError(
                f"{path} is in use by another process: stop that one, or give this one a file of its own"
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The lock's file stays: to remove it would let two processes lock two files of one name.
        os.close(self._file)
