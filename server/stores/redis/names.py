"""What the keys and the channels are called.

All keys of a room have its hash tag, ``{base64url(room)}``, so that a cluster
keeps them together and one script may touch them; in base64 because a room may
be called ``}x``.
"""

from base64 import urlsafe_b64encode
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoomNames:
    """The names of one room: its log in three, its keys, its members, and who is told."""

    log: str
    forms: str
    runs: str
    known: str
    ages: str
    members: str
    hints: str
    changes: str

    @property
    def log_in_three(self) -> tuple[str, str, str]:
        """What makes up the log."""
        return self.log, self.forms, self.runs


class Names:
    """All names of one store."""

    def __init__(self, prefix: str, database: int) -> None:
        self.prefix = prefix
        self._channels = f"{prefix}:{database}"  # Channels are not of a database.
        self.store = f"{prefix}:store"
        self.probe = f"{prefix}:probe"
        self.swept = f"{prefix}:swept"
        self.set_right = f"{prefix}:set-right"
        self.forgotten = f"{prefix}:forgotten"
        # The tag keeps what the scripts about nodes touch in one place.
        self.leases = f"{prefix}:{{nodes}}:leases"
        self.gone = f"{prefix}:{{nodes}}:gone"

    def room(self, room: str) -> RoomNames:
        """Return the names of a room."""
        tag = "{" + urlsafe_b64encode(room.encode()).decode().rstrip("=") + "}"
        keys, channels = f"{self.prefix}:{tag}", f"{self._channels}:{tag}"
        return RoomNames(
            f"{keys}:log",
            f"{keys}:forms",
            f"{keys}:runs",
            f"{keys}:known",
            f"{keys}:ages",
            f"{keys}:members",
            f"{channels}:hints",
            f"{channels}:changes",
        )

    def rooms_of(self, node: str) -> str:
        """Return the name of the set of rooms that a node has somebody in."""
        return f"{self.prefix}:{{nodes}}:rooms:{node}"


def log_in_three(log: bytes) -> tuple[bytes, bytes, bytes]:
    """Return the names of a room's log, forms and runs, by that of its log."""
    room = log.removesuffix(b"log")
    return log, room + b"forms", room + b"runs"


def beside(name: bytes, other: str) -> bytes:
    """Return another name of the same room, by one of them: its ``known`` by its ``ages``."""
    return name[: name.rindex(b":") + 1] + other.encode()
