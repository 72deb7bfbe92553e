"""Tasks that nobody awaits: none of them fails in silence."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

telemetry = logging.getLogger(__name__)


def _nothing() -> None:
    pass


def start_task(work: Coroutine[Any, Any, None], failed: Callable[[], None] = _nothing) -> asyncio.Task[None]:
    """Run ``work``; when it fails, log it and call ``failed``.

    The caller keeps the task, or the event loop may forget it.
    """

    def finished(task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            telemetry.error("%s failed", task.get_coro(), exc_info=error)
            failed()

    task = asyncio.create_task(work)
    task.add_done_callback(finished)
    return task
