"""Ends a process whose event loop hangs, since nobody else would notice.

A hung loop answers no probe, and a socket stays open for ever; whoever runs the
process (a container engine, systemd, ``--workers``) starts another.
"""

import asyncio
import faulthandler
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EXIT_HUNG = 70
"""``EX_SOFTWARE`` of sysexits.h."""

BEAT_SECONDS = 1.0


class Watchdog:
    """Counts how often it looked since the loop last turned.

    Its own looks, not seconds: a process that was stopped as a whole, or a
    machine that slept, has not hung.
    """

    def __init__(self, patience: int, give_up: Callable[[], None]) -> None:
        self._patience = patience
        self._give_up = give_up
        self._missed = 0

    def beat(self) -> None:
        """Note that the loop turns."""
        self._missed = 0

    def look(self) -> None:
        """Look once more; the loop has hung when it did not turn for ``patience`` looks."""
        self._missed += 1
        if self._missed > self._patience:
            self._give_up()


@contextmanager
def watched(seconds: int) -> Iterator[None]:
    """Watch over the running loop while the context is open; 0 for not at all."""
    if not seconds:
        yield
        return
    loop, over = asyncio.get_running_loop(), threading.Event()
    dog = Watchdog(round(seconds / BEAT_SECONDS), _end_process)

    def watch() -> None:
        while not over.wait(BEAT_SECONDS):
            dog.look()

    timer: asyncio.TimerHandle

    def beat() -> None:
        nonlocal timer
        dog.beat()
        timer = loop.call_later(BEAT_SECONDS, beat)

    beat()
    threading.Thread(target=watch, name="parley-watchdog", daemon=True).start()
    try:
        yield
    finally:
        over.set()
        timer.cancel()


def _end_process() -> None:
    print("The event loop hangs; the process ends, to be started again.", file=sys.stderr, flush=True)
    faulthandler.dump_traceback(all_threads=True)
    os._exit(EXIT_HUNG)
