"""Whether anybody was left in silence while the store was away. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf

from server.tests.faults.history import Closed, History, StatusTold, StoreAway, StoreBack, Welcomed
from server.tests.faults.verdict import Fault, Finding


@dataclass(slots=True)
class _Connection:
    room: str
    since: float
    until: float = inf
    told: list[tuple[float, str]] = field(default_factory=list)

    def was_told(self, store: str, after: float, before: float) -> bool:
        return any(word == store and after <= moment <= before for moment, word in self.told)


def untold(history: History) -> Iterator[Finding]:
    """Yield who was connected all the while, and not told; and who was told, and not of the return."""
    connections = _connections(history)
    away: float | None = None
    for event in history:
        if isinstance(event, StoreAway):
            away = event.moment
        elif isinstance(event, StoreBack) and away is not None:
            for (client, _), one in connections.items():
                if one.since < away and one.until > event.moment and not one.was_told("degraded", away, event.moment):
                    yield Finding(Fault.UNTOLD, one.room, f"{client} did not hear that the store is away")
            away = None
    for (client, _), one in connections.items():
        if one.until == inf and one.told and one.told[-1][1] != "ok":
            yield Finding(Fault.UNTOLD, one.room, f"{client} did not hear that the store is back")


def _connections(history: History) -> dict[tuple[str, int], _Connection]:
    connections: dict[tuple[str, int], _Connection] = {}
    for event in history:
        match event:
            case Welcomed(client=client, connection=number, room=room, moment=moment):
                connections[client, number] = _Connection(room, moment)
            case StatusTold(client=client, connection=number, moment=moment, store=store):
                if (client, number) in connections:
                    connections[client, number].told.append((moment, store))
            case Closed(client=client, connection=number, moment=moment):
                if (client, number) in connections:
                    connections[client, number].until = moment
            case _:
                pass
    return connections
