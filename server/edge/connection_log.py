"""One line at INFO for each connection that comes in, is refused or ends (AU13). None of them holds a token."""

import logging

from starlette.websockets import WebSocket

from server.edge.paced_lines import about
from server.edge.quotas import Visit
from server.protocol.close_codes import CLOSE_RULES, CloseCode

telemetry = logging.getLogger(__name__)

NO_CODE = 1005
"""RFC 6455's for a connection that ended without one, or whose code nobody noted."""

_REFUSED = {code: f"refused with {code:d}, {rule.reason}: item %s, from %s" for code, rule in CLOSE_RULES.items()}
"""A statement of its own for each reason, so that each is paced by itself."""


def tell_admission(visit: Visit, client_id: int) -> None:
    """Say who came in: once for each connection that was welcomed."""
    telemetry.info(
        "came in: item %s, %s, from %s",
        _item(visit.item_id),
        _who(visit, client_id),
        visit.address,
        extra=about(visit.address),
    )


def tell_refusal(code: CloseCode, websocket: WebSocket, item_id: str | None) -> None:
    """Say that somebody was turned away, and why."""
    address = websocket.client.host if websocket.client else "nowhere"
    telemetry.info(_REFUSED[code], _item(item_id), address, extra=about(address))


def tell_end(visit: Visit, client_id: int, code: int, ended_by: CloseCode | None, seconds: float) -> None:
    """Say how a connection ended; ``ended_by`` is what the server closed it with, if it did."""
    telemetry.info(
        "ended: item %s, %s, from %s, after %.1f s: %s",
        _item(visit.item_id), _who(visit, client_id), visit.address, seconds, _how(code, ended_by),
        extra=about(visit.address),
    )  # fmt: skip


def _how(code: int, ended_by: CloseCode | None) -> str:
    if ended_by is not None:
        return f"the server closed it with {ended_by:d}, {CLOSE_RULES[ended_by].reason}"
    if code in (NO_CODE, 1006):
        return "it was closed without a code, or was lost"
    rule = CLOSE_RULES.get(CloseCode(code)) if code in set(CloseCode) else None
    return f"the client closed it with {code}" + (f", {rule.reason}" if rule else "")


def _who(visit: Visit, client_id: int) -> str:
    client = f"client {client_id}" if client_id else "no client yet"
    return client if visit.author is None else f"{client} of {visit.author}"


def _item(item_id: str | None) -> str:
    return "none" if item_id is None else item_id
