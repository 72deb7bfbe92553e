"""Stands between a page and the server, and says what a server would say that has a bad day."""

import json
from typing import Any

from playwright.sync_api import WebSocketRoute

# What a connection ends with when its credential does.
CREDENTIAL_EXPIRED = 4005
# Longer than anybody looks at a page that is refused.
_RETRY_AFTER_MS = 600_000


class Interruption:
    """Passes everything on, until it is told to speak itself; for `page.route_web_socket`.

    Args:
        refuses: Closes each connection with this code before anything is said.
        is_silent: Takes connections and never says a word.
    """

    def __init__(self, *, refuses: int | None = None, is_silent: bool = False) -> None:
        self._refuses = refuses
        self._is_silent = is_silent
        self._refuses_sends: str | None = None
        self._route: WebSocketRoute | None = None

    def __call__(self, route: WebSocketRoute) -> None:
        """Take one connection."""
        self._route = route
        if self._refuses is not None:
            route.close(code=self._refuses)
        elif self._is_silent:
            route.on_message(lambda _: None)
        else:
            server = route.connect_to_server()
            route.on_message(lambda text: self._pass_on(text, server))

    def say(self, **frame: Any) -> None:
        """Say a frame that the server did not say."""
        assert self._route is not None
        self._route.send(json.dumps(frame))

    def refuse_sends(self, code: str) -> None:
        """Answer whatever is sent from now on with an error that may pass."""
        self._refuses_sends = code

    def close(self, code: int) -> None:
        """Close this connection, and each later one, with a code."""
        assert self._route is not None
        self._refuses = code
        self._route.close(code=code)

    def close_once(self, code: int) -> None:
        """Close this connection with a code."""
        assert self._route is not None
        self._route.close(code=code)

    def refuse(self, code: int) -> None:
        """Close each connection that comes from now on with a code."""
        self._refuses = code

    def fall_silent(self) -> None:
        """Take the connections that come from now on, and answer none."""
        self._is_silent = True

    def give_way(self) -> None:
        """Let the server be heard again by each connection that comes from now on."""
        self._refuses = None
        self._refuses_sends = None
        self._is_silent = False

    def _pass_on(self, text: str | bytes, server: WebSocketRoute) -> None:
        frame = json.loads(text)
        if self._refuses_sends is None or frame["type"] != "send":
            server.send(text)
            return
        self.say(
            type="error",
            ref=frame["ref"],
            code=self._refuses_sends,
            message="",
            location=None,
            temporary=True,
            retry_after_ms=_RETRY_AFTER_MS,
        )
