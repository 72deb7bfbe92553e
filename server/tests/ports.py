"""Ports for servers that come back to the same one."""

import random
import socket

# Below the range from which the system takes the near ends of connections:
# nothing else gets such a port while its server is down, and a client that
# tries it meanwhile cannot happen to connect to itself.
_FIRST, _LAST = 20_000, 32_000


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    for _ in range(100):
        port = random.randint(_FIRST, _LAST)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise AssertionError(f"no free port between {_FIRST} and {_LAST} was found")
