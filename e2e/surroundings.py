"""The four surroundings in which the page keeps what it promises: on a desk and on a phone, in English and in Chinese.

A test of a promise is marked ``everywhere``: its ``alice`` sits before the page in each of the four. What is rarer is
marked ``both_ways`` (both sizes and both languages at half the price), and what depends on neither is not marked.
"""

from dataclasses import dataclass
from typing import Any

import pytest

from e2e.states.devices import DEVICES
from e2e.words import LANGUAGES, Words


@dataclass(frozen=True)
class Surroundings:
    """What somebody looks at the page with, and the language that the browser asks for."""

    device: str
    words: Words

    @property
    def options(self) -> dict[str, Any]:
        """What makes a browser context of it."""
        return {**DEVICES[self.device], "locale": self.words.locale}


SURROUNDINGS = {
    f"{device}-{language}": Surroundings(device, words) for device in DEVICES for language, words in LANGUAGES.items()
}


def _in(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("surroundings", names, indirect=True)


everywhere = _in(*SURROUNDINGS)
both_ways = _in("desk-en", "phone-zh")
on_a_phone = _in("phone-en", "phone-zh")
