"""What a client may ask to be appended, kind by kind."""

import re
from typing import NamedTuple

from server.protocol.changes import CHANGE_KINDS, DELETION, EDIT, MESSAGE, REACTION
from server.protocol.client_frames import Send
from server.protocol.clusters import has_endless_cluster
from server.protocol.entries import MAX_EMOJI_BYTES, MAX_EMOJI_LENGTH
from server.protocol.errors import ErrorCode, Location
from server.protocol.visible import has_hidden_beside_emoji, has_visible

APPENDABLE_KINDS = CHANGE_KINDS | {MESSAGE}
"""SE9: the kinds that a client may send."""

_EMOJI = re.compile(rf"[^\s\x00-\x1f\x7f-\x9f]{{1,{MAX_EMOJI_LENGTH}}}")


class Fault(NamedTuple):
    """Why a send is refused, and the field at fault if one is."""

    code: ErrorCode
    location: Location | None = None


_WRONG_BODY = Fault(ErrorCode.WRONG_FIELD, ("body",))


def fault_of(send: Send) -> Fault | None:
    """Return what is wrong with a send by itself; the store knows what it is about, and may refuse it still."""
    if send.kind not in APPENDABLE_KINDS:
        return Fault(ErrorCode.UNKNOWN_KIND)
    if send.kind == MESSAGE or send.kind == EDIT:
        if not has_visible(send.body):
            return Fault(ErrorCode.EMPTY_BODY)
        if has_endless_cluster(send.body):
            return _WRONG_BODY
    elif send.kind == DELETION:
        if send.body:
            return _WRONG_BODY
    elif not _is_emoji(send.body) or (send.kind == REACTION and has_hidden_beside_emoji(send.body)):
        # CH8: a removal is taken as before, since an older log may have such a reaction.
        return _WRONG_BODY
    if send.kind != MESSAGE and send.target is None:
        return Fault(ErrorCode.BAD_TARGET)
    return None


def _is_emoji(text: str) -> bool:
    is_short = _EMOJI.fullmatch(text) and len(text.encode(errors="surrogatepass")) <= MAX_EMOJI_BYTES
    return bool(is_short) and has_visible(text)
