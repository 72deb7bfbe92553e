"""The examples of ``docs/deploy.md``, as they stand there."""

import re
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[3]

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def example(language: str, holding: str) -> str:
    """Return the one example in this language that holds a text.

    Raises:
        ValueError: there is none, or more than one.
    """
    text = (ROOT / "docs/deploy.md").read_text("utf-8")
    found: list[str] = [block for said, block in _BLOCK.findall(text) if said == language and holding in block]
    if len(found) != 1:
        raise ValueError(f"{len(found)} examples in {language} of docs/deploy.md hold {holding!r}, not one")
    return found[0]


def exchanged(text: str, exchanges: Mapping[str, str]) -> str:
    """Return an example with some of its texts exchanged for what a test has in their place.

    Raises:
        ValueError: a text that is to be exchanged is not there.
    """
    for old, new in exchanges.items():
        if old not in text:
            raise ValueError(f"{old!r} is not in the example")
        text = text.replace(old, new)
    return text
