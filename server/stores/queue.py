"""Calls that wait to be written, and their drafts taken round-robin by room."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Sequence

from server.core.ports import Appended, Draft, Refused, StoreUnavailable

MAX_WAITING_DRAFTS = 50_000
"""Drafts that wait to be written; the next are refused as temporary."""


class Call:
    """One ``append``, answered when each of its drafts is.

    Its drafts may go into several batches. When one of them meets a store that
    is away, the call as a whole is unknown.
    """

    def __init__(self, size: int, loop: asyncio.AbstractEventLoop) -> None:
        self.answered: asyncio.Future[Sequence[Appended | Refused]] = loop.create_future()
        self._answers: dict[int, Appended | Refused] = {}
        self._size = size

    def answer(self, index: int, answer: Appended | Refused) -> None:
        """Take the answer to one draft."""
        self._answers[index] = answer
        if len(self._answers) == self._size and not self.answered.done():
            self.answered.set_result([self._answers[index] for index in range(self._size)])

    def fail(self, cause: Exception) -> None:
        """Say that nobody knows what became of it; may be called twice."""
        if not self.answered.done():
            unknown = StoreUnavailable(str(cause))
            unknown.__cause__ = cause
            self.answered.set_exception(unknown)


class Waiting:
    """A draft in the queue, and the place in its call that waits for it."""

    __slots__ = ("call", "draft", "index")

    def __init__(self, draft: Draft, call: Call, index: int) -> None:
        self.draft = draft
        self.call = call
        self.index = index


class DraftQueue:
    """Drafts in the order of their rooms: a busy room does not starve others.

    Within a room the order is kept, and there are ``MAX_WAITING_DRAFTS`` at the
    most.
    """

    def __init__(self) -> None:
        self._rooms: OrderedDict[str, deque[Waiting]] = OrderedDict()
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def accept(self, drafts: Sequence[Draft]) -> asyncio.Future[Sequence[Appended | Refused]]:
        """Put drafts, one at least, behind the others of their rooms; return what will answer them.

        Raises:
            StoreUnavailable: too many wait already, and none of these does.
        """
        if self._length + len(drafts) > MAX_WAITING_DRAFTS:
            raise StoreUnavailable("too many messages wait to be written")
        call = Call(len(drafts), asyncio.get_running_loop())
        for index, draft in enumerate(drafts):
            self._rooms.setdefault(draft.room, deque()).append(Waiting(draft, call, index))
        self._length += len(drafts)
        return call.answered

    def take(self, limit: int) -> list[Waiting]:
        """Take at most ``limit`` drafts, one from each room in turn.

        The next batch begins with the room whose turn it is.
        """
        batch: list[Waiting] = []
        while self._rooms and len(batch) < limit:
            room, drafts = self._rooms.popitem(last=False)
            batch.append(drafts.popleft())
            if drafts:
                self._rooms[room] = drafts
        self._length -= len(batch)
        return batch
