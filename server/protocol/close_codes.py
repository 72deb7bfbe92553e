"""Why a connection ends: each code, its reason, and what the client does next.

The ranges are advice in themselves: 4000 to 4499 mean come back, 4500 to 4999
mean do not. Codes below 4000 are RFC 6455's, section 7.4.1 and its registry.
"""

from enum import IntEnum, StrEnum
from typing import NamedTuple


class Advice(StrEnum):
    """What a client does after a close."""

    COME_BACK = "come_back"
    FRESH_CREDENTIAL = "fresh_credential"
    """Come back, once, after getting a new credential."""
    ASK_AGAIN = "ask_again"
    """Stay away until the person gives another credential."""
    RELOAD = "reload"
    """Stay away; the page is too old and has to be loaded again."""
    STAY_AWAY = "stay_away"


class CloseCode(IntEnum):
    """Every code that a server or a client of ours closes with."""

    NORMAL = 1000
    GOING_AWAY = 1001
    UNSUPPORTED_DATA = 1003
    INVALID_TEXT = 1007
    POLICY_VIOLATION = 1008
    TOO_BIG = 1009
    INTERNAL_ERROR = 1011
    SERVICE_RESTART = 1012
    TRY_AGAIN_LATER = 1013
    PAGE_HIDDEN = 4000
    HELLO_TIMEOUT = 4001
    TRIMMED_PAST = 4003
    CONTRACT_TOO_NEW = 4004
    CREDENTIAL_EXPIRED = 4005
    HEARTBEAT_LOST = 4006
    OUT_OF_STEP = 4007
    TOO_FAST = 4008
    ADDRESS_FULL = 4009
    PERSON_FULL = 4010
    ROOM_FULL = 4011
    NODE_FULL = 4012
    NOT_YET = 4014
    SESSION_REPLACED = 4500
    UNKNOWN_SUBPROTOCOL = 4501
    OUT_OF_DATE = 4502
    ITEM_NOT_ALLOWED = 4503
    BAD_ITEM_NAME = 4504
    TOO_MANY_BAD_FRAMES = 4505
    ORIGIN_NOT_ALLOWED = 4506


class CloseRule(NamedTuple):
    """What a code means; the reason fits the 123 bytes of a close frame."""

    reason: str
    advice: Advice


CLOSE_RULES: dict[CloseCode, CloseRule] = {
    CloseCode.NORMAL: CloseRule("goodbye", Advice.STAY_AWAY),
    CloseCode.GOING_AWAY: CloseRule("the page or the server goes away", Advice.COME_BACK),
    CloseCode.UNSUPPORTED_DATA: CloseRule("a frame is text, this was binary", Advice.STAY_AWAY),
    CloseCode.INVALID_TEXT: CloseRule("a text frame was not UTF-8", Advice.STAY_AWAY),
    CloseCode.POLICY_VIOLATION: CloseRule("no credential, or a bad one", Advice.ASK_AGAIN),
    CloseCode.TOO_BIG: CloseRule("a frame was too big", Advice.COME_BACK),
    CloseCode.INTERNAL_ERROR: CloseRule("the server failed", Advice.COME_BACK),
    CloseCode.SERVICE_RESTART: CloseRule("the server restarts", Advice.COME_BACK),
    CloseCode.TRY_AGAIN_LATER: CloseRule("the store is away, try again later", Advice.COME_BACK),
    CloseCode.PAGE_HIDDEN: CloseRule("the page was put away", Advice.COME_BACK),
    CloseCode.HELLO_TIMEOUT: CloseRule("no hello in time", Advice.COME_BACK),
    CloseCode.TRIMMED_PAST: CloseRule("what was to be read next is no longer kept", Advice.COME_BACK),
    CloseCode.CONTRACT_TOO_NEW: CloseRule("the client is newer than this server", Advice.COME_BACK),
    CloseCode.CREDENTIAL_EXPIRED: CloseRule("the credential has expired", Advice.FRESH_CREDENTIAL),
    CloseCode.HEARTBEAT_LOST: CloseRule("no answer to a ping", Advice.COME_BACK),
    CloseCode.OUT_OF_STEP: CloseRule("an offset was skipped", Advice.COME_BACK),
    CloseCode.TOO_FAST: CloseRule("too many frames or connections in a short time", Advice.COME_BACK),
    CloseCode.ADDRESS_FULL: CloseRule("too many connections from this address", Advice.COME_BACK),
    CloseCode.PERSON_FULL: CloseRule("too many connections of this person", Advice.COME_BACK),
    CloseCode.ROOM_FULL: CloseRule("the room is full", Advice.COME_BACK),
    CloseCode.NODE_FULL: CloseRule("the server is full", Advice.COME_BACK),
    CloseCode.NOT_YET: CloseRule("the credential is not valid yet", Advice.COME_BACK),
    CloseCode.SESSION_REPLACED: CloseRule("session replaced by a newer connection", Advice.STAY_AWAY),
    CloseCode.UNKNOWN_SUBPROTOCOL: CloseRule("unknown subprotocol", Advice.STAY_AWAY),
    CloseCode.OUT_OF_DATE: CloseRule("the client is too old, reload the page", Advice.RELOAD),
    CloseCode.ITEM_NOT_ALLOWED: CloseRule("the credential does not cover this item", Advice.STAY_AWAY),
    CloseCode.BAD_ITEM_NAME: CloseRule("not a name for an item", Advice.STAY_AWAY),
    CloseCode.TOO_MANY_BAD_FRAMES: CloseRule("too many bad frames", Advice.STAY_AWAY),
    CloseCode.ORIGIN_NOT_ALLOWED: CloseRule("this origin is not allowed", Advice.STAY_AWAY),
}
