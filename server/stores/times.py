"""Times as stores keep them that have no type for one: whole milliseconds since 1970."""

from datetime import UTC, datetime, timedelta

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(at: datetime) -> int:
    """Return a time as whole milliseconds since 1970."""
    return (at - _START) // _MILLISECOND


def from_ms(at: int) -> datetime:
    """Return the time, in UTC, of whole milliseconds since 1970."""
    return _START + at * _MILLISECOND
