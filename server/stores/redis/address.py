"""Where a Redis is, taken from its URL."""

import ssl
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from server.stores.options import StoreUrlError

FORM = "redis://[[user]:password@]host[:port][/database], with prefix=…, accept=volatile or ca=… as its query"
"""Without a question mark: a log line is cut after one, for the tokens that may follow."""

_PARAMETERS = {"prefix", "accept", "ca"}


@dataclass(frozen=True, slots=True)
class Address:
    """A server, how to log in there, and the names that are ours.

    ``accepts_volatile`` is the operator's word that acked messages may be lost
    when Redis is.
    """

    host: str
    port: int
    database: int
    username: str | None
    password: str | None = field(repr=False)
    tls: ssl.SSLContext | None
    prefix: str
    accepts_volatile: bool

    def __str__(self) -> str:
        return f"{self.host}:{self.port}/{self.database}"


def parse_address(url: str) -> Address:
    """Return what a URL says.

    ``prefix`` begins the names of all keys, so that one Redis may hold several
    stores; ``ca`` names a file with the certificates that ``rediss://`` trusts
    instead of the system's.

    Raises:
        StoreUrlError: it says something else. The URL is not repeated, since
            it may hold a password.
    """
    parts = urlsplit(url)
    try:
        asked = {name: values[-1] for name, values in parse_qs(parts.query, strict_parsing=bool(parts.query)).items()}
        port, database = parts.port or 6379, int(parts.path.strip("/") or "0")
    except ValueError:
        raise StoreUrlError(f"a Redis store is written {FORM}") from None
    if not parts.hostname or not asked.keys() <= _PARAMETERS or asked.get("accept", "volatile") != "volatile":
        raise StoreUrlError(f"a Redis store is written {FORM}")
    prefix = asked.get("prefix", "parley")
    if "{" in prefix:
        raise StoreUrlError("a prefix has no '{': it would decide where a cluster keeps the keys")
    return Address(
        host=parts.hostname,
        port=port,
        database=database,
        username=None if parts.username is None else unquote(parts.username) or None,
        password=None if parts.password is None else unquote(parts.password),
        tls=_tls(asked.get("ca")) if parts.scheme == "rediss" else None,
        prefix=prefix,
        accepts_volatile="accept" in asked,
    )


def _tls(authorities: str | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=authorities)
    except OSError as error:
        raise StoreUrlError(f"the certificates in {authorities} cannot be read: {error}") from None
