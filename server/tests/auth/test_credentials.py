"""Where a credential is taken from."""

import base64
from collections.abc import Mapping
from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI, WebSocket
from fastapi.testclient import TestClient

from server.auth.credentials import Credential, get_credential, offered_subprotocols


def bearer(token: str) -> str:
    """Return the subprotocol that carries a token."""
    return "bearer." + base64.urlsafe_b64encode(token.encode()).decode().rstrip("=")


def make_client() -> TestClient:
    """Return a client of an app that tells what the dependency found."""
    app = FastAPI()

    @app.websocket("/ws")
    async def tell(websocket: WebSocket, credential: Annotated[Credential | None, Depends(get_credential)]) -> None:
        await websocket.accept()
        found = None if credential is None else [credential.token, credential.is_cookie]
        await websocket.send_json([found, offered_subprotocols(websocket)])
        await websocket.close()

    return TestClient(app)


def find(*, subprotocols: list[str] | None = None, query: str = "", cookies: Mapping[str, str] | None = None) -> Any:
    """Connect, and return the token that was found and whether it is a cookie."""
    client = make_client()
    client.cookies.update(dict(cookies or {}))
    with client.websocket_connect(f"/ws{query}", subprotocols=subprotocols) as websocket:
        return websocket.receive_json()[0]


def test_credential_comes_from_the_bearer_first() -> None:
    """AU1: The subprotocol goes before query and cookie."""
    found = find(subprotocols=["parley.v1", bearer("one")], query="?token=two", cookies={"session": "three"})
    assert found == ["one", False]


def test_credential_comes_from_the_query_next() -> None:
    """AU1: The query goes before the cookie."""
    assert find(subprotocols=["parley.v1"], query="?token=two", cookies={"session": "three"}) == ["two", False]


def test_credential_comes_from_the_cookie_last() -> None:
    """AU1: The cookie is taken when there is nothing else, and is known as one."""
    assert find(subprotocols=["parley.v1"], cookies={"session": "three"}) == ["three", True]


def test_there_is_no_credential_when_none_is_given() -> None:
    """AU1: None of the three is no credential."""
    assert find(subprotocols=["parley.v1"]) is None


@pytest.mark.parametrize(
    ("subprotocols", "query", "cookies"),
    [(["bearer."], "", {}), (None, "?token=", {}), (None, "", {"session": ""})],
    ids=["bearer", "query", "cookie"],
)
def test_an_empty_value_is_no_credential(
    subprotocols: list[str] | None, query: str, cookies: Mapping[str, str]
) -> None:
    """AU1: An empty value counts as not given."""
    assert find(subprotocols=subprotocols, query=query, cookies=cookies) is None


def test_an_empty_bearer_leaves_the_cookie() -> None:
    """AU1: What counts as not given hides nothing."""
    assert find(subprotocols=["bearer."], query="?token=", cookies={"session": "three"}) == ["three", True]


@pytest.mark.parametrize(
    "encoded", ["a", "YW+h", "YW/h", "YWJj=", "YWJj!", "_w", "YWJj.YWJj"], ids=lambda value: f"bearer.{value}"
)
def test_a_malformed_bearer_is_a_bad_credential(encoded: str) -> None:
    """AU1: A bearer that is not base64url of UTF-8 is not made good by a cookie."""
    assert find(subprotocols=[f"bearer.{encoded}"], cookies={"session": "three"}) == ["", False]


@pytest.mark.parametrize("token", ["a", "ab", "abc", "a.b-c_d", "日本語 ~?>", "some-key-token"])
def test_a_bearer_carries_any_text(token: str) -> None:
    """AU1: base64url without padding carries every token."""
    assert find(subprotocols=[bearer(token)]) == [token, False]


def test_offers_are_told_in_order() -> None:
    """AU4: The offers are known in their order, bearers among them."""
    offers = ["other", bearer("x"), "parley.v1"]
    with make_client().websocket_connect("/ws", subprotocols=offers) as websocket:
        assert websocket.receive_json()[1] == offers


def test_a_credential_does_not_show_its_token() -> None:
    """AU8: A token is not in the representation that a traceback or a log line would show."""
    assert "SECRET123" not in repr(Credential("SECRET123", is_cookie=True))
