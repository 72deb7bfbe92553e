"""Folds the write-ahead log back when texts went, so that it does not keep them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import apsw

from server.core.ports import StoreUnavailable
from server.stores.sqlite import statements
from server.stores.sqlite.connection import ConnectionThread
from server.stores.sqlite.database import BUSY_TIMEOUT_MS

FOLD_BACK_SECONDS = 60.0
"""How long after a change the log is folded back. For all changes of that minute
at once: a page that many batches write is written to the file once."""

_telemetry = logging.getLogger(__name__)


async def fold_back_for_ever(
    writer: ConnectionThread, rewrote: asyncio.Event, sleep: Callable[[float], Awaitable[None]]
) -> None:
    """Empty the write-ahead log a minute after ``rewrote`` was set, again and again.

    Where somebody else reads the file (a backup, a shell) or the database is
    away, it is tried again a minute later.
    """
    while True:
        await rewrote.wait()
        await sleep(FOLD_BACK_SECONDS)
        rewrote.clear()
        try:
            is_empty = await writer.run(_fold_back)
        except StoreUnavailable as error:
            _telemetry.debug("the write-ahead log was not folded back: %s", error)
            is_empty = False
        except Exception:
            # A bug. It must not end the task that keeps what was deleted from lingering.
            _telemetry.exception("the write-ahead log was not folded back")
            is_empty = False
        if not is_empty:
            rewrote.set()


def _fold_back(connection: apsw.Connection) -> bool:
    """Return whether the log is empty now."""
    # Drafts wait meanwhile, so whoever reads is not waited for.
    connection.set_busy_timeout(0)
    try:
        is_busy, *_ = connection.execute(statements.FOLD_BACK).get
    finally:
        connection.set_busy_timeout(BUSY_TIMEOUT_MS)
    return not is_busy
