"""Text in, text out: how the chapter's server and the C loop are spoken to."""

from collections.abc import Sequence

from bench.generator.bodies import Origin


class PlainDialect:
    """Whoever is connected is in the room that the path names; a message is its body."""

    acknowledges = False

    def path(self, room: str, number: int) -> str:
        return f"/rooms/{room}"

    def headers(self) -> Sequence[tuple[str, str]]:
        return []

    def greeting(self, room: str, number: int) -> Sequence[bytes]:
        return []

    def joined(self, payload: bytes) -> bool:
        return True

    def publication(self, room: str, number: int, origin: Origin, body: bytes) -> bytes:
        return body

    def answer(self, room: str, payload: bytes) -> bytes | None:
        return None

    def acks(self, payload: bytes) -> int:
        return 0

    def place(self, received: bytes, mark: int, origin: Origin) -> int | None:
        return None
