"""One of several workers: serves the sockets that its parent opened, and ends when its parent does.

``server.workers.keeping`` starts it. The two are tied by a pair of sockets: the worker
says by it that it serves, and reads its end when the parent is gone, in
whatever way that died.
"""

import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

from server.serving import make_app, run, server_config, stop_seconds
from server.settings import BadSettings, load_settings

EXIT_BAD_SETTINGS = 2

HAS_STARTED = b"."
"""What a worker says to its parent when it serves."""

logger = logging.getLogger(__name__)


def main(arguments: Sequence[str]) -> int:
    """Serve until a signal comes; return the exit status.

    Args:
        arguments: The worker's number, the file descriptor of its end of the
            tie, and those of the sockets that listen.
    """
    number, tie_fd, *listening = map(int, arguments)
    tie = socket.socket(fileno=tie_fd)
    try:
        _serve(number, tie, [socket.socket(fileno=fd) for fd in listening])
    except BadSettings as error:
        print(error, file=sys.stderr)
        return EXIT_BAD_SETTINGS
    return 0


def _serve(number: int, tie: socket.socket, sockets: list[socket.socket]) -> None:
    settings = load_settings()
    # A thread, so that it also sees the end while everything else hangs.
    watch = threading.Thread(target=_follow_parent, args=(tie, stop_seconds(settings)), name="tie", daemon=True)
    watch.start()
    app = make_app(settings)
    config = server_config(app, settings, number)

    def announce() -> None:
        logger.info("It serves, as process %d", os.getpid())
        with suppress(OSError):  # The parent is gone; the thread sees it too.
            tie.send(HAS_STARTED)

    run(app, settings, config, sockets, announce)


def _follow_parent(tie: socket.socket, seconds: float) -> None:
    """Stop this process when the parent is gone: in good order, or else without."""
    with suppress(OSError):
        tie.recv(1)
    logger.warning("The parent is gone, so this worker stops.")
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(seconds + 1)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
