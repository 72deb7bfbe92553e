"""Hints for the operator, with a clock in hand."""

import pytest
from starlette.websockets import WebSocket

from server.auth.identity import BadCredential
from server.edge.complaints import AT_ONCE, Complaints
from server.protocol.close_codes import CloseCode
from server.tests.doubles import FakeClock


def refused(address: str, origin: str) -> WebSocket:
    scope = {
        "type": "websocket",
        "scheme": "ws",
        "path": "/items/foo/ws",
        "query_string": b"",
        "client": (address, 1024),
        "server": ("127.0.0.1", 8000),
        "headers": [(b"host", b"rooms.example"), (b"origin", origin.encode())],
    }
    return WebSocket(scope, None, None)  # type: ignore[arg-type]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def test_one_address_hides_nobody_elses_hint(clock: FakeClock, caplog: pytest.LogCaptureFixture) -> None:
    """AU13: A stranger who is refused all the time leaves room for the site that is missing in a setting."""
    complaints = Complaints(clock)
    for _ in range(1_000):
        complaints.hear(CloseCode.ORIGIN_NOT_ALLOWED, refused("192.0.2.1", "https://evil.example"))
        complaints.hear_bad_credential(BadCredential("evil"), refused("192.0.2.1", ""))
        complaints.hear_unknown_host(refused("192.0.2.1", ""))
    before = len(caplog.messages)
    assert before == 3
    complaints.hear(CloseCode.ORIGIN_NOT_ALLOWED, refused("198.51.100.1", "https://shop.example"))
    complaints.hear_bad_credential(BadCredential("another key"), refused("198.51.100.1", ""))
    complaints.hear_unknown_host(refused("198.51.100.1", ""))
    assert "https://shop.example" in caplog.messages[before]
    assert "another key" in caplog.messages[before + 1]
    assert len(caplog.messages) == before + 3


def test_hints_are_no_more_than_anybody_can_read(clock: FakeClock, caplog: pytest.LogCaptureFixture) -> None:
    """AU13: A few at once and one a minute, however many addresses there are; and none of what no setting mends."""
    complaints = Complaints(clock)
    for second in range(600):
        for number in range(20):
            complaints.hear(CloseCode.ORIGIN_NOT_ALLOWED, refused(f"192.0.2.{number}", "https://evil.example"))
            complaints.hear(CloseCode.TOO_FAST, refused(f"192.0.2.{number}", "https://evil.example"))
        clock.advance(1)
        assert len(caplog.messages) <= AT_ONCE + second / 60 + 1
    assert len(caplog.messages) >= 600 / 60
