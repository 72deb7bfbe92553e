"""Whether the disk of the file has room for more.

Looked at before each batch: a message that fills the disk to the last byte
would take down whatever else writes to it, and the sweep that makes room.
"""

import logging
import os
from pathlib import Path

_MEBIBYTE = 1024 * 1024

_telemetry = logging.getLogger(__name__)


class FreeDisk:
    """The disk that a file lies on, and how much of it is left to others."""

    def __init__(self, path: Path, floor: int) -> None:
        self._path = path
        self._floor = floor
        self._was_full = False

    def is_full(self) -> bool:
        """Return whether less than the floor is free; each change is logged once."""
        if not self._floor:
            return False
        free = free_bytes(self._path.parent)
        is_full = free is not None and free < self._floor
        if is_full and not self._was_full:
            _telemetry.error(
                "the disk of %s has %d MiB free, less than %d: messages are refused until there is room, and read on",
                self._path, (free or 0) // _MEBIBYTE, self._floor // _MEBIBYTE,
            )  # fmt: skip
        elif self._was_full and not is_full:
            _telemetry.warning("the disk of %s has room again", self._path)
        self._was_full = is_full
        return is_full


def free_bytes(folder: Path) -> int | None:
    """Return what we may still write there; None where nobody says."""
    try:
        facts = os.statvfs(folder)
    except OSError:
        # The disk is away. The next write finds out.
        return None
    return facts.f_bavail * facts.f_frsize
