"""The network that tests take away is itself no source of trouble."""

import gc
import socket

from e2e.tcp_proxy import TcpProxy


def test_a_network_that_ends_leaves_no_socket_open() -> None:
    """Connections that come up in the very moment of its end are closed like the others."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        for _ in range(20):
            with TcpProxy(server.getsockname()[1]) as network:
                people = [socket.create_connection(("127.0.0.1", network.port)) for _ in range(5)]
            for person in people:
                person.close()
    gc.collect()
