"""Settings: what is read, what is refused, and the page about them."""

import os
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from server.edge.origin import normalize_origin
from server.settings import (
    BadSettings,
    Settings,
    load_settings,
    main,
    misspelt_variables,
    table,
    variable_name,
)


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the machine that runs the tests has set."""
    for name in list(os.environ):
        if name.startswith("PARLEY_") or name == "FASTAPI_ENV":
            monkeypatch.delenv(name)


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that loads the settings from variables."""

    def load_from(**variables: str) -> Settings:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return load_settings()

    return load_from


def test_variables_are_read(load: Any) -> None:
    """Each setting is its variable, in the type that it has."""
    settings = load(PARLEY_PORT="9000", PARLEY_AUTH="demo", PARLEY_GRACE_SECONDS="0.5", PARLEY_SECRET="s" * 32)
    assert (settings.port, settings.auth, settings.grace_seconds) == (9000, "demo", 0.5)
    assert settings.secret == SecretStr("s" * 32)


def test_there_is_no_default_for_auth(load: Any) -> None:
    """AU2: Who gets in is never chosen by default, whatever else is set."""
    assert load(PARLEY_TUTORIAL="on", PARLEY_JWT_KEY="x" * 32).auth is None


@pytest.mark.parametrize(
    ("given", "auth"), [({}, "demo"), ({"PARLEY_AUTH": ""}, "demo"), ({"PARLEY_AUTH": "jwt"}, "jwt")]
)
def test_fastapi_dev_implies_demo_auth(load: Any, given: dict[str, str], auth: str) -> None:
    """What is given explicitly goes before what `fastapi dev` implies."""
    settings = load(FASTAPI_ENV="development", PARLEY_JWT_KEY="x" * 32, **given)
    assert settings.auth == auth


def test_production_implies_nothing(load: Any) -> None:
    """Only development implies demo auth; `fastapi run` does not."""
    assert load(FASTAPI_ENV="production").auth is None


def test_an_empty_variable_is_not_set(load: Any) -> None:
    """A compose file passes on what is not set as empty."""
    assert load(PARLEY_PORT="", PARLEY_SECRET="", PARLEY_ALLOWED_ORIGINS="") == Settings()


def test_the_chapter_is_on_under_demo_auth_only(load: Any) -> None:
    """TU1: On by default under demo auth, off under JWTs."""
    assert Settings(auth="demo").tutorial == "on"
    assert Settings(auth="demo", tutorial="off").tutorial == "off"
    assert load(PARLEY_AUTH="jwt", PARLEY_JWT_KEY="x" * 32).tutorial == "off"


def test_the_chapter_is_refused_under_jwt(load: Any) -> None:
    """TU1: Asked for under JWTs, it is refused at the start."""
    with pytest.raises(BadSettings, match=r"^PARLEY_TUTORIAL=on lets anybody in, so it needs PARLEY_AUTH=demo\.$"):
        load(PARLEY_AUTH="jwt", PARLEY_JWT_KEY="x" * 32, PARLEY_TUTORIAL="on")


@pytest.mark.parametrize("given", [{}, {"PARLEY_JWT_KEY": "x" * 32, "PARLEY_JWT_KEY_FILE": "key.pem"}])
def test_jwt_needs_one_key(load: Any, given: dict[str, str]) -> None:
    """AU9: No key, or two, is refused at the start."""
    with pytest.raises(BadSettings, match="set one of PARLEY_JWT_KEY and PARLEY_JWT_KEY_FILE"):
        load(PARLEY_AUTH="jwt", **given)


def test_origins_are_a_list_with_commas(load: Any) -> None:
    """AU6: Blanks and empty parts do not count."""
    settings = load(PARLEY_ALLOWED_ORIGINS=" https://a.example , http://b.example:81,,null,capacitor://localhost")
    assert settings.allowed_origins == (
        "https://a.example",
        "http://b.example:81",
        "null",
        "capacitor://localhost",
    )


@pytest.mark.parametrize(
    "origin", ["https://a.example", "http://b.example:81", "capacitor://localhost", "http://[::1]:8000"]
)
def test_every_origin_that_is_taken_can_match(origin: str) -> None:
    """AU6: What the list takes is an origin to whoever compares it."""
    assert Settings(allowed_origins=(origin,)).allowed_origins == (origin,)
    assert normalize_origin(origin) is not None


@pytest.mark.parametrize(
    ("origins", "sentence"),
    [
        ("*", "list each origin"),
        ("https://a.example,*", "list each origin"),
        ("https://a.example/", "without a path"),
        ("https://a.example/page", "without a path"),
        ("a.example", "a scheme and a host"),
        ("https://*.a.example/", "without a path"),
        ("https://", "a scheme and a host"),
    ],
)
def test_an_origin_that_could_not_match_is_refused(load: Any, origins: str, sentence: str) -> None:
    """AU6: A list that would admit everybody, or nobody, is refused at the start."""
    with pytest.raises(BadSettings, match=f"^PARLEY_ALLOWED_ORIGINS cannot be what it is: .*{sentence}"):
        load(PARLEY_ALLOWED_ORIGINS=origins)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PARLEY_PORT", "70000"),
        ("PARLEY_PORT", "tcp://10.0.0.1:8000"),
        ("PARLEY_AUTH", "none"),
        ("PARLEY_GRACE_SECONDS", "-1"),
        ("PARLEY_GRACE_SECONDS", "inf"),
        ("PARLEY_GRACE_SECONDS", "nan"),
        ("PARLEY_PRESENCE_TICK_MS", "0"),
        ("PARLEY_HEARTBEAT_SECONDS", "0"),
        ("PARLEY_PING_INTERVAL_SECONDS", "-5"),
        ("PARLEY_PENDING_SENDS", "0"),
        ("PARLEY_MAX_ENTRIES_PER_ROOM", "0"),
        ("PARLEY_LOG_LEVEL", "trace"),
        ("PARLEY_JWT_ALGORITHM", "none"),
        ("PARLEY_SECRET", "SECRET123"),
        ("PARLEY_TUTORIAL", "yes"),
    ],
)
def test_a_value_out_of_bounds_is_one_sentence(load: Any, variable: str, value: str) -> None:
    """AU8: A refusal names the variable and repeats no value: it may be a secret."""
    with pytest.raises(BadSettings) as caught:
        load(**{variable: value})
    sentence = str(caught.value)
    assert sentence.startswith(f"{variable} cannot be what it is: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert f" {value}" not in sentence
    assert "SECRET123" not in sentence


def test_each_fault_has_a_sentence(load: Any) -> None:
    """Two faults are told at once, each in a line."""
    with pytest.raises(BadSettings) as caught:
        load(PARLEY_PORT="x", PARLEY_BACKLOG="0")
    assert [line.split()[0] for line in str(caught.value).splitlines()] == ["PARLEY_PORT", "PARLEY_BACKLOG"]


def test_settings_do_not_change() -> None:
    """What a process was told holds for its life."""
    with pytest.raises(ValidationError, match="frozen"):
        Settings().port = 1  # type: ignore[misc]


def test_secrets_are_not_shown() -> None:
    """AU8: Settings may be printed without their secrets."""
    settings = Settings(auth="jwt", jwt_key=SecretStr("SECRET123" * 4), secret=SecretStr("SECRET123" * 4))
    assert "SECRET123" not in f"{settings!r} {settings}"


def test_a_misspelt_variable_is_noticed() -> None:
    """A near miss is told; what an orchestrator adds for a service called parley is not."""
    environ = {
        "PARLEY_ALOWED_ORIGINS": "x",
        "PARLEY_JWT_KEYFILE": "x",
        "PARLEY_PORT": "8000",
        "PARLEY_PORT_8000_TCP_ADDR": "x",
        "PARLEY_SERVICE_HOST": "x",
        "OTHER_PORTS": "x",
    }
    assert misspelt_variables(environ) == {
        "PARLEY_ALOWED_ORIGINS": "PARLEY_ALLOWED_ORIGINS",
        "PARLEY_JWT_KEYFILE": "PARLEY_JWT_KEY_FILE",
    }


def test_the_table_has_every_setting() -> None:
    """Each setting has a line with what it means; numbers have their bounds."""
    lines = {line.split("`")[1]: line for line in table().splitlines() if line.startswith("| `")}
    assert list(lines) == [variable_name(name) for name in Settings.model_fields]
    assert all(field.description for field in Settings.model_fields.values())
    assert lines["PARLEY_PORT"].endswith("| 0 to 65535 |")
    assert lines["PARLEY_SECRET"].endswith("| 32 characters at least |")
    assert lines["PARLEY_LOG_FORMAT"].endswith("| `text`, `json` |")
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, int | float):
            assert " to " in lines[variable_name(name)], name


def test_the_page_is_written_and_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page that is stale fails the check, and is written without it."""
    page = tmp_path / "settings.md"
    assert main(["--check"], page) == 1
    assert "settings.md is stale" in capsys.readouterr().err
    assert not page.exists()
    assert main([], page) == 0
    assert main(["--check"], page) == 0
    page.write_text("old", "utf-8")
    assert main(["--check"], page) == 1
    assert page.read_text("utf-8") == "old"
