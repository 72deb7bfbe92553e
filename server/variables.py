"""The ``PARLEY_…`` variables, as people and their tools write them.

``docker run --env-file`` passes quotation marks on, an editor adds a byte order
mark, a file from Windows has its line ends: what can mean one thing only is
understood, everything else is refused in a sentence.
"""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, get_args

PREFIX = "PARLEY_"

OF_SCRIPTS = {f"{PREFIX}{name}" for name in ("DEV_PORT", "DEV_SERVER", "NODES", "PYTHON", "RELEASE", "SITE")}
"""What npm scripts, the client's build and the proxy of ``compose.yaml`` read."""

# Docker's links and Kubernetes add these for a service that is called parley, or parley-something.
_OF_ORCHESTRATORS = re.compile(
    rf"{PREFIX}(\w+_)?(SERVICE_(HOST|PORT(_\w+)?)|PORT_\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?)=.*"
    rf"|{PREFIX}(\w+_)?PORT=(tcp|udp|sctp)://.*|{PREFIX}(NAME|ENV_\w+)=.*",
    re.DOTALL,
)
_BYTE_ORDER_MARK = "\ufeff"
_AROUND = f" \t\r\n{_BYTE_ORDER_MARK}"
_QUOTES = "\"'`"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def read_variables(environ: Mapping[str, str], fields: Iterable[str]) -> dict[str, str]:
    """Return what is set of some fields, still as it was written; an empty value is not set."""
    found = {_meant(name): text for name, text in environ.items()} | dict(environ)
    texts = {field: found.get(variable_name(field), "") for field in fields}
    return {field: text for field, text in texts.items() if _unwrapped(text)}


def variable_name(field: str) -> str:
    """Return the environment variable of a field."""
    return PREFIX + field.upper()


def _meant(name: str) -> str:
    return name.strip(_AROUND).upper()


def _unwrapped(text: str) -> str:
    """Return a value without what cannot belong to it: blanks around, and one pair of quotation marks."""
    text = text.strip(_AROUND)
    if len(text) >= 2 and text[0] == text[-1] and text[0] in _QUOTES:
        return text[1:-1].strip(_AROUND)
    return text


def plain_text(text: str) -> str:
    """Return what was meant by a value.

    Raises:
        ValueError: that cannot be told; the sentence says what to write.
    """
    text = _unwrapped(text)
    if text and (text[0] in _QUOTES or text[-1] in _QUOTES):
        raise ValueError("there is a quotation mark at one end of it; take it away")
    if re.search(r"\s#", text):
        raise ValueError("a comment stands behind the value; give it a line of its own")
    return text


def one_line(text: str) -> str:
    """Return a text that names something.

    Raises:
        ValueError: it holds what no name has.
    """
    if _CONTROLS.search(text):
        raise ValueError("it holds a line end or another control character")
    if _SURROGATES.search(text):
        raise ValueError("it is not UTF-8")
    return text


def secret_text(text: str) -> str:
    """Return a secret, of which only line ends and a byte order mark are surely no part.

    Raises:
        ValueError: it has something around it that whoever signs may count in or not.
    """
    text = text.strip(f"\r\n{_BYTE_ORDER_MARK}")
    if "-----BEGIN" in text:
        return _unwrapped(text)
    if text != text.strip():
        raise ValueError("there are blanks around it, which may belong to it or not; take them away")
    if len(text) >= 2 and text[0] == text[-1] and text[0] in _QUOTES:
        raise ValueError("it stands in quotation marks, which may belong to it or not; take them away")
    return one_line(text)


def word_meant(text: str, annotation: Any) -> str:
    """Return the word, among those that a setting may be, that was written in other letter case; else the text."""
    words = {word.lower(): word for word in _words(annotation)}
    return words.get(text.lower(), text)


def _words(annotation: Any) -> list[str]:
    words: list[str] = []
    for part in get_args(annotation):
        words += [part] if isinstance(part, str) else _words(part)
    return words


def parts_of(text: str) -> tuple[str, ...]:
    """Return the parts of a list, between which there are commas, blanks or line ends."""
    parts = (part.strip(_AROUND + _QUOTES) for part in re.split(r"[\s,;]+", text))
    return tuple(part for part in parts if part)


def unknown_variables(environ: Mapping[str, str], fields: Iterable[str]) -> dict[str, str | None]:
    """Return the variables that nobody reads, each with the one that may be meant.

    An orchestrator adds some of its own for a service that is called parley;
    those are left out.
    """
    known = {variable_name(field) for field in fields} | OF_SCRIPTS
    unknown: dict[str, str | None] = {}
    for name, text in environ.items():
        meant = _meant(name)
        if not meant.startswith(PREFIX) or meant in known or _OF_ORCHESTRATORS.fullmatch(f"{meant}={text}"):
            continue
        # All begin alike, so that much says nothing.
        near = get_close_matches(meant.removeprefix(PREFIX), [each.removeprefix(PREFIX) for each in known], n=1)
        unknown[name] = f"{PREFIX}{near[0]}" if near else None
    return unknown


def doubled_variables(environ: Mapping[str, str], fields: Iterable[str]) -> dict[str, str]:
    """Return the variables whose setting has another spelling that is read, each with that one."""
    read: dict[str, str] = {}
    for name in environ:
        meant = _meant(name)
        if meant not in environ or name == meant:
            read[meant] = name  # As in ``read_variables`` the last one counts, and before all the one in capitals.
    known = {variable_name(field) for field in fields}
    return {name: read[_meant(name)] for name in environ if _meant(name) in known and read[_meant(name)] != name}


def doubled_sentence(name: str, read: str) -> str:
    """Return what a person should hear of a variable in whose place another one is read."""
    return f"{_shown(name)} does nothing, since {_shown(read)} is set, too; take one of them away."


def _shown(name: str) -> str:
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in name[:100])


def unknown_sentence(name: str, meant: str | None) -> str:
    """Return what a person should hear of a variable that nobody reads."""
    advice = f"{meant} may be meant" if meant else "`python -m server settings` lists those there are"
    return f"{_shown(name)} is no setting and does nothing; {advice}."
