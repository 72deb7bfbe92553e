"""The form of the process' own log lines, without anybody's secrets (AU8)."""

import json
import logging
import re
from copy import copy
from datetime import UTC, datetime
from typing import Any

from uvicorn.logging import DefaultFormatter

from server.edge.paced_lines import PacedHandler

# A query string, up to the end of the request target: the next blank, or the
# quotation mark before it. Marks inside the query are part of it.
_QUERY = re.compile(r"\?(?=\S)[^\s\"]*(?:\"(?!\s|$)[^\s\"]*)*")
# What a header would show, should some library print one in an error.
_BEARER = re.compile(r"\b(bearer[. ])\S+", re.IGNORECASE)
_COOKIE = re.compile(r"\b(session=)[^\s;]+", re.IGNORECASE)

_TEXT_LINE = "%(asctime)s %(levelprefix)s %(message)s"


def without_tokens(line: str) -> str:
    """Return a log line with every place cut that a token may stand in."""
    line = _QUERY.sub("?…", line)
    line = _BEARER.sub(r"\1…", line)
    return _COOKIE.sub(r"\1…", line)


MAX_ARGUMENT_LENGTH = 200
"""The most characters of an argument of a line: a path, an origin or an error's text may come from anybody."""

MAX_LINE_LENGTH = 1_000
MAX_TRACEBACK_LENGTH = 20_000


def shortened(text: str, length: int) -> str:
    """Return a text as it is, or its beginning and how much is missing."""
    return text if len(text) <= length else f"{text[:length]}… ({len(text) - length:,} more characters)"


def on_one_line(text: str) -> str:
    """Return a text with its control characters written out, so that nobody forges a line or turns it around (AU13)."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def message_of(record: logging.LogRecord) -> str:
    """Return what a record says: on one line, bounded, and without tokens (AU8, AU13)."""
    args = record.args
    if isinstance(args, tuple):
        args = tuple(_bounded(value) for value in args)
    message = str(record.msg) % args if args else str(record.msg)
    return shortened(on_one_line(without_tokens(message)), MAX_LINE_LENGTH)


def _bounded(value: object) -> object:
    if isinstance(value, str | BaseException):
        # Cut before it is shortened: half a token is one that nothing finds.
        return shortened(without_tokens(str(value)), MAX_ARGUMENT_LENGTH)
    return value


class TokenFilter(logging.Filter):
    """Cuts tokens from records whose formatter is not ours, as under `fastapi dev`."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Cut the message and each of its arguments; every record passes."""
        record.msg = without_tokens(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(without_tokens(value) if isinstance(value, str) else value for value in record.args)
        return True


_TOKEN_FILTER = TokenFilter()


CONNECTIONS = "uvicorn.error.connections"
"""The logger of what uvicorn says of each connection that comes and goes."""


def guard_loggers() -> None:
    """Keep tokens out of uvicorn's log lines, whoever configured its loggers.

    For servers that somebody else starts; may be called again.
    """
    for name in ("uvicorn.error", "uvicorn.access", CONNECTIONS):
        logger = logging.getLogger(name)
        logger.addFilter(_TOKEN_FILTER)
        if logger.getEffectiveLevel() < logging.INFO:
            logger.setLevel(logging.INFO)


class TextFormatter(DefaultFormatter):
    """One line for a person, coloured on a terminal.

    The cut is made here, on the finished text, so that no logger, handler or
    traceback gets around it.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with the traceback if there is one, indented so that it is no line of its own."""
        line = copy(record)
        line.msg, line.args = message_of(record), None
        line.__dict__.pop("color_message", None)
        line.exc_text = None
        return without_tokens(super().format(line))

    def formatException(self, ei: Any) -> str:
        """Return a traceback that no exception's text can break out of."""
        text = shortened(super().formatException(ei), MAX_TRACEBACK_LENGTH)
        return "\n".join(f"    {on_one_line(part)}" for part in text.split("\n"))


class JsonFormatter(logging.Formatter):
    """One JSON object a line, for a machine; it names the worker, where there are several."""

    def __init__(self, worker: int | None = None) -> None:
        super().__init__()
        self._worker = {} if worker is None else {"worker": worker}

    def format(self, record: logging.LogRecord) -> str:
        """Return the object; a traceback is one string in it."""
        fields: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            **self._worker,
            "logger": record.name,
            "message": message_of(record),
        }
        if record.exc_info:
            traceback = shortened(self.formatException(record.exc_info), MAX_TRACEBACK_LENGTH)
            fields["traceback"] = without_tokens(traceback)
        return json.dumps(fields, ensure_ascii=False)


def _severity(level: str) -> int:
    return logging.getLevelNamesMapping()[level]


def logging_config(level: str, line_format: str, worker: int | None = None) -> dict[str, Any]:
    """Return the configuration of all loggers, for ``logging.config.dictConfig``.

    Everything goes to standard error. ``level`` is that of our own loggers:
    below INFO, uvicorn and websockets print headers and frames, tokens and
    messages among them, so theirs goes no lower. Each line says which worker
    writes it, where there are several.
    """
    text_line = _TEXT_LINE if worker is None else _TEXT_LINE.replace("%(message)s", f"worker {worker}: %(message)s")
    others = "INFO" if level == "debug" else level.upper()
    formatters: dict[str, Any] = {
        "text": {"()": TextFormatter, "fmt": text_line, "datefmt": "%H:%M:%S"},
        "json": {"()": JsonFormatter, "worker": worker},
    }
    quiet = {"level": others, "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {line_format: formatters[line_format]},
        "handlers": {"stderr": {"()": PacedHandler, "formatter": line_format}},
        "root": {"handlers": ["stderr"], "level": others},
        "loggers": {
            "server": {"level": level.upper()},
            # Each by name: a level set on one of them before would stay.
            "uvicorn": quiet,
            "uvicorn.error": quiet,
            "uvicorn.access": quiet,
            # Two lines for each connection are for whoever looks for a fault.
            CONNECTIONS: {"level": "INFO" if level == "debug" else max("WARNING", others, key=_severity)},
            "websockets": quiet,
            "asyncio": quiet,
        },
    }
