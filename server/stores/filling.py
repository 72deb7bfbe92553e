"""How much of what was found goes into a page that is bounded in bytes."""

from collections.abc import Iterable

from server.protocol.entries import Entry


def filled(entries: Iterable[Entry], max_bytes: int) -> list[Entry]:
    """Return the first entries, one at least, of no more than ``max_bytes`` together."""
    taken: list[Entry] = []
    for entry in entries:
        max_bytes -= _size(entry)
        if taken and max_bytes < 0:
            break
        taken.append(entry)
    return taken


def _size(entry: Entry) -> int:
    texts = [entry.body, entry.author or "", entry.name or ""]
    for reaction in entry.changes.reactions if entry.changes else ():
        texts += [reaction.emoji, reaction.author or "", reaction.name or ""]
    return sum(len(text.encode()) for text in texts)
