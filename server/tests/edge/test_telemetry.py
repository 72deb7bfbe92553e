"""Log lines, and what is not in them."""

import json
import logging
import logging.config
import sys
from collections.abc import Iterator

import pytest

from server.edge.telemetry import JsonFormatter, TextFormatter, logging_config, without_tokens

LOGGERS = ("", "server", "uvicorn", "uvicorn.error", "uvicorn.access", "websockets", "asyncio")


@pytest.fixture
def _loggers() -> Iterator[None]:
    """Put the loggers back as they were."""
    before = [(logging.getLogger(name), logging.getLogger(name).level) for name in LOGGERS]
    handlers = logging.getLogger().handlers[:]
    yield
    logging.getLogger().handlers[:] = handlers
    for logger, level in before:
        logger.setLevel(level)


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ('1.2.3.4:5 - "WebSocket /ws?token=S" [accepted]', '1.2.3.4:5 - "WebSocket /ws?…" [accepted]'),
        ('"GET /a?token=S HTTP/1.1" 200', '"GET /a?… HTTP/1.1" 200'),
        ('"WebSocket /a?x="&token=S" 403', '"WebSocket /a?…" 403'),
        ('"WebSocket /a?"""token=S" 403', '"WebSocket /a?…" 403'),
        ('"WebSocket /a?x=\'&token=S" 403', '"WebSocket /a?…" 403'),
        ('"WebSocket /a??token=S?token=S" 403', '"WebSocket /a?…" 403'),
        ("/a?token=S", "/a?…"),
        ("/a?token=S\n/b?token=S\n", "/a?…\n/b?…\n"),
        ("Authorization: Bearer S.S.S", "Authorization: Bearer …"),
        ("sec-websocket-protocol: parley.v1, bearer.S_S-S", "sec-websocket-protocol: parley.v1, bearer.…"),
        ("cookie: a=b; session=S; c=d", "cookie: a=b; session=…; c=d"),
    ],
)  # fmt: skip
def test_what_may_hold_a_token_is_cut(line: str, cut: str) -> None:
    """AU8: Query strings, bearers and session cookies are cut from a line, and the rest of it stays."""
    assert without_tokens(line) == cut


@pytest.mark.parametrize("line", ["Is it ready?", "What? No.", "Parley is at http://127.0.0.1:8000", "?", "a ? b : c"])
def test_sentences_stay_whole(line: str) -> None:
    """AU8: Only what may hold a token is cut."""
    assert without_tokens(line) == line


def failing_record() -> logging.LogRecord:
    """Return a record whose message, arguments and traceback hold a token."""
    try:
        raise RuntimeError("/x?token=SECRET123")
    except RuntimeError:
        return logging.LogRecord(
            "uvicorn.error", logging.ERROR, "f.py", 1, "%s failed", ("/y?token=SECRET123",), sys.exc_info()
        )


@pytest.mark.parametrize("formatter", [TextFormatter("%(levelprefix)s %(message)s"), JsonFormatter()])
def test_arguments_and_tracebacks_are_cut(formatter: logging.Formatter) -> None:
    """AU8: The finished text is cut, the traceback with it."""
    text = formatter.format(failing_record())
    assert "SECRET123" not in text
    assert "/y?…" in text
    assert "RuntimeError: /x?…" in text


def test_a_json_line_is_one_object() -> None:
    """AU8: A machine reads the same, one object a line, a traceback in it."""
    line = JsonFormatter().format(failing_record())
    assert "\n" not in line
    fields = json.loads(line)
    assert set(fields) == {"at", "level", "logger", "message", "traceback"}
    assert (fields["level"], fields["logger"], fields["message"]) == ("error", "uvicorn.error", "/y?… failed")


@pytest.mark.usefixtures("_loggers")
@pytest.mark.parametrize("line_format", ["text", "json"])
def test_the_loggers_that_print_headers_stay_above_debug(line_format: str) -> None:
    """AU8: At DEBUG uvicorn's logger prints headers and frames, so only ours goes that low."""
    logging.config.dictConfig(logging_config("debug", line_format))
    assert logging.getLogger("server.edge.hub").isEnabledFor(logging.DEBUG)
    for name in ("uvicorn.error", "uvicorn.access", "websockets.server", "asyncio", "any.library"):
        assert not logging.getLogger(name).isEnabledFor(logging.DEBUG), name
        assert logging.getLogger(name).isEnabledFor(logging.INFO), name


@pytest.mark.usefixtures("_loggers")
@pytest.mark.parametrize("name", LOGGERS)
def test_a_quieter_level_is_everybodys(name: str) -> None:
    """AU8: A level above DEBUG holds for each logger, and nobody writes by another way."""
    logging.config.dictConfig(logging_config("warning", "text"))
    assert not logging.getLogger(name).isEnabledFor(logging.INFO)
    assert logging.getLogger(name).isEnabledFor(logging.WARNING)
    assert not name or not logging.getLogger(name).handlers


FORGED = "x\n12:00:00 INFO:     Parley is at\x1b[31m \u202egro.live"


@pytest.mark.parametrize("formatter", [TextFormatter("%(levelprefix)s %(message)s"), JsonFormatter()])
def test_nobody_forges_a_line(formatter: logging.Formatter) -> None:
    """AU13: Line ends, escape sequences and what turns a line around are written out."""
    record = logging.LogRecord("server.x", logging.INFO, "f.py", 1, "refused: %s", (FORGED,), None)
    text = formatter.format(record)
    text = json.loads(text)["message"] if isinstance(formatter, JsonFormatter) else text
    assert "refused: x\\n12:00:00 INFO:     Parley is at\\x1b[31m \\u202egro.live" in text


def test_traceback_is_no_line_of_its_own() -> None:
    """AU13: Whatever the exception's text holds, each of its lines is indented, and there is an end to them."""
    try:
        raise RuntimeError(FORGED + "\n12:00:01 INFO: forged" + "y" * 50_000)
    except RuntimeError:
        record = logging.LogRecord("server.x", logging.ERROR, "f.py", 1, "it failed", (), sys.exc_info())
    first, *rest = TextFormatter("%(levelprefix)s %(message)s").format(record).split("\n")
    assert first.endswith("it failed")
    assert rest
    assert all(line.startswith("    ") for line in rest)
    assert len("".join(rest)) < 25_000


def test_what_comes_from_others_is_shortened() -> None:
    """AU13: A path of 20 KB is a short line, and what follows it stands in it still; half a token is no token."""
    record = logging.LogRecord(
        "uvicorn.access", logging.INFO, "f.py", 1, '%s "%s %s" %d', ("1.2.3.4:5", "GET", "/" + "x" * 20_000, 404), None
    )
    text = TextFormatter("%(message)s").format(record)
    assert len(text) < 300
    assert text.endswith('… (19,801 more characters)" 404')
    record.args = ("1.2.3.4:5", "GET", "/" + "x" * 190 + "?token=SECRET123" + "y" * 500, 404)
    assert "SECRET" not in TextFormatter("%(message)s").format(record)
