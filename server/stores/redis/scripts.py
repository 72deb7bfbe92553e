"""The Lua scripts, each in a file of its own under ``lua``."""

from collections.abc import Iterable
from hashlib import sha1
from pathlib import Path
from typing import Any

import hiredis

from server.stores.redis.connection import Command, Connection, Word, checked


def _read(name: str) -> bytes:
    return (Path(__file__).parent / "lua" / f"{name}.lua").read_bytes()


class Script:
    """A script that each connection loads once and then calls by its digest.

    Lua on a server has no modules, so what several begin with is put into each.
    """

    def __init__(self, name: str, *, begins_with: bytes = b"") -> None:
        flags, line_end, body = _read(name).partition(b"\n")
        self.text = flags + line_end + begins_with + body
        self._digest = sha1(self.text, usedforsecurity=False).hexdigest()

    def on(self, keys: Iterable[str | bytes], *arguments: Word) -> Command:
        """Return the command that runs it on these keys."""
        named = tuple(keys)
        return ("EVALSHA", self._digest, len(named), *named, *arguments)


_LOG = _read("log")

_MESSAGES = _LOG + _read("runs")

APPEND = Script("append", begins_with=_MESSAGES + _read("rewrite"))
MESSAGES = Script("messages", begins_with=_MESSAGES)
NOTE_CHANGES = Script("note_changes", begins_with=_MESSAGES)
TARGETS = Script("targets", begins_with=_LOG)
PAGE = Script("page", begins_with=_LOG)
STANDING = Script("standing", begins_with=_LOG)
TRIM = Script("trim", begins_with=_MESSAGES)
BEGIN_SWEEP = Script("begin_sweep", begins_with=_LOG)
SET_RIGHT = Script("set_right", begins_with=_LOG)
FORGET = Script("forget")
KEEP_TIME = Script("keep_time")
UPGRADE = Script("upgrade")
OPEN = Script("open")
NEW_EPOCH = Script("new_epoch")
JOIN = Script("join")
LEAVE = Script("leave")
SWEEP = Script("sweep")
RENEW = Script("renew")
ENLIST = Script("enlist")
DECLARE_GONE = Script("declare_gone")
BURY = Script("bury")

_ALL = (
    APPEND, MESSAGES, NOTE_CHANGES, TARGETS, PAGE, STANDING, TRIM, BEGIN_SWEEP, SET_RIGHT, FORGET, KEEP_TIME,
    UPGRADE, OPEN, NEW_EPOCH,
    JOIN, LEAVE, SWEEP, RENEW, ENLIST, DECLARE_GONE, BURY,
)  # fmt: skip


async def load_scripts(connection: Connection) -> None:
    """Have the server know every script; again if it was told to forget them."""
    for reply in [connection.request("SCRIPT", "LOAD", script.text) for script in _ALL]:
        checked(await reply)


async def ask(connection: Connection, *commands: Command) -> list[Any]:
    """Send commands together, in order, and return their replies.

    They are sent before this gives way to anybody, so what is asked in one turn
    of the loop keeps its order.

    Raises:
        hiredis.ReplyError: the server refused one; the others were asked too.
        StoreUnavailable: unknown which of them were done.
    """
    futures = [connection.request(*command) for command in commands]
    replies = [await future for future in futures]
    for index, reply in enumerate(replies):
        if isinstance(reply, hiredis.ReplyError) and str(reply).startswith("NOSCRIPT"):
            # Somebody had it forget all scripts. This one surely did not run, so it may run now.
            await load_scripts(connection)
            replies[index] = await connection.request(*commands[index])
    return [checked(reply) for reply in replies]
