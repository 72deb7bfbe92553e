"""A history put in order for the judge: what was sent, acked and seen, by room. Pure."""

from collections import defaultdict
from dataclasses import dataclass, field

from server.protocol.close_codes import CLOSE_RULES, Advice, CloseCode
from server.tests.faults.history import (
    Acked,
    Closed,
    Event,
    Heard,
    History,
    Line,
    PresenceTold,
    RefusedSend,
    Reread,
    Restored,
    Sent,
    Stayed,
    Welcomed,
)

Seen = tuple[Line, str]
"""A line, and who saw it."""


@dataclass(slots=True)
class Stay:
    """One connection of a client: its welcome, and what came after it."""

    client: str
    connection: int
    life: int
    welcome: Welcomed
    heard: list[Line] = field(default_factory=list)
    told: list[PresenceTold] = field(default_factory=list)


@dataclass(slots=True)
class RoomStory:
    """All that concerns one room.

    A ``life`` begins when the store is put back to an earlier state; acks and
    the log are those of the last one. ``sightings`` are by life, epoch and offset.
    """

    log: Reread | None = None
    sent: dict[str, Sent] = field(default_factory=dict)
    acks: list[Acked] = field(default_factory=list)
    refused: list[RefusedSend] = field(default_factory=list)
    stays: dict[tuple[str, int], Stay] = field(default_factory=dict)
    stayed: list[Stayed] = field(default_factory=list)
    sent_away: list[Closed] = field(default_factory=list)
    sightings: dict[tuple[int, str, int], list[Seen]] = field(default_factory=lambda: defaultdict(list))

    def see(self, life: int, epoch: str, line: Line, who: str) -> None:
        """Note a line, if nobody has seen it in this form."""
        seen = self.sightings[life, epoch, line.offset]
        if all(line != known for known, _ in seen):
            seen.append((line, who))


class Story:
    """The rooms of a history, and the last life in it."""

    def __init__(self, history: History) -> None:
        self.rooms: defaultdict[str, RoomStory] = defaultdict(RoomStory)
        self.last_life = 0
        for event in history:
            if isinstance(event, Restored):
                self._begin_life()
            elif isinstance(event, Event):
                self._take(self.rooms[event.room], event)

    def _begin_life(self) -> None:
        self.last_life += 1
        for room in self.rooms.values():
            room.acks.clear()
            room.refused.clear()

    def _take(self, room: RoomStory, event: Event) -> None:
        match event:
            case Sent(key=key):
                room.sent.setdefault(key, event)
            case Acked():
                room.acks.append(event)
            case RefusedSend():
                room.refused.append(event)
            case Stayed():
                room.stayed.append(event)
            case Welcomed():
                room.stays[event.client, event.connection] = Stay(event.client, event.connection, self.last_life, event)
                self._see(room, event, event.epoch, event.page or ())
            case Reread():
                room.log = event
                self._see(room, event, event.epoch, event.lines)
            case Heard(line=line):
                stay = room.stays[event.client, event.connection]
                stay.heard.append(line)
                self._see(room, event, stay.welcome.epoch, (line,))
            case PresenceTold():
                room.stays[event.client, event.connection].told.append(event)
            case Closed(code=code) if _is_final(code):
                room.sent_away.append(event)
            case _:
                pass

    def _see(self, room: RoomStory, event: Event, epoch: str, lines: tuple[Line, ...]) -> None:
        for line in lines:
            room.see(self.last_life, epoch, line, event.client)


def _is_final(code: int) -> bool:
    rule = CLOSE_RULES.get(CloseCode(code)) if code in set(CloseCode) else None
    return rule is not None and rule.advice is not Advice.COME_BACK
