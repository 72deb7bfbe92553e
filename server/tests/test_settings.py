"""Settings: what is read, and what is refused."""

import os
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from server.edge.origin import normalize_origin
from server.settings import BadSettings, Settings, load_settings, unknown_settings


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
    ("written", "origin"),
    [
        ("https://a.example", "https://a.example"),
        ("http://b.example:81", "http://b.example:81"),
        ("capacitor://localhost", "capacitor://localhost"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://[0:0::1]:8000", "http://[::1]:8000"),
        ("https://a.example/", "https://a.example"),
        ("HTTPS://A.Example:443", "https://a.example"),
        ("http://a.example:080", "http://a.example"),
        ("https://a.example:80", "https://a.example:80"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("https://BÜCHER.example:8443/", "https://xn--bcher-kva.example:8443"),
        ("https://例え.jp", "https://xn--r8jz45g.jp"),
        ("https://faß.example", "https://xn--fa-hia.example"),
        ("https://a_b.example", "https://a_b.example"),
        ("moz-extension://0bd91f3c-5f0a-4f2e", "moz-extension://0bd91f3c-5f0a-4f2e"),
        ("'https://a.example'", "https://a.example"),
    ],
)
def test_every_origin_that_is_taken_can_match(load: Any, written: str, origin: str) -> None:
    """AU15: What the list takes stands there as a browser sends it."""
    assert load(PARLEY_ALLOWED_ORIGINS=written).allowed_origins == (origin,)
    assert normalize_origin(origin) is not None


def test_null_may_be_written_in_any_case(load: Any) -> None:
    """AU15: The origin of pages that have none."""
    assert load(PARLEY_ALLOWED_ORIGINS="NULL").allowed_origins == ("null",)


@pytest.mark.parametrize(
    ("origins", "sentence"),
    [
        ("*", "list each origin"),
        ("https://a.example,*", "in number 2 of the list, list each origin"),
        ("https://a.example/page", "without a path"),
        ("https://a.example//", "without a path"),
        ("https://a.example?x", "without a path"),
        ("https://ana@a.example", "without a path"),
        ("a.example", "a scheme and a host"),
        ("https://*.a.example", "a [*] in an origin matches nothing"),
        ("http://localhost:*", "a [*] in an origin matches nothing"),
        ("https://", "a scheme and a host"),
        ("https://:443", "a host is a name"),
        ("https://a.example:", "a scheme and a host"),
        ("https://a.example:0", "from 1 to 65535"),
        ("https://a.example:70000", "from 1 to 65535"),
        ("https://a..example", "a host is a name"),
        ("https://a.exa%6dple", "a host is a name"),
        ("https://☃.example", "write it in ASCII"),
        ("https://[::1", "a scheme and a host"),
        ("https://[::g]", "a host is a name"),
        ("https://127.1", "four numbers"),
        ("https://[fe80::1%eth0]", "no zone"),
        ("wss://a.example", "that of the page"),
        ("file:///home/ana/page.html", "write null"),
    ],
)
def test_an_origin_that_could_not_match_is_refused(load: Any, origins: str, sentence: str) -> None:
    """AU15: A list that would admit everybody, or nobody, is refused at the start."""
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
        ("PARLEY_HELLO_TIMEOUT_SECONDS", "1e-9"),
        ("PARLEY_PING_INTERVAL_SECONDS", "1e-9"),
        ("PARLEY_PING_TIMEOUT_SECONDS", "0.001"),
        ("PARLEY_MAX_ENTRY_AGE_DAYS", "1e-9"),
        ("PARLEY_MAX_ENTRY_AGE_DAYS", "0.009"),
        ("PARLEY_MAX_ENTRY_AGE_DAYS", "nan"),
        ("PARLEY_WATCHDOG_SECONDS", "2"),
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


def test_a_variable_that_nobody_reads_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """AU15: Each, with the nearest one; what an orchestrator adds, and what scripts read, is not."""
    unknown = {
        "PARLEY_ALOWED_ORIGINS": "PARLEY_ALLOWED_ORIGINS may be meant",
        "PARLEY_JWT_KEYFILE": "PARLEY_JWT_KEY_FILE may be meant",
        "PARLEY_XYZ": "`python -m server settings` lists",
        "PARLEY_FOO": "`python -m server settings` lists",
        "parley_trusted_proxy": "PARLEY_TRUSTED_PROXIES may be meant",
    }
    read = ["PARLEY_PORT", "parley_host", "\ufeffPARLEY_AUTH"]
    of_others = [
        *("PARLEY_PORT_8000_TCP_ADDR", "PARLEY_PORT_8000_TCP", "PARLEY_SERVICE_HOST", "PARLEY_SERVICE_PORT_HTTP"),
        *("PARLEY_VALKEY_PORT", "PARLEY_VALKEY_SERVICE_HOST", "PARLEY_PYTHON", "PARLEY_DEV_PORT", "PARLEY_SITE"),
        "OTHER_PORTS",
    ]
    for name in [*unknown, *read, *of_others]:
        monkeypatch.setenv(name, "tcp://10.0.0.1")
    sentences = dict(sentence.split(" is no setting and does nothing; ") for sentence in unknown_settings())
    assert sentences.keys() == unknown.keys()
    for name, advice in unknown.items():
        assert sentences[name].startswith(advice)


@pytest.mark.parametrize(
    ("names", "ignored"),
    [
        (["parley_auth"], {}),
        (["parley_auth", "PARLEY_AUTH"], {"parley_auth": "PARLEY_AUTH"}),
        (
            ["PARLEY_AUTH", "Parley_Auth", "\ufeffPARLEY_AUTH"],
            {"Parley_Auth": "PARLEY_AUTH", "\\ufeffPARLEY_AUTH": "PARLEY_AUTH"},
        ),
        (["parley_auth", "Parley_Auth"], {"parley_auth": "Parley_Auth"}),
    ],
)
def test_a_variable_that_is_there_twice_is_named(
    monkeypatch: pytest.MonkeyPatch, names: list[str], ignored: dict[str, str]
) -> None:
    """AU15: Of several that differ in letter case one is read, and each of the others is named."""
    for number, name in enumerate(names):
        monkeypatch.setenv(name, "demo" if number else "jwt")
    assert unknown_settings() == [
        f"{name} does nothing, since {read} is set, too; take one of them away." for name, read in ignored.items()
    ]


def test_a_name_that_is_named_breaks_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """AU15: The name of a variable may hold what no log line should."""
    monkeypatch.setenv("PARLEY_\x1b[31m\nFOO" + "x" * 1000, "x")
    (sentence,) = unknown_settings()
    assert sentence.isprintable()
    assert len(sentence) < 300


AROUND = ["{}", " {} ", "{}\r", "{}\r\n", "\ufeff{}", '"{}"', "'{}'", ' "{}" \r\n', '" {} "', "\ufeff'{}'\r"]


@pytest.mark.parametrize("around", AROUND)
def test_what_a_file_of_variables_adds_is_taken_away(load: Any, around: str) -> None:
    """AU15: Blanks, line ends, a byte order mark and quotation marks around a value are not meant."""
    settings = load(
        PARLEY_AUTH=around.format("jwt"),
        PARLEY_PORT=around.format("9000"),
        PARLEY_STORE_URL=around.format("sqlite:///data/parley.db"),
        PARLEY_ALLOWED_ORIGINS=around.format("https://a.example"),
        PARLEY_TRUSTED_PROXIES=around.format("10.0.0.7"),
        PARLEY_JWT_ISSUER=around.format("login"),
        PARLEY_JWT_KEY_FILE=around.format("/etc/parley/jwt.pem"),
        PARLEY_COMPRESSION=around.format("true"),
        PARLEY_SECRET=around.format(""),
        PARLEY_HOST=around.format("::1"),
    )
    assert (settings.auth, settings.tutorial, settings.port, settings.host) == ("jwt", "off", 9000, "::1")
    assert settings.store_url == "sqlite:///data/parley.db"
    assert (settings.allowed_origins, settings.trusted_proxies) == (("https://a.example",), ("10.0.0.7/32",))
    assert (settings.jwt_issuer, settings.jwt_key_file) == ("login", Path("/etc/parley/jwt.pem"))
    assert (settings.compression, settings.secret) == (True, None)


@pytest.mark.parametrize("name", ["\ufeffPARLEY_PORT", "parley_port", "PARLEY_PORT\r", " PARLEY_PORT"])
def test_a_name_is_understood(load: Any, name: str) -> None:
    """AU15: The first name of a file has its byte order mark; letter case says nothing."""
    assert load(**{name: "9000"}).port == 9000
    assert load(**{name: "9000", "PARLEY_PORT": "9001"}).port == 9001


@pytest.mark.parametrize("around", ["{}\r", "{}\r\n", "\ufeff{}"])
def test_a_secret_has_no_line_end(load: Any, around: str) -> None:
    """AU15: Line ends and a byte order mark are no part of a secret."""
    settings = load(PARLEY_SECRET=around.format("s" * 32), PARLEY_JWT_KEY=around.format("k" * 32))
    assert (settings.secret, settings.jwt_key) == (SecretStr("s" * 32), SecretStr("k" * 32))


@pytest.mark.parametrize("around", ['"{}"', "'{}'", " {}", "{} ", "{}\t", '"{}"\r', "{0}\n{0}", "{}\udce9"])
@pytest.mark.parametrize("variable", ["PARLEY_SECRET", "PARLEY_JWT_KEY"])
def test_a_secret_that_may_be_another_is_refused(load: Any, variable: str, around: str) -> None:
    """AU15: What stands around a secret may belong to it or not, so nobody guesses."""
    with pytest.raises(BadSettings, match=f"^{variable} cannot be what it is: .*$") as caught:
        load(**{variable: around.format("SECRET123" * 4)})
    assert "SECRET123" not in str(caught.value)


@pytest.mark.parametrize("around", ["{}", '"{}"', "'{}'\r", "{}\r\n"])
def test_a_public_key_may_stand_in_quotation_marks(load: Any, around: str) -> None:
    """AU15: Of a PEM text it is plain where it begins and ends."""
    pem = "-----BEGIN PUBLIC KEY-----\\nAAAA\\n-----END PUBLIC KEY-----"
    assert load(PARLEY_JWT_KEY=around.format(pem)).jwt_key.get_secret_value() == pem


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("PARLEY_STORE_URL", 'sqlite:///data/parley.db"', "quotation mark at one end"),
        ("PARLEY_STORE_URL", "sqlite:///data/parley.db # the file", "a comment"),
        ("PARLEY_JWT_ISSUER", "'login", "quotation mark at one end"),
        ("PARLEY_JWT_AUDIENCE", "par\nley", "control character"),
        ("PARLEY_JWT_ISSUER", "*", "would match no JWT"),
        ("PARLEY_JWT_ISSUER", "https://*.login.example", "would match no JWT"),
        ("PARLEY_JWT_AUDIENCE", "rooms,parley", "would match no JWT"),
        ("PARLEY_JWT_ISSUER", "login\udce9", "not UTF-8"),
        ("PARLEY_LOG_LEVEL", "info # or debug", "a comment"),
        ("PARLEY_PORT", "tcp://10.0.0.1:8000", "enableServiceLinks: false"),
    ],
)
def test_a_value_that_was_not_meant_is_refused(load: Any, variable: str, value: str, sentence: str) -> None:
    """AU15: What would be taken and match nothing is told in a sentence."""
    with pytest.raises(BadSettings, match=f"^{variable} cannot be what it is: .*{sentence}"):
        load(**{variable: value})


def test_letter_case_of_a_word_does_not_matter(load: Any) -> None:
    """AU15: Where a setting is one of a few words, each is understood in any case."""
    settings = load(PARLEY_AUTH="Demo", PARLEY_LOG_LEVEL="INFO", PARLEY_TUTORIAL="OFF", PARLEY_JWT_ALGORITHM="eddsa")
    assert (settings.auth, settings.log_level) == ("demo", "info")
    assert (settings.tutorial, settings.jwt_algorithm) == ("off", "EdDSA")


@pytest.mark.parametrize(
    ("written", "proxies"),
    [
        ("127.0.0.1/8", ("127.0.0.0/8",)),
        ("10.1.2.3/255.0.0.0", ("10.0.0.0/8",)),
        ("localhost", ("127.0.0.0/8", "::1/128")),
        ("[::1] , 10.0.0.7", ("::1/128", "10.0.0.7/32")),
        ("2001:DB8::5/32\n10.0.0.7", ("2001:db8::/32", "10.0.0.7/32")),
        ('"127.0.0.1","::1"', ("127.0.0.1/32", "::1/128")),
        ("*", ("*",)),
        ("::ffff:10.0.0.0/104", ("10.0.0.0/8",)),
        ("::ffff:10.0.0.7", ("10.0.0.7/32",)),
        ("0.0.0.0/0,::/0", ("0.0.0.0/0", "::/0")),
    ],
)
def test_proxies_are_understood(load: Any, written: str, proxies: tuple[str, ...]) -> None:
    """AU15: Networks, host bits, brackets and the names of this machine."""
    assert load(PARLEY_TRUSTED_PROXIES=written).trusted_proxies == proxies


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("127.0.0.1:8080", "write 127.0.0.1"),
        ("[::1]:80", "write ::1"),
        ("10.0.0.1, proxy", "in number 2 of the list, .*names are not looked up"),
        ("nginx", "names are not looked up"),
        ("10.0.0", "an address or a network"),
        ("10.0.0.0/33", "an address or a network"),
        ("http://10.0.0.1", "an address or a network"),
        ("10.0.0.1,*", "[*] stands alone"),
        ("0.0.0.0", "nobody comes from it"),
        ("::", "nobody comes from it"),
        ("::ffff:10.0.0.0/8", "96 bits or more"),
    ],
)
def test_a_proxy_that_nobody_could_be_is_refused(load: Any, written: str, sentence: str) -> None:
    """AU15: A proxy that is not recognised turns everybody away, so it is told at the start."""
    with pytest.raises(BadSettings, match=f"^PARLEY_TRUSTED_PROXIES cannot be what it is: .*{sentence}"):
        load(PARLEY_TRUSTED_PROXIES=written)
