"""WebDriver BiDi, as far as these tests speak it: a command, and its answer."""

import json
from itertools import count
from typing import Any

from websockets.sync.client import ClientConnection

PATIENCE = 60.0
"""Seconds that no answer should take, on a machine that does ten other things."""


class Bidi:
    """A session with a browser; events are passed over."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = count(1)

    def command(self, method: str, **parameters: object) -> dict[str, Any]:
        """Give a command and return its result.

        Raises:
            AssertionError: the browser refuses it.
        """
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv(PATIENCE))
            if answer.get("id") == number:
                assert answer["type"] == "success", f"{method}: {answer.get('error')}: {answer.get('message')}"
                result: dict[str, Any] = answer["result"]
                return result
