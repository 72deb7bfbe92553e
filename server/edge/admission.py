"""Who may come in, and on which terms."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import WebSocket

from server.auth.credentials import BEARER_PREFIX, Credential, offered_subprotocols
from server.auth.identity import BadCredential, ExpiredCredential, Identity, NotYetCredential
from server.edge.door import Door
from server.edge.origin import is_allowed_origin
from server.edge.quotas import Visit
from server.protocol.close_codes import CloseCode
from server.protocol.entries import SUBPROTOCOL
from server.protocol.item_ids import normalize_item_id


@dataclass(frozen=True, slots=True)
class Admission:
    """A connection that may come in: where, and who it is."""

    item_id: str
    identity: Identity
    visit: Visit


def choose_subprotocol(offered: Sequence[str]) -> str:
    """Return the one to select (AU4)."""
    # To select none, or one that was not offered, would fail the handshake.
    if SUBPROTOCOL in offered:
        return SUBPROTOCOL
    return next((one for one in offered if not one.startswith(BEARER_PREFIX)), offered[0])


def admit(door: Door, websocket: WebSocket, raw_item_id: str, credential: Credential | None) -> Admission | CloseCode:
    """Return who comes in and where, or why nobody does."""
    if door.budgets.join(Visit(address_of(websocket), None, None), door.clock.now()):
        return CloseCode.TOO_FAST  # BP18, before anything is looked at.
    if SUBPROTOCOL not in offered_subprotocols(websocket):
        return CloseCode.UNKNOWN_SUBPROTOCOL
    try:
        item_id = normalize_item_id(raw_item_id)
    except ValueError:
        return CloseCode.BAD_ITEM_NAME
    if not door.hosts.allows(websocket.scope):
        door.complaints.hear_unknown_host(websocket)
        return CloseCode.ORIGIN_NOT_ALLOWED  # AU14
    if not is_allowed_origin(
        origin=websocket.headers.get("origin"),
        host=websocket.headers.get("host"),
        scheme=websocket.scope.get("scheme", "ws"),
        allowed=door.allowed_origins,
        credential_is_cookie=credential is None or credential.is_cookie,
    ):
        return CloseCode.POLICY_VIOLATION if credential is None else CloseCode.ORIGIN_NOT_ALLOWED
    identity = _identify(door, websocket, credential)
    if isinstance(identity, CloseCode):
        return identity
    if not identity.may_join(item_id):
        return CloseCode.ITEM_NOT_ALLOWED
    return Admission(item_id, identity, Visit(address_of(websocket), identity.author, item_id))


def _identify(door: Door, websocket: WebSocket, credential: Credential | None) -> Identity | CloseCode:
    try:
        return door.verifier.verify(credential.token if credential else "")
    except ExpiredCredential:
        return CloseCode.CREDENTIAL_EXPIRED  # AU7
    except NotYetCredential:
        return CloseCode.NOT_YET  # AU16
    except BadCredential as error:
        if credential is not None:
            door.complaints.hear_bad_credential(error, websocket)
        return CloseCode.POLICY_VIOLATION


def count_in(door: Door, admission: Admission | CloseCode) -> Admission | CloseCode:
    """Count a connection that was admitted, unless it is one too many or the node stops.

    Whoever gets an ``Admission`` back has it counted, until ``Census.release``.
    """
    if door.guests.is_draining:
        return CloseCode.TRY_AGAIN_LATER  # ST3
    if isinstance(admission, CloseCode):
        return admission
    visit = admission.visit
    if visit.author is not None and door.budgets.join(visit, door.clock.now()):
        return CloseCode.TOO_FAST  # BP18
    return door.census.admit(visit) or admission  # AU10


def address_of(websocket: WebSocket) -> str:
    """Return where a connection comes from, which a trusted proxy may have said."""
    return websocket.client.host if websocket.client else ""
