"""The compose files and the proxy's configuration fit the server, the image and each other."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from server.serving import stop_seconds
from server.settings import Settings
from server.stores.factory import is_shared, open_store
from server.stores.redis.durability import PROMISES
from server.tests.stores.redis_server import RedisServer
from server.variables import variable_name

ROOT = Path(__file__).parents[2]
SEVERAL = ["compose.yaml", "deploy/postgres.yaml"]
ALL = [*SEVERAL, "deploy/single.yaml"]

Service = dict[str, Any]


def read(name: str) -> dict[str, Any]:
    """Return a compose file, with what its services extend put in."""
    found: dict[str, Any] = yaml.safe_load((ROOT / name).read_text("utf-8"))
    for service, given in found["services"].items():
        found["services"][service] = extended(ROOT / name, given)
    return found


def extended(file: Path, service: Service) -> Service:
    asked = service.get("extends")
    if asked is None:
        return service
    base: Service = yaml.safe_load((file.parent / asked["file"]).read_text("utf-8"))["services"][asked["service"]]
    merged = {**base, **service, "environment": {**base.get("environment", {}), **service.get("environment", {})}}
    merged["volumes"] = [*base.get("volumes", []), *service.get("volumes", [])]
    return merged


def nodes_of(name: str) -> dict[str, Service]:
    return {key: service for key, service in read(name)["services"].items() if service.get("image") == "parley"}


def filled_in(text: str) -> str:
    """Return what compose makes of a text when nothing is set."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)


@pytest.mark.parametrize("name", ALL)
def test_what_a_node_is_told_is_a_setting(name: str) -> None:
    """A variable that nobody reads would be a promise that nobody keeps."""
    known = {variable_name(field) for field in Settings.model_fields}
    for node in nodes_of(name).values():
        assert set(node["environment"]) <= known


@pytest.mark.parametrize("name", ALL)
def test_who_gets_in_and_how_much_is_passed_on(name: str) -> None:
    """What docs/deploy.md says is passed on is, and where nothing is said the server's defaults hold."""
    passed = {"PARLEY_SECRET", "PARLEY_WORKERS", "PARLEY_ALLOWED_HOSTS", "PARLEY_ALLOWED_ORIGINS"} | {
        variable
        for variable in map(variable_name, Settings.model_fields)
        if variable.startswith(("PARLEY_JWT_", "PARLEY_MAX_", "PARLEY_CONNECTIONS"))
    }
    for node in nodes_of(name).values():
        for variable in passed - {"PARLEY_JWT_KEY_FILE"}:
            assert node["environment"].get(variable) == f"${{{variable}:-}}"


@pytest.mark.parametrize("name", ALL)
def test_what_a_service_refers_to_is_there(name: str) -> None:
    """Services that are waited for have a health to wait for, volumes are declared, files exist."""
    file = read(name)
    services = file["services"]
    for service in services.values():
        waited = service.get("depends_on", {})
        assert set(waited) <= set(services)
        for other in waited if isinstance(waited, dict) else ():
            assert "healthcheck" in services[other]
        for source in (volume.split(":")[0] for volume in service.get("volumes", [])):
            assert source in file["volumes"] or (ROOT / "deploy" / source).is_file()


@pytest.mark.parametrize("name", SEVERAL)
def test_nodes_share_one_store_that_is_among_the_services(name: str) -> None:
    """Two nodes over one address, of a store that may be shared."""
    nodes = nodes_of(name)
    (url,) = {filled_in(node["environment"]["PARLEY_STORE_URL"]) for node in nodes.values()}
    assert len(nodes) == 2
    assert is_shared(url)
    host = re.split(r"[:/?]", url.partition("://")[2].rpartition("@")[2])[0]
    for node in nodes.values():
        assert node["depends_on"] == {host: {"condition": "service_healthy"}}
    assert read(name)["services"][host]["volumes"]


@pytest.mark.parametrize("name", SEVERAL)
def test_nodes_are_reached_by_the_proxy_alone(name: str) -> None:
    """They believe whoever reaches them on how a client came."""
    for service_name, service in read(name)["services"].items():
        assert ("ports" in service) == (service_name == "proxy")


@pytest.mark.parametrize("name", ALL)
def test_nodes_are_given_the_time_to_stop(name: str) -> None:
    """ST3: Longer than a node takes by its own settings."""
    for node in nodes_of(name).values():
        assert int(node["stop_grace_period"].removesuffix("s")) > stop_seconds(Settings(auth="demo"))


async def test_the_redis_keeps_what_is_acked(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """LOG2: Started with that very command, a real server is one whose promise outlives a power cut."""
    program, *settings = read("compose.yaml")["services"]["valkey"]["command"]
    assert program == "valkey-server"
    server = RedisServer(tmp_path, *settings)
    try:
        with caplog.at_level("INFO"):
            async with open_store(server.url):
                pass
    finally:
        server.kill()
    assert PROMISES["always"] in caplog.text


def test_the_one_node_keeps_its_log_where_the_image_writes() -> None:
    """The image's store is on the volume."""
    (node,) = nodes_of("deploy/single.yaml").values()
    assert node["volumes"] == ["log:/data"]
    assert "PARLEY_STORE_URL" not in node["environment"]
    assert "PARLEY_STORE_URL=sqlite:////data/" in (ROOT / "Dockerfile").read_text("utf-8")


def test_the_proxy_leads_to_every_node() -> None:
    """By the names of the services and the port of the image, and asks each whether it is ready."""
    caddyfile = (ROOT / "deploy/Caddyfile").read_text("utf-8")
    led_to = re.search(r"\{\$PARLEY_NODES:([^}]*)\}", caddyfile)
    assert led_to is not None
    assert "PARLEY_PORT=8000" in (ROOT / "Dockerfile").read_text("utf-8")
    for name in SEVERAL:
        assert led_to[1].split() == [f"{node}:8000" for node in nodes_of(name)]
    assert "health_uri /api/ready" in caddyfile


def test_the_port_of_the_proxy_is_published() -> None:
    """Without a host name it listens where the compose files say."""
    (published,) = read("compose.yaml")["services"]["proxy"]["ports"]
    port = filled_in(published).rpartition(":")[2]
    assert f"{{$PARLEY_SITE::{port}}}" in (ROOT / "deploy/Caddyfile").read_text("utf-8")
