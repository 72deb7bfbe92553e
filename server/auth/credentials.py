"""Finds the token that a connection brings; does not judge it."""

import base64
import re
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Cookie, Query, WebSocket

BEARER_PREFIX = "bearer."
"""Before a token, base64url-encoded, among the offered subprotocols."""

_MALFORMED = ""
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")


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


async def get_credential(
    websocket: WebSocket,
    session: Annotated[str | None, Cookie()] = None,
    token: Annotated[str | None, Query()] = None,
) -> Credential | None:
    """Return the credential of a connection; a FastAPI dependency.

    It awaits nothing, and is no plain function only because FastAPI would run
    that in a thread, which took a third of a handshake's time.

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
    # Checked first, because Python's decoder takes more alphabets than one.
    if not _BASE64URL.fullmatch(encoded):
        return _MALFORMED
    try:
        return base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except ValueError:
        return _MALFORMED
