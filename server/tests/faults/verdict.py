"""What can be found wrong with a history."""

from enum import StrEnum
from typing import NamedTuple


class Fault(StrEnum):
    """A way to break the promise."""

    ACKED_LOST = "acked, and not in the log"
    ACKED_ELSEWHERE = "acked at an offset where the log has something else"
    REFUSED_YET_STORED = "refused for good, and in the log"
    DOUBLED = "one message, twice in the log"
    STRANGER = "in the log, and sent by nobody"
    OUT_OF_TURN = "one client's messages in another order than it sent them"
    LOG_HOLE = "an offset is missing in the log"
    TWO_AT_ONE_OFFSET = "two messages were seen at one offset"
    CHANGED = "one message was seen in two forms"
    HOLE = "a reader was handed an entry beyond the next"
    REPEATED = "a reader was handed an entry again"
    BEHIND = "a reader that stayed was never handed the newest entries"
    FALSE_RECOVERY = "recovered, although something was or may be missing"
    SENT_AWAY = "a client that broke no rule was told to stay away"
    UNTOLD = "a client was not told that the store is away, or back"
    GHOST = "shown as present, and gone"
    MISSED = "present, and not shown"


class Finding(NamedTuple):
    """One breach, where, and what was seen."""

    fault: Fault
    room: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.room}: {self.fault}: {self.sentence}"
