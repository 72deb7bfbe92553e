"""Which pages may connect."""

import pytest

from server.edge.origin import is_allowed_origin, normalize_origin
from server.protocol.close_codes import CloseCode
from server.settings import Settings
from server.tests.edge.sockets import serving


def allows(
    origin: str | None,
    host: str | None = "chat.example",
    scheme: str = "wss",
    allowed: tuple[str, ...] = (),
    *,
    cookie: bool = False,
) -> bool:
    """Return whether a connection is taken."""
    return is_allowed_origin(origin=origin, host=host, scheme=scheme, allowed=allowed, credential_is_cookie=cookie)


@pytest.mark.parametrize(
    ("origin", "host", "scheme"),
    [
        ("https://chat.example", "chat.example", "wss"),
        ("https://chat.example", "chat.example:443", "wss"),
        ("https://chat.example:443", "CHAT.example", "https"),
        ("http://chat.example", "chat.example:80", "ws"),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", "ws"),
        ("http://[::1]:8000", "[::1]:8000", "ws"),
        ("http://localhost:5173", "localhost:5173", "http"),
    ],
)
def test_the_same_origin_is_taken(origin: str, host: str, scheme: str) -> None:
    """AU6: A page of the server's own origin connects, however host and port are spelled."""
    assert allows(origin, host, scheme)
    assert allows(origin, host, scheme, cookie=True)


@pytest.mark.parametrize(
    ("origin", "host", "scheme"),
    [
        ("https://evil.example", "chat.example", "wss"),
        ("https://chat.example.evil.example", "chat.example", "wss"),
        ("https://evilchat.example", "chat.example", "wss"),
        ("https://chat.example:8443", "chat.example", "wss"),
        ("http://chat.example", "chat.example", "wss"),
        ("https://chat.example", "chat.example", "ws"),
        ("http://chat.example:443", "chat.example:443", "wss"),
        ("http://localhost:8000", "127.0.0.1:8000", "ws"),
        ("https://chat.example", None, "wss"),
        ("https://chat.example", "", "wss"),
        ("null", "chat.example", "wss"),
        ("null", "null", "wss"),
        ("https://chat.example@evil.example", "chat.example", "wss"),
        ("https://evil.example/chat.example", "chat.example", "wss"),
        ("https://chat.example/", "chat.example", "wss"),
        ("https://chat.example https://evil.example", "chat.example", "wss"),
        ("https://chat.example:99999999", "chat.example", "wss"),
        ("chat.example", "chat.example", "wss"),
        ("file://", "", "wss"),
        ("\u0661", "chat.example", "wss"),
    ],
)
def test_another_origin_is_refused(origin: str, host: str | None, scheme: str) -> None:
    """AU6: A page of another scheme, host or port is refused, and what is no origin too."""
    assert not allows(origin, host, scheme)


@pytest.mark.parametrize(
    ("origin", "listed"),
    [
        ("https://shop.example", "https://shop.example"),
        ("https://shop.example", "HTTPS://Shop.example:443"),
        ("https://shop.example:8443", "https://shop.example:8443"),
        ("null", "null"),
        ("capacitor://localhost", "capacitor://localhost"),
    ],
)
def test_a_listed_origin_is_taken(origin: str, listed: str) -> None:
    """AU6: An origin on the allow-list connects, however it is spelled there."""
    assert allows(origin, allowed=("https://other.example", listed), cookie=True)


def test_a_list_admits_nothing_else() -> None:
    """AU6: The list names origins, not their parents or their other ports."""
    for origin in ("https://a.shop.example", "https://shop.example:8443", "http://shop.example", "null", "*"):
        assert not allows(origin, allowed=("https://shop.example",))


@pytest.mark.parametrize("origin", [None, ""])
def test_a_program_needs_more_than_a_cookie(origin: str | None) -> None:
    """AU6: Without an Origin a connection is taken only with a credential that is not a cookie."""
    assert allows(origin)
    assert not allows(origin, cookie=True)


def test_an_origin_has_one_spelling() -> None:
    """AU6: Scheme, host and port are compared, the default port among them."""
    assert normalize_origin("HTTP://A.example") == normalize_origin("http://a.example:80") == "http://a.example:80"
    assert normalize_origin("https://a.example:0443") == "https://a.example:443"


async def test_operator_hears_why_everybody_is_turned_away(caplog: pytest.LogCaptureFixture) -> None:
    """AU6: Once a minute, with the setting that may be missing, however many there are."""
    settings = Settings(auth="demo", port=0, store_url="memory://")
    async with serving(settings) as address:
        for _ in range(3):
            async with address.client(origin="https://rooms.example") as client:
                assert (await client.closed())[0] == CloseCode.ORIGIN_NOT_ALLOWED
        lines = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert len(lines) == 1
    assert f"http://127.0.0.1:{address.port}" in lines[0]
    assert "https://rooms.example" in lines[0]
    assert "PARLEY_TRUSTED_PROXIES" in lines[0]
