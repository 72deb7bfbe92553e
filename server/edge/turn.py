"""What is put off to the end of a turn of the event loop, so that it is done once for all that the turn brought."""

import asyncio
from collections.abc import Callable

from server.edge.tasks import telemetry

Work = Callable[[], None]


class Turn:
    """The present turn of a node's event loop, and what is left to do in it.

    Rooms hand out what their logs collected; then sockets get what was written
    to them, in one piece each: acks, entries and presence of one turn leave
    together. Nothing here is ordered but that.
    """

    def __init__(self) -> None:
        self._rooms: dict[Work, None] = {}
        self._sockets: dict[Work, None] = {}
        self._is_ending = False

    def hand_out(self, work: Work) -> None:
        """Call ``work`` once before the sockets' turn, however often it is asked for."""
        self._rooms[work] = None
        self._end_soon()

    def flush(self, work: Work) -> None:
        """Call ``work`` once, after every room handed out."""
        self._sockets[work] = None
        self._end_soon()

    def _end_soon(self) -> None:
        if not self._is_ending:
            self._is_ending = True
            asyncio.get_running_loop().call_soon(self._end)

    def _end(self) -> None:
        # What is asked for from here on belongs to this turn, if it comes before its kind is done.
        while self._rooms:
            rooms, self._rooms = self._rooms, {}
            _do(rooms)
        self._is_ending = False
        sockets, self._sockets = self._sockets, {}
        _do(sockets)


def _do(works: dict[Work, None]) -> None:
    for work in works:
        try:
            work()
        except Exception:
            # One room's or socket's fault is nobody else's.
            telemetry.exception("%s failed", work)
