"""Probes, docs, what is not found, and the headers of all of them."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI, WebSocket
from fastapi.testclient import TestClient

from server.edge.http import API_OPTIONS, VERSION, add_http
from server.edge.security_headers import CONTENT_SECURITY_POLICY, SECURITY_HEADERS


def make_client(is_ready: Callable[[], bool] = lambda: True) -> TestClient:
    """Return a client of an app with a socket of its own."""
    app = FastAPI(**API_OPTIONS)

    @app.websocket("/items/{item_id}/ws")
    async def socket(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text("hello")
        await websocket.close()

    add_http(app, is_ready=is_ready)
    return TestClient(app)


def test_health_is_told_whatever_the_store_does() -> None:
    """A process that answers is alive; restarting it would not bring a store back."""
    client = make_client(lambda: False)
    response = client.get("/api/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert client.head("/api/health").status_code == 200


def test_readiness_follows_the_store() -> None:
    """A node without its store takes no new clients, and takes them again when it is back."""
    ready = [True]
    client = make_client(lambda: ready[0])
    assert (client.get("/api/ready").status_code, client.get("/api/ready").json()) == (200, {"status": "ready"})
    ready[0] = False
    assert (client.get("/api/ready").status_code, client.get("/api/ready").json()) == (503, {"status": "not ready"})


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize("path", ["/api/typo", "/api/health/typo", "/api/", "/api/items/foo?token=SECRET123"])
def test_an_unknown_address_of_the_interface_is_404_in_json(path: str, method: str) -> None:
    """A program gets JSON, for every method, and what it asked without the query."""
    response = make_client().request(method, path, headers={"accept": "text/html"})
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/json"
    assert "SECRET123" not in response.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize("path", ["/api/health", "/api/ready", "/api/openapi.json"])
def test_a_known_address_says_which_methods_it_takes(path: str, method: str) -> None:
    """HT4: 405, with what is allowed."""
    response = make_client().request(method, path)
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")


def test_a_fault_of_the_server_has_the_headers() -> None:
    """HT2: The answer that is made outside of everything else tells nothing of the fault."""
    app = FastAPI(**API_OPTIONS)
    add_http(app, is_ready=lambda: 1 // 0 == 0)
    response = TestClient(app, raise_server_exceptions=False).get("/api/ready")
    assert response.status_code == 500
    assert {name: response.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "division" not in response.text


def test_probes_are_not_kept() -> None:
    """No cache between answers for the server."""
    assert make_client().get("/api/health").headers["cache-control"] == "no-store"
    assert make_client().get("/api/typo").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/ws", "/ws/12", "/items/foo/ws"])
def test_a_socket_asked_for_over_http_says_what_is_missing(path: str) -> None:
    """Behind a proxy that drops the Upgrade header, the answer tells so."""
    response = make_client().get(path)
    assert (response.status_code, response.headers["upgrade"]) == (426, "websocket")
    assert "Upgrade" in response.text


def test_a_socket_is_left_alone() -> None:
    """The headers are for HTTP; a WebSocket passes untouched."""
    with make_client().websocket_connect("/items/foo/ws") as websocket:
        assert websocket.receive_text() == "hello"


@pytest.mark.parametrize("path", ["/api/health", "/api/typo", "/nowhere", "/items/foo/ws", "/docs/start.js"])
def test_every_answer_has_the_headers(path: str) -> None:
    """A strict policy everywhere, on refusals too."""
    response = make_client().get(path)
    assert {name: response.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_the_policy_allows_nothing_inline_and_no_other_host() -> None:
    """Scripts come from this server as files, and are never made from text."""
    directives = dict(part.strip().split(" ", 1) for part in CONTENT_SECURITY_POLICY.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == directives["connect-src"] == "'self'"
    assert directives["manifest-src"] == directives["worker-src"] == "'self'"
    assert directives["base-uri"] == directives["frame-ancestors"] == "'none'"
    assert not re.search(r"unsafe|\*|https?:|wss?:", CONTENT_SECURITY_POLICY)


def test_docs_load_nothing_from_elsewhere() -> None:
    """The page and all that it loads come from this server, and nothing in it is inline."""
    client = make_client()
    page = client.get("/docs")
    assert page.headers["content-security-policy"] != CONTENT_SECURITY_POLICY
    assert "script-src 'self';" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(loaded) == 4
    for address in loaded:
        if not address.startswith("data:"):
            assert "//" not in address
            assert client.get(f"/{address}").status_code == 200, address
    assert re.findall(r"<script[^>]*>([^<]*)</script>", page.text) == ["", ""]
    assert not re.search(r"<style|style=|onload=", page.text)


def test_docs_show_a_real_document() -> None:
    """The OpenAPI document has a title, a version, and the probes with both their answers."""
    client = make_client()
    address = re.search(r"url: '([^']+)'", client.get("/docs/start.js").text)
    assert address is not None
    document = client.get(f"/{address[1]}").json()
    assert (document["info"]["title"], document["info"]["version"]) == ("Parley", VERSION)
    assert {path: set(methods) for path, methods in document["paths"].items()} == {
        "/api/health": {"get"},
        "/api/ready": {"get"},
    }
    assert set(document["paths"]["/api/ready"]["get"]["responses"]) == {"200", "503"}


def test_redoc_is_off() -> None:
    """FastAPI's second page would load from elsewhere."""
    assert make_client().get("/redoc").status_code == 404


def test_the_version_is_the_projects() -> None:
    """One version, in the package and in the document."""
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION
