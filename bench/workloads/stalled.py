"""Some readers stop reading, as a page that hangs does. What becomes of the others, and of them?"""

import math
import time
from dataclasses import dataclass
from pathlib import Path

from bench import machine
from bench.generator.crowd import Entrance, enter, settle
from bench.generator.engine import opened_engine
from bench.generator.load import Load, Shape, seats
from bench.targets.target import Running, Target
from bench.workloads.fan_out import figures
from bench.workloads.workload import Effort, Figures

_MEMBERS = 1000
_RECEIVE_BYTES = 4096
"""What the kernel takes for a reader that stopped, so that the server has to hold the rest."""


@dataclass(frozen=True, slots=True)
class Stalled:
    """A room of 1,000 in which so many have stopped reading."""

    stalled: int
    is_steady = False

    @property
    def name(self) -> str:
        return f"stalled_{self.stalled}"

    @property
    def title(self) -> str:
        return f"{self.stalled} of {_MEMBERS:,} stop reading"

    def suits(self, target: Target) -> bool:
        return target.name in ("memory", "sqlite", "nats", "socketio", "chapter")

    def measure(self, target: Target, effort: Effort) -> Figures:
        shape = Shape(1, max(effort.of(_MEMBERS), 2 * self.stalled), 8)
        with target.running() as running, opened_engine() as engine:
            stalling, reading = seats(shape)[: self.stalled], seats(shape)[self.stalled :]
            stalled = enter(engine, running.port, target.dialect, stalling, receive_bytes=_RECEIVE_BYTES)
            others = enter(engine, running.port, target.dialect, reading)
            settle(engine)
            sockets = machine.open_sockets(running.process.pid)
            for entrance in stalled:
                engine.neglect(entrance.client)
            watch = _Watch(stalled, running)
            load = Load(engine, others, target.dialect, shape)
            measured = load.run(effort.long_seconds, running.cpu_seconds, effort.warm_up, watch.look)
            settle(engine, 0.1)
            watch.look()
            return {
                **figures(measured),
                "cut_off": len(engine.cut_off),
                "cut_off_after_seconds": max(engine.cut_off.values(), default=math.nan) - watch.begun,
                "sockets_closed": sockets - machine.open_sockets(running.process.pid),
                "queued_kib_each": watch.most_queued / 1024 / max(1, self.stalled),
                "resident_grown_mib": watch.most_grown / 2**20,
            }


class _Watch:
    """Looks now and then at what the kernel and the server hold for those that do not read."""

    def __init__(self, stalled: list[Entrance], running: Running) -> None:
        self._ports = {entrance.client.socket.getsockname()[1] for entrance in stalled}
        self._running = running
        self._resident = running.resident_bytes()
        self.begun = time.perf_counter()
        self.most_queued = 0
        self.most_grown = 0

    def look(self) -> None:
        self.most_queued = max(self.most_queued, queued_bytes(self._running.port, self._ports))
        self.most_grown = max(self.most_grown, self._running.resident_bytes() - self._resident)


def queued_bytes(server_port: int, client_ports: set[int]) -> int:
    """Return what the kernel holds unsent, or sent and not taken, of a server for some clients."""
    queued = 0
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:] if client_ports else ():
        _, local, remote, _, queues, *_ = line.split()
        if _port(local) == server_port and _port(remote) in client_ports:
            queued += int(queues.partition(":")[0], 16)
    return queued


def _port(address: str) -> int:
    return int(address.rpartition(":")[2], 16)
