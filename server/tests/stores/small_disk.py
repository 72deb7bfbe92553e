"""A small file system of its own, which a test fills to the last byte."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class SmallDisk:
    """A folder on a disk of some mebibytes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def leave(self, size: int) -> None:
        """Let so many bytes be free, a page more or less."""
        facts = os.statvfs(self.folder)
        more = facts.f_bavail * facts.f_frsize - size
        with self._filler.open("ab") as file:
            if more > 0:
                file.write(bytes(more))
            else:
                file.truncate(max(0, file.tell() + more))


@contextmanager
def small_disk(folder: Path, mebibytes: int = 16) -> Iterator[SmallDisk]:
    """Mount one while the context is open; skip the test where nobody may."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m,mode=700", "parley-test", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True)
    except OSError as error:
        pytest.skip(f"no small disk to test with: {error}")
    if done.returncode:
        # Only root may, and not in every container; so this is no failure in CI either.
        pytest.skip(f"no small disk to test with, run as root where mounting is allowed: {done.stderr.strip()}")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
