"""Warnings for the operator about refused connections, and no more of them than anybody can read."""

import logging

from starlette.requests import HTTPConnection
from starlette.websockets import WebSocket

from server.auth.identity import BadCredential
from server.core.pace import Pace
from server.core.shares import FairShares
from server.edge.clock import Clock
from server.edge.quotas import site_of
from server.protocol.close_codes import CLOSE_RULES, CloseCode

PER_SECOND = 1 / 60
"""Of each kind one line a minute in the long run: what is set wrongly turns everybody away."""

AT_ONCE = 6
"""After a rest, for as many addresses: none of them hides what others are refused for."""

MAX_SITES = 1_000
"""Addresses whose lines are counted, for each kind."""

HINTS = {
    CloseCode.ORIGIN_NOT_ALLOWED: "origin {origin} is not the site's own, {scheme}://{host}, nor in "
    "PARLEY_ALLOWED_ORIGINS; behind a proxy, is PARLEY_TRUSTED_PROXIES set?",
    CloseCode.NOT_YET: "iat or nbf of a JWT lies in the future: the clock of the login is ahead of this server's "
    "by more than the leeway of 10 s",
    CloseCode.ADDRESS_FULL: "{address} has as many connections as PARLEY_CONNECTIONS_PER_ADDRESS allows; if that is "
    "a proxy, name it in PARLEY_TRUSTED_PROXIES",
    CloseCode.ROOM_FULL: "a room has as many connections as PARLEY_CONNECTIONS_PER_ROOM allows",
    CloseCode.NODE_FULL: "this node has as many connections as PARLEY_CONNECTIONS allows",
}
"""Refusals that may be a fault of the settings, with what to look at."""

telemetry = logging.getLogger(__name__)


class _Kind:
    """Lines of one kind, of which an address has one in about a minute."""

    def __init__(self) -> None:
        self._pace = Pace(PER_SECOND, AT_ONCE)
        self._shares = FairShares(MAX_SITES)

    def may_tell(self, site: str, now: float) -> bool:
        if not self._shares.may_have(site, self._pace.fill(now), now) or self._pace.take(now):
            return False
        self._shares.charge(site, 1.0, now)
        return True


class Complaints:
    """Tells the log why people are turned away, where a setting may be the reason."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._codes = {code: _Kind() for code in HINTS}
        self._bad_credentials = _Kind()
        self._unknown_hosts = _Kind()

    def hear(self, code: CloseCode, websocket: WebSocket) -> None:
        """Take note of a connection that was refused."""
        kind = self._codes.get(code)
        if kind is None or not kind.may_tell(_site_of(websocket), self._clock.now()):
            return
        what = HINTS[code].format(
            origin=_quoted(websocket.headers.get("origin")),
            scheme="https" if websocket.url.scheme == "wss" else "http",
            host=_quoted(websocket.headers.get("host")),
            address=_site_of(websocket) or "somebody",
        )
        telemetry.warning("refused with %d, %s: %s", code, CLOSE_RULES[code].reason, what)

    def hear_bad_credential(self, error: BadCredential, connection: HTTPConnection) -> None:
        """Take note of a credential that proves nothing: the login and this server may not agree on how it is made."""
        if self._bad_credentials.may_tell(_site_of(connection), self._clock.now()):
            telemetry.warning("refused with %d: %s", CloseCode.POLICY_VIOLATION, error)

    def hear_unknown_host(self, connection: HTTPConnection) -> None:
        """Take note of a request for a name that the server does not go by."""
        if self._unknown_hosts.may_tell(_site_of(connection), self._clock.now()):
            host = _quoted(connection.headers.get("host"))
            telemetry.warning("refused: %s is no name of this server; is it missing in PARLEY_ALLOWED_HOSTS?", host)


def _site_of(connection: HTTPConnection) -> str:
    return site_of(connection.client.host) if connection.client else ""


def _quoted(header: str | None) -> str:
    # It comes from anybody: on one line, and no longer than an origin may be.
    return "(none)" if header is None else "".join(char for char in header[:200] if char.isprintable())
