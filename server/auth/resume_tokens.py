"""Gives a tab its client ID back, on any node and after any restart.

A resume token is no credential: it grants nothing that its holder's credential
does not. It is signed, so that nobody can take another tab's client ID, and
bound to item and author, so that a shared computer does not mix people.
"""

import base64
import hashlib
import hmac
import struct

RESUME_DAYS = 7
"""How long a token is good for (ID2)."""

_VERSION = 1
# Version, client ID, and the second at which the token ends. With the
# signature it is 33 bytes, which base64 writes without padding.
_CLAIMS = struct.Struct(">BQQ")
_SIGNATURE_BYTES = 16
# The key is the store's for every purpose; the label makes one for ours.
_KEY_LABEL = b"parley resume token"


class ResumeTokens:
    """Issues and reads resume tokens under one key; ``now`` is in seconds since 1970."""

    def __init__(self, key: bytes) -> None:
        self._key = hmac.digest(key, _KEY_LABEL, hashlib.sha256)

    def issue(self, client_id: int, item_id: str, author: str | None, now: float) -> str:
        """Return a token that is good for 7 days from ``now``."""
        claims = _CLAIMS.pack(_VERSION, client_id, int(now) + RESUME_DAYS * 86_400)
        token = claims + self._sign(claims, item_id, author)
        return base64.urlsafe_b64encode(token).decode()

    def client_id_of(self, token: str, item_id: str, author: str | None, now: float) -> int | None:
        """Return the client ID in a token, or None.

        None for anything but a token of ours that has not ended and was issued
        for this item and author (ID3); never an error.
        """
        try:
            raw = base64.b64decode(token, altchars=b"-_", validate=True)
        except ValueError:
            return None
        claims, signature = raw[: _CLAIMS.size], raw[_CLAIMS.size :]
        if len(claims) != _CLAIMS.size or not hmac.compare_digest(signature, self._sign(claims, item_id, author)):
            return None
        version, client_id, ends_at = _CLAIMS.unpack(claims)
        return client_id if version == _VERSION and now < ends_at else None

    def _sign(self, claims: bytes, item_id: str, author: str | None) -> bytes:
        item = item_id.encode(errors="surrogatepass")
        # The lengths keep ("ab", "c") and ("a", "bc") apart, the flag keeps no
        # author and an empty one apart.
        text = claims + struct.pack(">I?", len(item), author is not None) + item
        text += (author or "").encode(errors="surrogatepass")
        return hmac.digest(self._key, text, hashlib.sha256)[:_SIGNATURE_BYTES]
