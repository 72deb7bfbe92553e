"""A client of the typed protocol without a browser: for a long past, and for company."""

import base64
import json
import secrets
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from websockets.sync.client import connect
from websockets.typing import Subprotocol

_PATIENCE_SECONDS = 15
# Below `limits.pending_sends` (BP6).
_SENDS_AT_ONCE = 25


class WireClient:
    """One client in one room, speaking `parley.v1` over a real socket while it is entered."""

    client_id: int

    def __init__(self, port: int, item: str, name: str | None = None) -> None:
        self._name = name
        bearer = base64.urlsafe_b64encode(b"anything").decode().rstrip("=")
        self._connecting = connect(
            f"ws://127.0.0.1:{port}/items/{quote(item, safe='')}/ws",
            subprotocols=[Subprotocol("parley.v1"), Subprotocol(f"bearer.{bearer}")],
            proxy=None,
        )

    def __enter__(self) -> Self:
        self._socket = self._connecting.__enter__()
        self._tell({"type": "hello", "contract": 1, "name": self._name, "resume_token": None, "position": None})
        self.client_id = self.read("welcome")["client_id"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tell({"type": "leave"})
        for _ in self._socket:
            pass  # What is still on its way, up to the close that answers `leave` (SE5).
        self._connecting.__exit__(kind, error, trace)

    def say(self, *bodies: str) -> None:
        """Send messages and return when all of them are in the log."""
        for start in range(0, len(bodies), _SENDS_AT_ONCE):
            batch = bodies[start : start + _SENDS_AT_ONCE]
            for ref, body in enumerate(batch, start=1):
                key = secrets.token_hex(16)
                self._tell({"type": "send", "ref": ref, "key": key, "kind": "message", "target": None, "body": body})
            for _ in batch:
                self.read("ack")

    def tell_typing(self) -> None:
        """Begin to write, as the others see it."""
        self._tell({"type": "typing", "active": True})

    def read(self, kind: str) -> dict[str, Any]:
        """Return the next frame of this type, and pass over the others.

        Raises:
            AssertionError: the server answered with an error.
        """
        while True:
            frame: dict[str, Any] = json.loads(self._socket.recv(_PATIENCE_SECONDS))
            if frame["type"] == kind:
                return frame
            assert frame["type"] != "error", f"the server refused: {frame}"

    def _tell(self, frame: dict[str, Any]) -> None:
        self._socket.send(json.dumps(frame))
