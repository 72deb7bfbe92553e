"""The machine: its cores, and what the kernel says about a process. Linux only: it reads /proc."""

import os
import platform
from contextlib import suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096

_cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]
SERVER_CORE, GENERATOR_CORE = _cores[0], _cores[-1]
"""The core that a target has for itself, and the one of the load. Where there
is one core only they are the same, and the report says so."""


def pin(core: int) -> set[int]:
    """Let this process run on one core only, and what it starts from now on; return where it might run before."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    return before


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process has had, of all its threads, its own and the system's."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident_bytes(pid: int) -> int:
    """Return the memory that a process has in RAM."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE


def open_sockets(pid: int) -> int:
    """Return how many sockets a process holds."""
    found = 0
    for name in os.listdir(f"/proc/{pid}/fd"):
        with suppress(FileNotFoundError):  # Closed meanwhile.
            found += os.readlink(f"/proc/{pid}/fd/{name}").startswith("socket:")
    return found


def describe() -> dict[str, str | int]:
    """Return what a reader of the figures has to know about this machine."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count() or 0,
        "memory_gib": round(os.sysconf("SC_PHYS_PAGES") * _PAGE / 2**30),
        "kernel": platform.release(),
        "system": platform.system(),
        "server_core": SERVER_CORE,
        "generator_core": GENERATOR_CORE,
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _stat(pid: int) -> list[str]:
    # The name, in parentheses, may hold anything; what follows it does not.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
