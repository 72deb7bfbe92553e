"""The examples of ``docs/deploy.md`` that no test can start: they parse, and fit the server."""

import configparser
import re
import shlex
from typing import Any

import yaml

from server.serving import stop_seconds
from server.settings import Settings
from server.tests.deployment.documents import ROOT, example
from server.variables import variable_name

KNOWN = {variable_name(field) for field in Settings.model_fields}

SECONDS = stop_seconds(Settings(auth="demo"))


def seconds_of(text: str) -> float:
    return float(text.removesuffix("s"))


class _Unit(configparser.RawConfigParser):
    """A unit of systemd, in which a name may stand more than once."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def test_unit_of_systemd_fits_the_server() -> None:
    """ST3: Its time to stop is longer than the server's, and what it sets are settings."""
    text = example("ini", "[Unit]")
    unit = _Unit(strict=False)
    unit.read_string(text)
    service = unit["Service"]
    assert seconds_of(service["TimeoutStopSec"]) > SECONDS
    assert shlex.split(service["ExecStart"])[1:] == ["-m", "server"]
    assert service["RestartPreventExitStatus"] == "2"
    given = re.findall(r"^Environment=(\w+)=", text, re.MULTILINE)
    assert len(given) >= 3
    assert set(given) <= KNOWN


def test_deployment_of_kubernetes_fits_the_server() -> None:
    """ST3: It asks what the server answers, and gives it the time to stop."""
    pod = yaml.safe_load(example("yaml", "terminationGracePeriodSeconds"))["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["terminationGracePeriodSeconds"] > SECONDS
    assert container["readinessProbe"]["httpGet"]["path"] == "/api/ready"
    assert container["livenessProbe"]["httpGet"]["path"] == "/api/health"
    (port,) = container["ports"]
    assert f"PARLEY_PORT={port['containerPort']}" in (ROOT / "Dockerfile").read_text("utf-8")


def test_commands_of_docker_fit_the_server() -> None:
    """ST3: Longer than the server takes to stop, and with variables that it reads."""
    command = shlex.split(example("sh", "docker run -d"))
    assert float(command[command.index("--stop-timeout") + 1]) > SECONDS
    assert {word.partition("=")[0] for word in command if word.startswith("PARLEY_")} <= KNOWN


def test_override_files_of_compose_name_what_is_there() -> None:
    """A service that nobody has would be one more, without an image."""
    services: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
    overrides = [example("yaml", '"443:443"'), example("yaml", "PARLEY_LOG_FORMAT: json")]
    for override in map(yaml.safe_load, overrides):
        assert set(override["services"]) <= set(services)
        for service in override["services"].values():
            assert set(service.get("environment", {})) <= KNOWN
