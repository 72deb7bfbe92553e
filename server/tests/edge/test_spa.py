"""The built client, as a browser gets it."""

import gzip
import os
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from server.edge.http import API_OPTIONS, add_http
from server.edge.spa import add_spa
from server.edge.static_files import AT_HAND_BYTES, FROM_MEMORY, FilesAtHand

SCRIPT = "console.log('hello');\n" * 200
PAGE = "<!doctype html><title>Parley</title>"
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """Return a built client, and a file beside it that nobody should get."""
    folder = tmp_path / "client" / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE, "utf-8")
    (folder / "favicon.svg").write_text("<svg/>", "utf-8")
    (folder / "service-worker.js").write_text("self", "utf-8")
    (folder / "manifest.webmanifest").write_text("{}", "utf-8")
    (folder / "assets" / "index-abc123.js").write_text(SCRIPT, "utf-8")
    (folder / "assets" / "tiny-abc123.css").write_text("a{}", "utf-8")
    (tmp_path / "secret.txt").write_text("SECRET123", "utf-8")
    return folder


@pytest.fixture
def client(dist: Path) -> TestClient:
    """Return a browser of an app that is put together like the real one."""
    app = FastAPI(**API_OPTIONS)
    add_http(app, is_ready=lambda: True)
    add_spa(app, dist)
    return TestClient(app, headers={"accept-encoding": "identity"})


@pytest.mark.parametrize("path", ["/", "/items/foo", "/items/report.pdf", "/items/foo/", "/items/a%2Fb", "/index.html"])
def test_a_client_route_is_the_page(client: TestClient, path: str) -> None:
    """Every address that a person may open is the page, and is asked for anew each time."""
    response = client.get(path, headers=BROWSER)
    assert (response.status_code, response.text) == (200, PAGE)
    assert response.headers["content-type"].startswith("text/html")
    assert response.headers["cache-control"] == "no-cache"
    assert client.head(path, headers=BROWSER).status_code == 200


def test_a_page_that_did_not_change_is_not_sent_again(client: TestClient) -> None:
    """No-cache asks; an unchanged page is answered by 304."""
    etag = client.get("/items/foo", headers=BROWSER).headers["etag"]
    response = client.get("/items/foo", headers=BROWSER | {"if-none-match": etag})
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["cache-control"] == "no-cache"


def test_a_hashed_asset_is_immutable(client: TestClient) -> None:
    """What has a hash in its name is kept for a year."""
    response = client.get("/assets/index-abc123.js")
    assert (response.status_code, response.text) == (200, SCRIPT)
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/favicon.svg", "image/svg+xml"),
        ("/service-worker.js", "text/javascript"),
        ("/manifest.webmanifest", "application/manifest+json"),
    ],
)
def test_a_file_beside_the_page_is_served(client: TestClient, path: str, media_type: str) -> None:
    """What has no hash in its name is asked for anew; a browser installs nothing of a wrong type."""
    response = client.get(path)
    assert response.headers["content-type"].split(";")[0] == media_type
    assert response.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/assets/index-old.js", "/assets/", "/assets/../assets/none.js"])
def test_an_unknown_asset_is_not_the_page(client: TestClient, path: str) -> None:
    """A script of an older release is missing, not a page of HTML that fails as a script."""
    response = client.get(path, headers=BROWSER, follow_redirects=True)
    assert response.status_code == 404
    assert PAGE not in response.text


UNKNOWN = ["/metrics", "/robots.txt", "/openapi.json", "/items", "/items/", "/items/a/b", "/any/depth", "/.env", "/%2e"]


@pytest.mark.parametrize("path", UNKNOWN)
def test_an_unknown_address_is_404(client: TestClient, path: str) -> None:
    """HT1: JSON for a program, and for a browser a page that loads nothing and leads on."""
    response = client.get(path, headers={"accept": "*/*"})
    assert (response.status_code, response.headers["content-type"]) == (404, "application/json")
    page = client.get(path, headers=BROWSER | {"accept-language": "zh-CN"})
    assert page.status_code == 404
    assert '<a href="/">' in page.text
    assert "没有这个页面" in page.text
    assert "script" not in page.text
    assert "no such page" in client.get(path, headers=BROWSER).text
    assert "unsafe" not in page.headers["content-security-policy"]
    assert client.head(path).status_code == 404


def test_a_missing_picture_is_missing(client: TestClient) -> None:
    """Who does not ask for a page gets none."""
    assert client.get("/none.png", headers={"accept": "image/avif,image/*,*/*;q=0.8"}).status_code == 404


def test_only_reading_is_served(client: TestClient) -> None:
    """A page is not posted to."""
    response = client.post("/items/foo", headers=BROWSER)
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "path",
    [
        "/../../secret.txt",
        "/assets/../../../secret.txt",
        "/%2e%2e/%2e%2e/secret.txt",
        "/assets/..%2f..%2f..%2fsecret.txt",
        "/..%5c..%5csecret.txt",
        "//secret.txt",
        "/%00",
        "/assets/%00",
        "/" + "x" * 5000,
    ],
)
def test_nothing_outside_is_served(client: TestClient, path: str) -> None:
    """A path that climbs, or is none, ends in the page or in 404."""
    response = client.get(path, headers=BROWSER)
    assert response.status_code in (200, 404)
    assert "SECRET123" not in response.text


def test_a_link_out_of_the_folder_is_not_followed(client: TestClient, dist: Path) -> None:
    """A symbolic link cannot publish what lies elsewhere."""
    (dist / "assets" / "link.txt").symlink_to(dist.parents[1] / "secret.txt")
    assert client.get("/assets/link.txt").status_code == 404


def test_an_asset_is_compressed_for_who_takes_it(client: TestClient) -> None:
    """A script goes out compressed, under a weak tag that the plain form answers to as well."""
    response = client.get("/assets/index-abc123.js", headers={"accept-encoding": "gzip, br"})
    assert response.headers["content-encoding"] == "gzip"
    assert int(response.headers["content-length"]) < len(SCRIPT) // 4
    assert response.text == SCRIPT
    assert response.headers["vary"] == "Accept-Encoding"
    again = client.get(
        "/assets/index-abc123.js", headers={"accept-encoding": "gzip", "if-none-match": response.headers["etag"]}
    )
    assert again.status_code == 304


def test_a_compressed_asset_follows_its_file(client: TestClient, dist: Path) -> None:
    """A compressed form is kept until the file changes, and no longer."""
    asset = dist / "assets" / "index-abc123.js"
    headers = {"accept-encoding": "gzip"}
    assert client.get("/assets/index-abc123.js", headers=headers).text == SCRIPT
    asset.write_text(SCRIPT.upper(), "utf-8")
    os.utime(asset, ns=(1, 1))
    assert client.get("/assets/index-abc123.js", headers=headers).text == SCRIPT.upper()


def test_a_file_at_hand_follows_its_folder(client: TestClient, dist: Path) -> None:
    """A page of another release, a file that was taken away and one that became a link out are seen at once."""
    assert [client.get("/items/foo", headers=BROWSER).text for _ in range(2)] == [PAGE, PAGE]
    other = dist / "other.html"
    other.write_text(PAGE.upper(), "utf-8")
    other.replace(dist / "index.html")
    assert client.get("/items/foo", headers=BROWSER).text == PAGE.upper()
    assert client.get("/favicon.svg").status_code == 200
    (dist / "favicon.svg").unlink()
    assert client.get("/favicon.svg").status_code == 404
    assert client.get("/service-worker.js").text == "self"
    (dist / "service-worker.js").unlink()
    (dist / "service-worker.js").symlink_to(dist.parents[1] / "secret.txt")
    assert client.get("/service-worker.js").status_code == 404


def test_files_at_hand_have_a_bound(tmp_path: Path) -> None:
    """A large file is sent from the disk, and beyond the bound the oldest are read anew."""
    for number in range(6):
        (tmp_path / f"{number}.bin").write_bytes(bytes([number]) * (AT_HAND_BYTES // 4 - 2_000))
    (tmp_path / "large.bin").write_bytes(b"x" * (AT_HAND_BYTES // 4 + 1))
    files = FilesAtHand(cache_control="no-cache", directory=tmp_path)
    asked: list[bool] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await files(scope, receive, send)
        asked.append(FROM_MEMORY in scope)

    client = TestClient(app)
    for _ in range(2):
        for name in ("0", "1", "2", "3", "4", "5", "5", "large"):
            assert client.get(f"/{name}.bin").content == (tmp_path / f"{name}.bin").read_bytes()
    assert asked == [False, False, False, False, False, False, True, False] * 2


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/assets/index-abc123.js", {"accept-encoding": "br"}),
        ("/assets/index-abc123.js", {"accept-encoding": "gzip", "range": "bytes=0-9"}),
        ("/assets/tiny-abc123.css", {"accept-encoding": "gzip"}),
    ],
    ids=["not asked", "a range", "tiny"],
)
def test_what_compression_would_not_help_goes_out_plain(client: TestClient, path: str, headers: dict[str, str]) -> None:
    """Compression is for whole files of some size, and who understands it."""
    assert "content-encoding" not in client.get(path, headers=headers).headers


@pytest.mark.parametrize(
    "accepted",
    [
        "gzip",
        "GZIP",
        "x-gzip",
        "br;q=1, gzip;q=0.001",
        "gzip ; q=0.5",
        "*",
        "br, *;q=0.1",
        "identity;q=0, *",
        "identity;q=0.5, gzip",
        "gzip;q=1.000",
    ],
)
def test_an_asset_is_compressed_however_it_is_asked_for(client: TestClient, accepted: str) -> None:
    """RFC 9110, 12.5.3: In any letter case, with a weight, or as one of all codings."""
    response = client.get("/assets/index-abc123.js", headers={"accept-encoding": accepted})
    assert response.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    "accepted",
    [
        "gzip;q=0",
        "GZIP; Q=0.000",
        "gzip;q=0, *",
        "*;q=0",
        "br, *;q=0",
        "identity",
        "",
        "identity, gzip;q=0.5",
        "notgzip",
        "gzip;q=nan",
        "gzip;q=-1",
        ",;=,",
    ],
)
def test_an_asset_is_not_compressed_for_who_refuses_it(client: TestClient, accepted: str) -> None:
    """RFC 9110, 12.5.3: A weight of 0 means that it is not acceptable."""
    response = client.get("/assets/index-abc123.js", headers={"accept-encoding": accepted})
    assert "content-encoding" not in response.headers
    assert response.text == SCRIPT


def test_a_compressed_answer_to_head_has_no_body(client: TestClient) -> None:
    """HEAD tells the headers that GET would."""
    response = client.head("/assets/index-abc123.js", headers={"accept-encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"


def test_a_missing_build_is_told_in_one_sentence(tmp_path: Path) -> None:
    """Before the first build every page says what to run; when it is there, no restart is needed."""
    app = FastAPI(**API_OPTIONS)
    add_spa(app, tmp_path)
    client = TestClient(app)
    response = client.get("/items/foo", headers=BROWSER)
    assert response.status_code == 503
    assert "`npm run build`" in response.text
    assert response.headers["cache-control"] == "no-store"
    assert client.get("/assets/a.js").status_code == 404
    (tmp_path / "index.html").write_text(PAGE, "utf-8")
    assert client.get("/items/foo", headers=BROWSER).text == PAGE


def test_the_api_goes_before_the_client(client: TestClient) -> None:
    """A browser that mistypes an address of the interface gets no page."""
    assert client.get("/api/health", headers=BROWSER).json() == {"status": "ok"}
    assert client.get("/api/typo", headers=BROWSER).status_code == 404


@pytest.mark.parametrize("path", ["/none", "/assets/none.js", "/api/none"])
def test_an_unknown_socket_is_refused(client: TestClient, path: str) -> None:
    """A WebSocket to an address of the client is refused, without an error."""
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(path):
        pass


def test_gzip_is_the_same_every_time(client: TestClient) -> None:
    """Two nodes send the same bytes: the time of compression is not in them."""
    with client.stream("GET", "/assets/index-abc123.js", headers={"accept-encoding": "gzip"}) as response:
        assert b"".join(response.iter_raw()) == gzip.compress(SCRIPT.encode(), mtime=0)
