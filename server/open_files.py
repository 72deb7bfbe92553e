"""How many files this process may have open, of which each connection is one."""

import logging
import sys

if sys.platform != "win32":
    import resource

OTHER_FILES = 100
"""What a server has open beside its connections: the store, the port, files of the page that it sends."""

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
