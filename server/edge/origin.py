"""Which pages may open a connection (AU6).

Nothing else checks: browsers let any page open a WebSocket anywhere, and send
the cookies along.
"""

import re
from collections.abc import Sequence

from server.addresses import is_loopback_host

_ORIGIN = re.compile(r"([a-z][a-z0-9+.-]*)://(\[[0-9a-f:.]+\]|[^\s/?#@:\[\]]+)(?::(\d{1,5}))?", re.IGNORECASE)
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_PAGE_SCHEMES = {"ws": "http", "wss": "https"}


def normalize_origin(origin: str) -> str | None:
    """Return scheme, host and port in one spelling, or None if it is no origin.

    ``null``, which sandboxed and ``file://`` pages send, is no origin.
    """
    match = _ORIGIN.fullmatch(origin)
    if match is None:
        return None
    scheme, host = match[1].lower(), match[2].lower()
    port = str(int(match[3])) if match[3] else _DEFAULT_PORTS.get(scheme, "")
    return f"{scheme}://{host}:{port}"


def is_allowed_origin(
    *, origin: str | None, host: str | None, scheme: str, allowed: Sequence[str], credential_is_cookie: bool
) -> bool:
    """Whether a connection may come from where it says.

    Args:
        origin: The ``Origin`` header; only browsers are bound to tell the truth.
        host: The ``Host`` header, which names our own origin.
        scheme: How the connection came: ``ws`` or ``wss``, ``http`` or ``https``.
            Behind a proxy that ends TLS the proxy has to be a trusted one.
        allowed: Other origins; ``null`` counts if it is listed.
        credential_is_cookie: A program without ``Origin`` needs something that
            a browser would not have sent by itself.
    """
    if not origin:
        return not credential_is_cookie
    if origin in allowed:
        return True
    page = normalize_origin(origin)
    if page is None:
        return False
    own = normalize_origin(f"{_PAGE_SCHEMES.get(scheme, scheme)}://{host or ''}")
    return page == own or page in [normalize_origin(other) for other in allowed]


def is_loopback_origin(origin: str) -> bool:
    """Whether a page was loaded from the machine on which it is shown."""
    match = _ORIGIN.fullmatch(origin)
    return match is not None and match[1].lower() in _DEFAULT_PORTS and is_loopback_host(match[2].lower())
