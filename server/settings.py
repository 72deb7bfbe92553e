"""Every setting, read once from ``PARLEY_…`` variables."""

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from server.addresses import canonical_name, canonical_origin, canonical_proxy
from server.variables import (
    PREFIX,
    doubled_sentence,
    doubled_variables,
    one_line,
    parts_of,
    plain_text,
    read_variables,
    secret_text,
    unknown_sentence,
    unknown_variables,
    word_meant,
)

Algorithm = Literal[
    "HS256", "HS384", "HS512",
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
    "ES256", "ES384", "ES512", "EdDSA",
]  # fmt: skip
Switch = Literal["on", "off"]
CommaList = Annotated[tuple[str, ...], NoDecode]
Seconds = Annotated[float, Field(ge=0.1, le=3600)]

MIN_AGE_DAYS = 0.01
MIN_WATCHDOG_SECONDS = 5


class BadSettings(Exception):
    """The settings make no server; each line is a sentence that says what to change."""


class Settings(BaseSettings):
    """The settings of one server process; they never change while it runs."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    host: str = Field(
        "127.0.0.1", description="Address to listen on; `0.0.0.0` for every one, `::` for every one of IPv6 and IPv4."
    )
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; `0` takes a free one.")
    workers: int = Field(
        1,
        ge=1,
        le=256,
        description="Processes that serve the port, each a node of its own; more than 1 need Redis or PostgreSQL.",
    )
    store_url: str = Field(
        "sqlite:///data/parley.db",
        description="Where the logs are kept: `sqlite:///` and a path (a fourth slash for an absolute one), "
        "`redis://…`, `rediss://…`, `postgresql://…`, or `memory://`, which forgets.",
    )
    auth: Literal["demo", "jwt"] | None = Field(
        None,
        description="How people log in. `demo`: anybody gets in with any token, for trials. `jwt`: everybody needs a "
        "token signed by your login. There is no default.",
    )
    tutorial: Switch = Field(
        "on",
        description="The plain-text endpoints of the FastAPI chapter. `on` is possible under `demo` only; under "
        "`jwt` the default is `off`.",
    )
    secret: SecretStr | None = Field(
        None,
        min_length=32,
        description="Signs resume tokens, which give a browser tab its client ID back. The same on all nodes. "
        "Without it a key that is kept in the store signs them.",
    )
    jwt_key: SecretStr | None = Field(
        None,
        description="The key that verifies JWTs: the shared secret (HS…; at least as many bytes as its hash: 32, "
        "48, 64), or the public key as PEM text (line ends may be written as `\\n`).",
    )
    jwt_key_file: Path | None = Field(None, description="A file to read the key from, in place of `PARLEY_JWT_KEY`.")
    jwt_algorithm: Algorithm = Field("HS256", description="The one algorithm that a JWT may be signed with.")
    jwt_issuer: str | None = Field(None, description="The `iss` that a JWT must have. Not checked without it.")
    jwt_audience: str | None = Field(
        None,
        description="The `aud` that a JWT must have. Without it a JWT that has an `aud` is refused: it was issued for "
        "another application.",
    )
    allowed_origins: CommaList = Field(
        (),
        description="Other sites whose pages may connect, with commas between them, such as "
        "`https://shop.example,https://admin.example:8443`. The page's own site always may. `null` lets in pages from "
        "`file://`, and with them any sandboxed frame of anybody's page. `*` is refused.",
    )
    allowed_hosts: CommaList = Field(
        (),
        description="Host names that the server answers to, with commas between them, such as `rooms.example`; it "
        "always answers to those of this machine (`localhost`, `127.0.0.1`). Empty: every name, except that on a "
        "loopback address under `demo` only those of this machine count; `*`: every name there too.",
    )
    trusted_proxies: CommaList = Field(
        (),
        description="Addresses or networks, with commas between them, whose `X-Forwarded-For` and "
        "`X-Forwarded-Proto` are trusted; `*` for all. Empty: none.",
    )
    grace_seconds: float = Field(
        10,
        ge=0,
        le=3600,
        description="How long a client whose connection was lost may be away before its departure is announced.",
    )
    reload_grace_seconds: float = Field(
        3, ge=0, le=3600, description="The same for a page that was closed or reloaded."
    )
    hello_timeout_seconds: float = Field(
        10, ge=1, le=3600, description="How long a new connection may take to send `hello`."
    )
    presence_tick_ms: int = Field(50, ge=1, le=60_000, description="How long changes of presence are collected.")
    heartbeat_seconds: int = Field(20, ge=1, le=3600, description="How often clients are asked to ping.")
    ping_interval_seconds: Seconds = Field(20, description="How often the server pings a connection.")
    ping_timeout_seconds: Seconds = Field(
        20, description="How long it waits for the answer before it aborts the connection."
    )
    compression: bool = Field(
        False,
        description="Whether compression (`permessage-deflate`) is offered to clients that ask for it: less traffic, "
        "more memory and processor time for each connection. A message still unpacks to 128 KiB at most.",
    )
    replay_entries: int = Field(
        1000, ge=0, le=100_000, description="The most entries replayed to a client that comes back."
    )
    pending_sends: int = Field(32, ge=1, le=10_000, description="The most unanswered sends or reads of one client.")
    listed_members: int = Field(
        100,
        ge=0,
        le=10_000,
        description="In a room of more members than this one of each person is listed, and in one of more persons only "
        "their number is sent.",
    )
    messages_per_second: int = Field(
        20, ge=1, le=1_000_000, description="Frames a second that one connection may send in the long run."
    )
    message_burst: int = Field(
        40, ge=1, le=1_000_000, description="Frames that one connection may send at once after a rest."
    )
    person_messages_per_second: int = Field(
        40,
        ge=1,
        le=1_000_000_000,
        description="Frames a second that one person may send, over all their connections to a node.",
    )
    person_bytes_per_second: int = Field(
        16_384,
        ge=1_024,
        le=1_000_000_000,
        description="Bytes a second of these frames; a send costs 512 more. Ten seconds' worth may come at once, and "
        "always at least 256 KiB.",
    )
    person_joins_per_minute: int = Field(
        120, ge=1, le=1_000_000_000, description="How often one person may join, a minute's worth at once."
    )
    person_rooms_per_hour: int = Field(
        120, ge=1, le=1_000_000_000, description="In how many rooms an hour one person may be the first to write."
    )
    person_read_bytes_per_second: int = Field(
        2_097_152,
        ge=262_144,
        le=1_000_000_000,
        description="Bytes of pages a second that one person may read, over all their connections to a node.",
    )
    address_messages_per_second: int = Field(
        200,
        ge=1,
        le=1_000_000_000,
        description="As `PARLEY_PERSON_MESSAGES_PER_SECOND`, for all people at one address whom no login names.",
    )
    address_bytes_per_second: int = Field(
        131_072, ge=1_024, le=1_000_000_000, description="As `PARLEY_PERSON_BYTES_PER_SECOND`, for the same people."
    )
    address_joins_per_minute: int = Field(
        3_000,
        ge=1,
        le=1_000_000_000,
        description="How often people at one address may try to join, whether or not a login names them.",
    )
    address_rooms_per_hour: int = Field(
        1_200,
        ge=1,
        le=1_000_000_000,
        description="As `PARLEY_PERSON_ROOMS_PER_HOUR`, for all people at one address whom no login names.",
    )
    address_read_bytes_per_second: int = Field(
        16_777_216,
        ge=262_144,
        le=1_000_000_000,
        description="As `PARLEY_PERSON_READ_BYTES_PER_SECOND`, for the same people.",
    )
    address_requests_per_second: int = Field(
        200,
        ge=1,
        le=1_000_000_000,
        description="Plain HTTP requests a second of one address, twenty seconds' worth at once. A file of the page "
        "costs a quarter of one.",
    )
    room_messages_per_second: int = Field(
        400,
        ge=1,
        le=1_000_000_000,
        description="Sends a second that a node takes for one room, ten seconds' worth at once.",
    )
    room_bytes_per_second: int = Field(
        524_288, ge=1_024, le=1_000_000_000, description="Bytes a second of these sends, counted as for a person."
    )
    node_messages_per_second: int = Field(
        10_000,
        ge=1,
        le=1_000_000_000,
        description="Sends a second that a node takes in all, ten seconds' worth at once.",
    )
    node_bytes_per_second: int = Field(
        8_388_608, ge=1_024, le=1_000_000_000, description="Bytes a second of these sends, counted as for a person."
    )
    connections: int = Field(50_000, ge=1, le=10_000_000, description="The most connections of a node.")
    connections_per_address: int = Field(
        1000,
        ge=1,
        le=10_000_000,
        description="The most connections from one address (an IPv6 network of 64 bits counts as one), and as many "
        "more that are in no room. Behind a proxy that `PARLEY_TRUSTED_PROXIES` does not name, all come from its "
        "address.",
    )
    connections_per_person: int = Field(
        100, ge=1, le=10_000_000, description="The most connections of one person, where a login names the person."
    )
    connections_per_room: int = Field(20_000, ge=1, le=10_000_000, description="The most connections in one room.")
    max_entries_per_room: int = Field(
        100_000,
        ge=1,
        le=100_000_000,
        description="Messages kept in a room; the oldest beyond it are trimmed, with the edits, deletions and "
        "reactions that come before the next one.",
    )
    max_entry_age_days: float = Field(
        0,
        ge=0,
        le=36_500,
        description="How many days an entry is kept, such as `30` or `0.5`; `0` sets no limit. "
        "Otherwise at least `0.01`, a quarter of an hour.",
    )
    min_free_disk_mb: int = Field(
        256,
        ge=0,
        le=100_000_000,
        description="MiB that stay free on SQLite's disk. With less, messages are refused for now, and rooms can still "
        "be read; `0` sets no floor.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The lowest level of log lines that are written."
    )
    log_format: Literal["text", "json"] = Field("text", description="The form of a log line.")
    drain_seconds: float = Field(
        5,
        ge=0,
        le=3600,
        description="Over how long the connections are closed when the server stops; a few are closed at once.",
    )
    graceful_timeout_seconds: int = Field(
        2, ge=0, le=3600, description="How long requests and connections may take to end afterwards."
    )
    watchdog_seconds: int = Field(
        30,
        ge=0,
        le=3600,
        description="After how long a process whose event loop hangs is ended, to be started again; `0`: never. "
        "Otherwise at least `5`.",
    )
    backlog: int = Field(2048, ge=1, le=65_535, description="Connections that may wait to be accepted.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read what is set, in whichever spelling; see ``server.variables``."""
        return init_settings, _Variables(settings_cls)

    @field_validator("*", mode="before")
    @classmethod
    def _understood(cls, value: Any, field: ValidationInfo) -> Any:
        if not isinstance(value, str):
            return value
        name = str(field.field_name)
        if name in _SECRETS:
            return secret_text(value)
        if name in _LISTS:
            return parts_of(value)
        text = plain_text(value)
        if name == "port" and text.startswith("tcp://"):
            raise ValueError(
                "Kubernetes sets it so for a service called parley; name the service otherwise, or set "
                "enableServiceLinks: false in the pod"
            )
        return word_meant(one_line(text) if name not in _PATHS else text, cls.model_fields[name].annotation)

    @field_validator("allowed_origins")
    @classmethod
    def _origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        return _each(origins, canonical_origin)

    @field_validator("allowed_hosts")
    @classmethod
    def _hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        return _each(hosts, canonical_name)

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        networks = tuple(network for networks in _each(proxies, canonical_proxy) for network in networks)
        if "*" in networks and len(networks) > 1:
            raise ValueError("* stands alone, for every address there is")
        return networks

    @field_validator("jwt_issuer", "jwt_audience")
    @classmethod
    def _one_name(cls, name: str | None) -> str | None:
        if name is not None and re.search(r"[*,]", name):
            raise ValueError(
                "it is compared letter by letter, so a list or a * would match no JWT; write the one name, or leave "
                "the variable out"
            )
        return name

    @field_validator("max_entry_age_days")
    @classmethod
    def _some_age(cls, days: float) -> float:
        # A slip of the pen would delete every message at once.
        return _zero_or_at_least(days, MIN_AGE_DAYS, "sets no limit")

    @field_validator("watchdog_seconds")
    @classmethod
    def _some_patience(cls, seconds: int) -> int:
        # A slow disk or a large store may keep a sound process busy for a few seconds.
        return _zero_or_at_least(seconds, MIN_WATCHDOG_SECONDS, "means never")

    @model_validator(mode="after")
    def _tutorial_is_for_demo(self) -> "Settings":
        # TU1: the chapter's endpoints let anybody in, so a login turns them off.
        if self.auth == "jwt" and self.tutorial == "on":
            if "tutorial" in self.model_fields_set:
                raise ValueError(f"{PREFIX}TUTORIAL=on lets anybody in, so it needs {PREFIX}AUTH=demo")
            object.__setattr__(self, "tutorial", "off")
        return self

    @model_validator(mode="after")
    def _one_jwt_key(self) -> "Settings":
        if self.auth == "jwt" and (self.jwt_key is None) == (self.jwt_key_file is None):
            raise ValueError(f"{PREFIX}AUTH=jwt needs a key: set one of {PREFIX}JWT_KEY and {PREFIX}JWT_KEY_FILE")
        return self


_SECRETS = {"secret", "jwt_key"}
_LISTS = {"allowed_hosts", "allowed_origins", "trusted_proxies"}
# A file's name may be of any bytes.
_PATHS = {"jwt_key_file", "store_url"}


Part = TypeVar("Part")
Number = TypeVar("Number", int, float)


class _Variables(PydanticBaseSettingsSource):
    """The environment."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return one value; nobody asks, as all are read at once."""
        return self().get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        return dict(read_variables(os.environ, self.settings_cls.model_fields))


def _zero_or_at_least(number: Number, least: Number, meaning_of_zero: str) -> Number:
    if 0 < number < least:
        raise ValueError(f"it is 0, which {meaning_of_zero}, or at least {least:g}")
    return number


def _each(parts: Iterable[str], canonical: Callable[[str], Part]) -> tuple[Part, ...]:
    """Return each part of a list in its one spelling; a fault says which part it is."""
    found: list[Part] = []
    for number, part in enumerate(parts, 1):
        try:
            found.append(canonical(part))
        except ValueError as error:
            raise ValueError(f"in number {number} of the list, {error}" if number > 1 else str(error)) from None
    return tuple(found)


def load_settings(*, workers: str | None = None) -> Settings:
    """Return the settings of this process.

    ``fastapi dev`` implies demo auth: it says so by ``FASTAPI_ENV``. What a
    command line says of ``workers`` takes the place of the variable.

    Raises:
        BadSettings: a value cannot be; no sentence repeats one, it may be secret.
    """
    implied: dict[str, Any] = {} if workers is None else {"workers": workers}
    if os.environ.get("FASTAPI_ENV") == "development" and not read_variables(os.environ, ["auth"]):
        implied["auth"] = "demo"
    try:
        return Settings(**implied)
    except ValidationError as error:
        raise BadSettings("\n".join(_sentence(details) for details in error.errors())) from None


def _sentence(details: ErrorDetails) -> str:
    message = details["msg"].removeprefix("Value error, ")
    message = message[0].lower() + message[1:] if details["loc"] else message
    if not details["loc"]:
        return f"{message}."
    return f"{PREFIX}{str(details['loc'][0]).upper()} cannot be what it is: {message}."


def unknown_settings() -> list[str]:
    """Return a sentence for each variable that looks like a setting and does nothing."""
    unknown = unknown_variables(os.environ, Settings.model_fields)
    twice = doubled_variables(os.environ, Settings.model_fields)
    return [
        *(unknown_sentence(name, meant) for name, meant in unknown.items()),
        *(doubled_sentence(name, read) for name, read in twice.items()),
    ]
