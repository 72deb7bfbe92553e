"""What a credential says about the person behind it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Identity:
    """A person, as far as the credential tells, and what they may join.

    ``items`` is None for every item; its names are in form NFC.
    ``expires_at`` counts seconds since 1970; None means never.
    """

    author: str | None
    name: str | None
    items: frozenset[str] | None
    expires_at: float | None

    def may_join(self, item_id: str) -> bool:
        """Whether the credential covers an item, given in form NFC."""
        return self.items is None or item_id in self.items


class BadCredential(Exception):
    """The credential is not taken; the sentence says why and never repeats it."""


class ExpiredCredential(BadCredential):
    """It was good once: who has a new one may come in."""


class NotYetCredential(BadCredential):
    """Its time has not begun, as it is where the login's clock is ahead: it may come in later."""


class Verifier(Protocol):
    """Turns a token into an identity."""

    def verify(self, token: str) -> Identity:
        """Return who the token speaks for.

        Raises:
            BadCredential: the token proves nothing, whatever it contains.
            ExpiredCredential: it did prove something, but its time is over.
            NotYetCredential: it will prove something, but its time has not come.
        """
        ...
