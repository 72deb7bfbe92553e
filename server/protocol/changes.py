"""What an edit, a deletion and a reaction make of the message that they are about.

Pure, and the one place that says it: every store folds with it when it
appends, and every node when it hands on. Folding is convergent (CH6): what was
folded in already changes nothing, so a page read late and the entries that
follow it lead to the same as a page read later still.
"""

from collections.abc import Sequence
from typing import Protocol

from server.protocol.entries import Changes, Entry, Reaction
from server.protocol.errors import ErrorCode

MESSAGE, EDIT, DELETION = "message", "edit", "deletion"
REACTION, REACTION_REMOVAL = "reaction", "reaction_removal"

CHANGE_KINDS = frozenset({EDIT, DELETION, REACTION, REACTION_REMOVAL})
"""The kinds that change the stored form of their target."""

SUPERSEDING_KINDS = frozenset({EDIT, DELETION})
"""The kinds that take the place of the text that was."""

MAX_REACTIONS = 100
"""On one message, each person's each emoji counted: a page of such messages is
still as long as one of long texts."""

MAX_REACTIONS_BYTES = 16 * 1024
"""On one message, as they go over the wire: 100 of an emoji, a UUID and a name are some 13 KiB.
Each is handed out with every page that the message is in."""

MAX_REACTIONS_OF_ONE = 20
MAX_REACTIONS_BYTES_OF_ONE = MAX_REACTIONS_BYTES // 2
"""Of them one person's: nobody needs more, and the others have room for theirs."""

_REACTION_FRAME_BYTES = len('{"emoji":"","client_id":9007199254740991,"author":"","name":""},')


class _Author(Protocol):
    """Whoever wrote something: a draft's, an entry's or a reaction's author."""

    @property
    def author(self) -> str | None: ...
    @property
    def client_id(self) -> int: ...


class _Change(_Author, Protocol):
    """What is asked for: a draft, or the entry that became of it."""

    @property
    def kind(self) -> str: ...
    @property
    def target(self) -> int | None: ...
    @property
    def name(self) -> str | None: ...
    @property
    def body(self) -> str: ...


def refusal(target: Entry | None, change: _Change) -> ErrorCode | None:
    """Return why a change cannot be appended, or None.

    Args:
        target: The entry as it is stored now; None if it is not kept.
        change: Something of ``CHANGE_KINDS``.
    """
    if target is None or target.kind != MESSAGE or is_deleted(target):
        return ErrorCode.BAD_TARGET
    if change.kind in SUPERSEDING_KINDS and not is_same_person(target, change):
        return ErrorCode.NOT_YOURS
    if _is_so_already(target, change):
        return ErrorCode.NO_CHANGE
    if change.kind == REACTION and not _has_room(reactions_of(target), change):
        return ErrorCode.TOO_MANY_REACTIONS
    return None


def is_reply(said: _Change) -> bool:
    """Return whether something is a message that is about another entry."""
    return said.kind == MESSAGE and said.target is not None


def is_change(target: Entry | None) -> bool:
    """Return whether an entry, if there is one, is a change of another."""
    return target is not None and target.kind in CHANGE_KINDS


def refusal_of_reply(head: int, is_about_change: bool, reply: _Change) -> ErrorCode | None:
    """Return why what is no change cannot be appended to a room that has come to ``head``, or None.

    SE9: Nobody can reply to what is not there yet, nor to a change. A target that
    was deleted or trimmed is fine: it may go at any time, before the reply as after.

    Args:
        head: The newest offset of the room.
        is_about_change: Whether its target is kept, and a change.
        reply: Anything that is not of ``CHANGE_KINDS``.
    """
    if not is_reply(reply):
        return None
    is_ahead = reply.target is not None and reply.target > head
    return ErrorCode.BAD_TARGET if is_ahead or is_about_change else None


def fold(target: Entry, change: Entry) -> Entry:
    """Return the target as the change leaves it; itself, if that was folded in before.

    An edit whose text is gone, because a later one took its place, changes no
    text: the later one follows.
    """
    before = target.changes or _NO_CHANGES
    if change.kind not in CHANGE_KINDS or change.offset <= before.offset or is_deleted(target):
        return target
    body: str = target.body
    update: dict[str, object] = {"offset": change.offset}
    if change.kind == DELETION:
        body, update = "", {**update, "edit": None, "edited_at": None, "deleted_at": change.at, "reactions": ()}
    elif change.kind != EDIT:
        update["reactions"] = _reactions(before.reactions, change)
    elif change.body:
        body, update = change.body, {**update, "edit": change.offset, "edited_at": change.at}
    return target.model_copy(update={"body": body, "changes": before.model_copy(update=update)})


def superseded(target: Entry, change: Entry) -> int | None:
    """Return the offset of the edit whose text goes when this change is folded in (CH4).

    Only the newest edit of a message has its text, so there is one at most.

    Args:
        target: The message as it was before.
        change: What is appended, at an offset beyond any that was folded in.
    """
    return target.changes.edit if target.changes is not None and change.kind in SUPERSEDING_KINDS else None


def emptied(edit: Entry) -> Entry:
    """Return an edit without its text."""
    return edit.model_copy(update={"body": ""})


def is_deleted(entry: Entry) -> bool:
    """Return whether a message was deleted."""
    return entry.changes is not None and entry.changes.deleted_at is not None


def reactions_of(entry: Entry) -> tuple[Reaction, ...]:
    """Return the reactions to a message, in the order in which they came."""
    return () if entry.changes is None else entry.changes.reactions


def is_same_person(one: _Author, other: _Author) -> bool:
    """Return whether two things are one person's: by author, or by client ID where there is none."""
    if one.author is not None or other.author is not None:
        return one.author == other.author
    return one.client_id == other.client_id


def _reactions(before: tuple[Reaction, ...], change: Entry) -> tuple[Reaction, ...]:
    others = tuple(one for one in before if one.emoji != change.body or not is_same_person(one, change))
    if change.kind == REACTION_REMOVAL:
        return others
    if len(others) < len(before):
        return before
    reaction = Reaction.trusted(emoji=change.body, client_id=change.client_id, author=change.author, name=change.name)
    return (*before, reaction)


def _has_room(before: Sequence[Reaction], change: _Change) -> bool:
    """CH5: Return whether one more fits, by number and by bytes, of all and of its person."""
    own = [one for one in before if is_same_person(one, change)]
    size = _bytes_of(change.body, change.author, change.name)
    return (
        len(before) < MAX_REACTIONS
        and len(own) < MAX_REACTIONS_OF_ONE
        and _size_of(before) + size <= MAX_REACTIONS_BYTES
        and _size_of(own) + size <= MAX_REACTIONS_BYTES_OF_ONE
    )


def _size_of(reactions: Sequence[Reaction]) -> int:
    return sum(_bytes_of(one.emoji, one.author, one.name) for one in reactions)


def _bytes_of(*texts: str | None) -> int:
    # What is no UTF-8 is counted too: it is refused elsewhere.
    return _REACTION_FRAME_BYTES + sum(len(text.encode(errors="surrogatepass")) for text in texts if text)


def _is_so_already(target: Entry, change: _Change) -> bool:
    # A deletion is never so already: what was deleted is no target.
    if change.kind == EDIT:
        return target.body == change.body
    return change.kind != DELETION and _has(target, change) == (change.kind == REACTION)


def _has(target: Entry, change: _Change) -> bool:
    return any(one.emoji == change.body and is_same_person(one, change) for one in reactions_of(target))


_NO_CHANGES = Changes.trusted(offset=0, edit=None, edited_at=None, deleted_at=None, reactions=())
