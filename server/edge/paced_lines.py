"""Log lines that come too often are counted and not written, so that nobody fills a disk with them (AU13).

A line about an address says so (``about``), so that one address leaves room for lines about all others.
"""

import logging
import sys
import threading
import time
from collections.abc import Callable

from server.core.pace import Budget
from server.core.shares import FairShares
from server.edge.quotas import site_of

LINES_AT_ONCE = 1_000
"""Of one kind: as many clients may come back at once and each have a line."""

LINES_PER_SECOND = 5.0
"""And in the long run: 25,000 lines of one kind in an hour and a half are more than anybody reads."""

BYTES_AT_ONCE = 512 * 1024
BYTES_PER_SECOND = 1_024.0
"""88 MB of one kind a day at the most, whatever the lines hold."""

MAX_KINDS = 500
"""Kinds with a budget of their own; further kinds share one budget for each level."""

MAX_SITES = 10_000
"""Addresses whose lines are counted, over all kinds."""

TOLD_AFTER_SECONDS = 60.0
"""How long left-out lines are counted before a line says how many they were."""


def tell_all_left_out() -> None:
    """Log how many lines were left out until now, at the end of a process that a signal may kill before it exits."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, PacedHandler):
            handler.tell_left_out(float("inf"))


def about(address: str) -> dict[str, str]:
    """Return the ``extra`` of a line that somebody at this address causes."""
    return {"address": address}


def _site_of(record: logging.LogRecord) -> str | None:
    address = getattr(record, "address", None)
    if address is None and record.name == "uvicorn.access" and isinstance(record.args, tuple) and record.args:
        address = str(record.args[0]).rpartition(":")[0]
    return site_of(address) if isinstance(address, str) else None


class _Kind:
    """Lines that one statement of the code writes."""

    def __init__(self) -> None:
        self.budget = Budget(LINES_PER_SECOND, LINES_AT_ONCE, BYTES_PER_SECOND, BYTES_AT_ONCE)
        self.left_out = 0
        self.since = 0.0
        self.example: logging.LogRecord | None = None


class PacedHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes to standard error, of each kind of line as much as an operator can use.

    A kind is the statement that writes it: its logger, its level and its text
    before anything is filled in. Of these one address has no more than it leaves
    for others. The number of lines that were left out is logged a minute later, and
    at the end.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(sys.stderr)
        self._now = now
        self._kinds: dict[tuple[str, int, str], _Kind] = {}
        self._shares = FairShares(MAX_SITES)
        self._timer: threading.Timer | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, or count it; never raises."""
        try:
            now, line = self._now(), self.format(record)
            self.tell_left_out(now - TOLD_AFTER_SECONDS)
            kind = self._kind_of(record)
            if self._may_write(kind, _site_of(record), len(line) + 1, now):
                self._write(line)
            else:
                self._leave_out(kind, record, now)
        except Exception:
            self.handleError(record)

    def tell_left_out(self, until: float) -> None:
        """Say how much was left out of the kinds of which nothing was said since ``until``."""
        for kind in [kind for kind in self._kinds.values() if kind.left_out and kind.since <= until]:
            count, kind.left_out = kind.left_out, 0
            example, kind.example = kind.example, None
            if example is not None:
                example.msg, example.args = "… and %s more like it in the last minute: %s", (f"{count:,}", example.msg)
                example.exc_info = example.exc_text = None
                self._write(self.format(example))

    def close(self) -> None:
        """Say what was left out, and stop."""
        with self.lock or threading.RLock():
            self.tell_left_out(float("inf"))
        if self._timer is not None:
            self._timer.cancel()
        super().close()

    def _kind_of(self, record: logging.LogRecord) -> _Kind:
        key = (record.name, record.levelno, str(record.msg)[:200])
        if key not in self._kinds and len(self._kinds) >= MAX_KINDS:
            key = ("", record.levelno, "")
        return self._kinds.setdefault(key, _Kind())

    def _may_write(self, kind: _Kind, site: str | None, size: int, now: float) -> bool:
        name = id(kind), site  # Kinds are never forgotten.
        if site is not None and not self._shares.may_have(name, kind.budget.fill(now), now):
            return False
        if kind.budget.take(now, size):
            return False
        if site is not None:
            self._shares.charge(name, max(1 / LINES_AT_ONCE, size / BYTES_AT_ONCE), now)
        return True

    def _leave_out(self, kind: _Kind, record: logging.LogRecord, now: float) -> None:
        if not kind.left_out:
            # Its arguments are somebody's; what the statement says is enough.
            kind.example = logging.LogRecord(
                record.name, record.levelno, record.pathname, record.lineno, str(record.msg)[:200], None, None
            )
            kind.since = now
        kind.left_out += 1
        if self._timer is None or not self._timer.is_alive():
            self._timer = threading.Timer(TOLD_AFTER_SECONDS, self._tell_in_time)
            self._timer.daemon = True
            self._timer.start()

    def _tell_in_time(self) -> None:
        with self.lock or threading.RLock():
            self.tell_left_out(float("inf"))

    def _write(self, line: str) -> None:
        # Whatever stands in the place of standard error by now, as the plain handler does.
        self.stream.write(line + self.terminator)
        self.flush()
