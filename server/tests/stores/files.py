"""What the files of a store hold, while whoever has them open may rename, replace and remove them."""

from pathlib import Path

_LOOKS = 1_000


def bytes_in(folder: Path) -> bytes:
    """Return every byte of every file in a folder and below, as they stood together.

    It looks again where a file came, went or grew meanwhile: a server that
    rewrites its log has the new file under another name first, and takes the old
    one away in its own time.
    """
    for _ in range(_LOOKS):
        before = _listed(folder)
        try:
            held = b"".join(path.read_bytes() for path, *_ in before)
        except FileNotFoundError:
            continue
        if _listed(folder) == before:
            return held
    raise AssertionError(f"the files in {folder} did not stand still in {_LOOKS} looks")


def _listed(folder: Path) -> list[tuple[Path, int, int]]:
    found = []
    for path in sorted(folder.rglob("*")):
        try:
            facts = path.stat()
        except FileNotFoundError:
            continue
        if path.is_file():
            found.append((path, facts.st_ino, facts.st_size))
    return found
