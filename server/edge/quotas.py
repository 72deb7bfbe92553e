"""How many connections there may be: from one address, of one person, in one room, in all."""

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from server.addresses import is_in
from server.protocol.close_codes import CloseCode

_SITE_BITS = 64
"""An IPv6 site has a network of as many bits (RFC 6177): its addresses count as one."""


@dataclass(frozen=True, slots=True)
class Quotas:
    """The most connections that a node takes at once."""

    per_address: int
    per_author: int
    per_room: int
    in_all: int


@dataclass(frozen=True, slots=True)
class Visit:
    """The address, author and item that a connection counts for; None for no author or no item."""

    address: str
    author: str | None
    item_id: str | None


class Census:
    """The connections of this node, counted; an address, person or room without any takes no memory."""

    def __init__(self, quotas: Quotas) -> None:
        self._bounds = {
            "all": (quotas.in_all, CloseCode.NODE_FULL),
            "address": (quotas.per_address, CloseCode.ADDRESS_FULL),
            "room": (quotas.per_room, CloseCode.ROOM_FULL),
            "author": (quotas.per_author, CloseCode.PERSON_FULL),
        }
        self._counts: Counter[Hashable] = Counter()

    def admit(self, visit: Visit) -> CloseCode | None:
        """Count a connection, or return why it is one too many."""
        marks = _marks(visit)
        for mark in marks:
            bound, code = self._bounds[mark[0]]
            if self._counts[mark] >= bound:
                return code
        self._counts.update(marks)
        return None

    def release(self, visit: Visit) -> None:
        """Count a connection no longer that was admitted."""
        for mark in _marks(visit):
            self._counts[mark] -= 1
            if not self._counts[mark]:
                del self._counts[mark]


class PlainConnections:
    """Connections that speak plain HTTP, or nothing yet, by address; one that became a WebSocket is in the census.

    Where an address has as many as it may, a new one takes the place of the one
    that has waited for a further request for the longest time: a browser keeps
    six, and needs none of them once the page is there. Clients behind a trusted
    proxy cannot be distinguished here, so proxies have no bound.
    """

    def __init__(self, per_address: int, proxies: tuple[str, ...]) -> None:
        self._per_address = per_address
        self._proxies = proxies
        self._counts: Counter[str] = Counter()
        self._idle: dict[str, dict[Callable[[], None], None]] = {}
        """By site, each by the function that hangs up and calls ``release``; the longest idle first."""

    def admit(self, address: str) -> bool:
        """Count a connection, and return True; or return False, for one too many."""
        site = site_of(address)
        if self._counts[site] >= self._per_address and not is_in(address, self._proxies):
            idle = self._idle.get(site)
            if not idle:
                return False
            hang_up = next(iter(idle))
            self.work(address, hang_up)
            hang_up()
        self._counts[site] += 1
        return True

    def rest(self, address: str, hang_up: Callable[[], None]) -> None:
        """Take note that a connection waits for a further request; ``hang_up`` must release it at once."""
        self._idle.setdefault(site_of(address), {})[hang_up] = None

    def work(self, address: str, hang_up: Callable[[], None]) -> None:
        """Take note that a connection waits no longer, whether or not it did."""
        site = site_of(address)
        idle = self._idle.get(site)
        if idle is not None:
            idle.pop(hang_up, None)
            if not idle:
                del self._idle[site]

    def release(self, address: str) -> None:
        """Count a connection no longer that was admitted, and does not wait."""
        site = site_of(address)
        self._counts[site] -= 1
        if not self._counts[site]:
            del self._counts[site]


def _marks(visit: Visit) -> list[tuple[str, str]]:
    """Return what is counted, and by which of the bounds."""
    marks = [("all", ""), ("address", site_of(visit.address))]
    if visit.item_id is not None:
        marks.append(("room", visit.item_id))
    if visit.author is not None:
        marks.append(("author", visit.author))
    return marks


@lru_cache(maxsize=4096)
def site_of(address: str) -> str:
    """Return what addresses of one site have in common; anything else as it is."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return f"{int(parsed) >> (128 - _SITE_BITS):x}/{_SITE_BITS}"
