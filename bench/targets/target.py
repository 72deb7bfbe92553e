"""What a target is: something that can be started, and a way to speak to it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from bench import machine
from bench.generator.dialects import Dialect
from bench.processes import Process


@dataclass(frozen=True, slots=True)
class Running:
    """A target that listens: its process, and those that it needs, such as its store's."""

    port: int
    process: Process
    beside: tuple[Process, ...] = ()

    def cpu_seconds(self) -> float:
        """Return the CPU time of all of them: what a delivery costs, whoever pays."""
        return sum(each.cpu_seconds() for each in (self.process, *self.beside))

    def resident_bytes(self) -> int:
        """Return the memory of the server itself."""
        return machine.resident_bytes(self.process.pid)


class Target(Protocol):
    """One server to compare."""

    @property
    def name(self) -> str:
        """What the tables call it, and ``--targets``."""
        ...

    @property
    def dialect(self) -> Dialect:
        """How it is spoken to."""
        ...

    def running(self) -> AbstractContextManager[Running]:
        """Serve while the context is open, with nothing kept from the last time."""
        ...
