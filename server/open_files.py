"""How many files this process may have open, of which each connection is one."""

import asyncio
import errno
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

if sys.platform != "win32":
    import resource

OTHER_FILES = 100
"""What a server has open beside its connections: the store, the port, files of the page that it sends."""

LOOK_SECONDS = 1.0
"""How often a process looks whether it may open one more file."""

TELL_SECONDS = 60.0
"""How often it says that it may not."""

logger = logging.getLogger(__name__)


def allow_connections(most: int) -> None:
    """Raise the limit of open files as far as so many connections need, and say so where the system allows fewer.

    Processes that are started afterwards have the same limit.
    """
    if sys.platform == "win32":
        return  # Its sockets are no files, and have no such limit.
    needed = most + OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if _is_enough(soft, needed):
        return
    allowed = needed if _is_enough(hard, needed) else hard
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    except (OSError, ValueError):  # Some systems have a bound below the one that they tell.
        allowed = soft
    if allowed < needed:
        logger.warning(
            "This process may have %d files open, enough for about %d connections, and PARLEY_CONNECTIONS is %d: raise "
            "the limit (ulimit -n, LimitNOFILE, --ulimit nofile), or set PARLEY_CONNECTIONS.",
            allowed,
            max(0, allowed - OTHER_FILES),
            most,
        )


def _is_enough(limit: int, needed: int) -> bool:
    return limit < 0 or limit >= needed  # Negative: there is none.


@contextmanager
def told_when_out_of_files() -> Iterator[None]:
    """Log it, once a minute, while the context is open and no file can be opened.

    Nobody else does: the event loop then drops new connections in silence.
    Looking costs one file for a moment.
    """
    loop = asyncio.get_running_loop()
    told_at = -TELL_SECONDS
    timer: asyncio.TimerHandle

    def look() -> None:
        nonlocal told_at, timer
        if is_out_of_files() and loop.time() - told_at >= TELL_SECONDS:
            told_at = loop.time()
            logger.error(
                "No file can be opened any more, so those who connect now are hung up on: raise the limit (ulimit -n, "
                "LimitNOFILE, --ulimit nofile), or set PARLEY_CONNECTIONS lower."
            )
        timer = loop.call_later(LOOK_SECONDS, look)

    timer = loop.call_later(LOOK_SECONDS, look)
    try:
        yield
    finally:
        timer.cancel()


def is_out_of_files() -> bool:
    """Return whether this process, or the machine, has as many files open as it may."""
    try:
        os.close(os.open(os.devnull, os.O_RDONLY))
    except OSError as error:
        return error.errno in (errno.EMFILE, errno.ENFILE)
    return False
