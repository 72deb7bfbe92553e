"""Checks the locks without asking a package host.

Each package of ``pyproject.toml`` stands in the lock that it belongs to, at a
version that it allows; both Python locks agree; everything is hashed; and no
lock names an address, because whoever installs chooses where from. (That
``package-lock.json`` fits ``package.json``, ``npm ci`` checks itself.)
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
RUNTIME, DEV, NPM = "requirements.lock", "requirements-dev.lock", "package-lock.json"

_ADDRESS = re.compile(r"\w+://|^--(?:index-url|extra-index-url|find-links)", re.MULTILINE)
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)([^\n]*(?:\n {4}[^\n]*)*)", re.MULTILINE)


def pins_in(lock: str) -> dict[str, str]:
    """Return each package of a lock and its version."""
    return {canonicalize_name(pin[1]): pin[2] for pin in _PIN.finditer(lock)}


def unhashed_in(lock: str) -> Iterator[str]:
    """Yield each package of a lock that stands there without a hash."""
    return (pin[1] for pin in _PIN.finditer(lock) if "--hash=sha256:" not in pin[3])


def misfits(requirements: Iterable[str], pins: dict[str, str]) -> Iterator[str]:
    """Yield a sentence for each requirement that the pins do not meet."""
    for requirement in map(Requirement, requirements):
        version = pins.get(canonicalize_name(requirement.name))
        if version is None:
            yield f"lacks {requirement.name}"
        elif version not in requirement.specifier:
            yield f"has {requirement.name} {version}, and pyproject.toml wants {requirement.specifier}"


def python_complaints(root: Path) -> Iterator[str]:
    """Yield what is wrong with the Python locks."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    wanted = project["project"]["dependencies"]
    locks = {name: (root / name).read_text("utf-8") for name in (RUNTIME, DEV)}
    pins = {name: pins_in(lock) for name, lock in locks.items()}
    for name, requirements in ((RUNTIME, wanted), (DEV, [*wanted, *project["dependency-groups"]["dev"]])):
        yield from (f"{name} {misfit}" for misfit in misfits(requirements, pins[name]))
        yield from (f"{name} has {package} without a hash" for package in unhashed_in(locks[name]))
    for package, version in pins[RUNTIME].items():
        if pins[DEV].get(package) != version:
            yield f"{DEV} does not have {package} {version}, which {RUNTIME} has"


def npm_complaints(root: Path) -> Iterator[str]:
    """Yield each package of the npm lock that stands there without a hash."""
    for path, package in json.loads((root / NPM).read_text("utf-8"))["packages"].items():
        if path and "integrity" not in package:
            yield f"{NPM} has {path} without a hash"


def complaints(root: Path) -> list[str]:
    """Return all that is wrong with the locks in this folder."""
    named = [name for name in (RUNTIME, DEV, NPM) if _ADDRESS.search((root / name).read_text("utf-8"))]
    return [*(f"{name} names an address" for name in named), *python_complaints(root), *npm_complaints(root)]


def main(root: Path = ROOT) -> int:
    """Print what is wrong; return the exit status."""
    found = complaints(root)
    for complaint in found:
        print(f"{complaint}: run `npm run lock`")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
