"""Finds the token that a connection brings; does not judge it."""

import base64
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Cookie, Query, WebSocket

BEARER_PREFIX = "bearer."
"""Before a token, base64url-encoded, among the offered subprotocols."""

_MALFORMED = ""


@dataclass(frozen=True, slots=True)
class Credential:
    """A token, and whether the browser added it by itself.

    A cookie proves less than the other two: any page can make its visitor's
    browser send it. The token stays out of ``repr``, and so out of tracebacks.
    """

    token: str = field(repr=False)
    is_cookie: bool


def offered_subprotocols(websocket: WebSocket) -> list[str]:
    """Return what the client offers, in its order, bearers among them."""
    return list(websocket.scope.get("subprotocols") or [])


def get_credential(
    websocket: WebSocket,
    session: Annotated[str | None, Cookie()] = None,
    token: Annotated[str | None, Query()] = None,
) -> Credential | None:
    """Return the credential of a connection; a FastAPI dependency.

    An empty value is no credential. A bearer that is not base64url of UTF-8 is
    one that no verifier takes: a client that meant to show a token is not let
    in by its cookie instead.
    """
    # AU1: the subprotocol, else the query parameter, else the cookie.
    for subprotocol in offered_subprotocols(websocket):
        encoded = subprotocol.removeprefix(BEARER_PREFIX)
        if encoded and encoded != subprotocol:
            return Credential(_decode_bearer(encoded), is_cookie=False)
    if token:
        return Credential(token, is_cookie=False)
    if session:
        return Credential(session, is_cookie=True)
    return None


def _decode_bearer(encoded: str) -> str:
    padding = "=" * (-len(encoded) % 4)
    try:
        # Strictly: the default would skip what is not of the alphabet.
        raw = base64.b64decode(encoded.replace("+", "!").replace("/", "!") + padding, altchars=b"-_", validate=True)
        return raw.decode()
    except ValueError:
        return _MALFORMED
