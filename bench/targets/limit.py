"""The C loop, which shows what the machine's kernel leaves to anybody."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from bench.processes import Process, StartError, free_port
from bench.targets.plain import PlainDialect
from bench.targets.target import Running

_SOURCE = Path(__file__).with_name("loop.c")


class Limit:
    """``loop.c``, compiled here; it writes once a tick and client, or once a message and client."""

    dialect = PlainDialect()

    def __init__(self, name: str, writes: Literal["tick", "message"], *, folder: Path) -> None:
        self.name = name
        self._writes = writes
        self._program = folder / "loop"

    @contextmanager
    def running(self) -> Iterator[Running]:
        """Serve while the context is open."""
        if not self._program.exists():
            _compile(self._program)
        port = free_port()
        with Process([self._program, str(port), self._writes]) as process:
            process.wait_for_port(port)
            yield Running(port, process)


def compiler() -> str | None:
    """Return the C compiler of this machine, if it has one."""
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


def _compile(program: Path) -> None:
    found = compiler()
    if found is None:
        raise StartError("there is no C compiler (cc, gcc, clang)")
    subprocess.run([found, "-O2", "-o", program, _SOURCE], check=True)
