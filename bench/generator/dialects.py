"""What differs between the targets on the wire: how to open, join, publish, and what an ack is."""

from collections.abc import Sequence
from typing import Protocol

from bench.generator.bodies import Origin


class LoadError(Exception):
    """A target did not do what it must; a figure that came of it would mean nothing."""


class Dialect(Protocol):
    """How one target is spoken to. It has no state: one serves all clients."""

    acknowledges: bool
    """Whether a publisher waits for an ack beside its own message."""

    def path(self, room: str, number: int) -> str:
        """Return the path and query of client ``number``'s socket."""
        ...

    def headers(self) -> Sequence[tuple[str, str]]:
        """Return what the handshake says beside the usual."""
        ...

    def greeting(self, room: str, number: int) -> Sequence[bytes]:
        """Return the payloads that a client sends first."""
        ...

    def joined(self, payload: bytes) -> bool:
        """Whether a payload says that the client is in its room now."""
        ...

    def publication(self, room: str, number: int, origin: Origin, body: bytes) -> bytes:
        """Return the payload by which client ``number`` publishes a body."""
        ...

    def answer(self, room: str, payload: bytes) -> bytes | None:
        """Return what a payload wants to be answered with, such as an application's ping, if anything."""
        ...

    def acks(self, payload: bytes) -> int:
        """Return how many publications a payload acks.

        Raises:
            LoadError: it refuses one.
        """
        ...

    def place(self, received: bytes, mark: int, origin: Origin) -> int | None:
        """Return the offset of the message whose mark stands at an index, where the target has such a thing.

        Raises:
            LoadError: what stands around the body is not what was published.
        """
        ...
