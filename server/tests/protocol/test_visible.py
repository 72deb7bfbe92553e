"""Texts that show nothing, or pose as others."""

import json
from pathlib import Path
from typing import Any, cast

import pytest
from pydantic import ValidationError

from server.protocol.client_frames import Hello
from server.protocol.item_ids import normalize_item_id
from server.protocol.visible import has_hidden, has_hidden_beside_emoji, has_visible, without_direction_controls

_FILE = Path(__file__).parents[3] / "shared" / "schema" / "examples" / "texts.json"
TEXTS: dict[str, list[str]] = cast(Any, json.loads(_FILE.read_text()))


def hello(name: str) -> Hello:
    return Hello(type="hello", contract=1, name=name)


@pytest.mark.parametrize("text", TEXTS["visible"], ids=ascii)
def test_text_is_visible_when_one_character_shows(text: str) -> None:
    """FR16: One is enough, whatever invisible ones stand beside it."""
    assert has_visible(text)
    assert has_visible("\u200b" + text + "\u2800")


@pytest.mark.parametrize("text", TEXTS["nothing"], ids=ascii)
def test_text_is_not_visible_when_no_character_shows(text: str) -> None:
    """FR16: Blanks, fillers, joiners, selectors and tags show nothing."""
    assert not has_visible(text)


@pytest.mark.parametrize("name", [text for text in TEXTS["nothing"] if text.strip()], ids=ascii)
def test_name_is_refused_when_it_shows_nothing(name: str) -> None:
    """FR16: Nobody can be called so."""
    with pytest.raises(ValidationError):
        hello(name)


@pytest.mark.parametrize("name", TEXTS["names_with_direction"], ids=ascii)
def test_name_is_refused_when_it_turns_text_around(name: str) -> None:
    """FR17: A name has no bidi control."""
    with pytest.raises(ValidationError):
        hello(name)
    assert without_direction_controls(name) == "Ana"


@pytest.mark.parametrize("name", ["Ana", "محمد", "می\u200cخواهم", "👨‍👩‍👧", "   "], ids=ascii)
def test_name_is_taken_when_it_shows_something_or_is_none(name: str) -> None:
    """FR16, FR17: Letters that run from right to left and joiners are spelling; blanks alone are no name."""
    assert hello(name).name == name


@pytest.mark.parametrize("name", TEXTS["items"], ids=ascii)
def test_item_is_taken_when_all_of_it_shows(name: str) -> None:
    """AU5: A joiner between letters that it shapes is spelling."""
    assert normalize_item_id(name) == name
    assert not has_hidden(name)


@pytest.mark.parametrize("name", TEXTS["items_that_look_like_others"], ids=ascii)
def test_item_is_refused_when_it_looks_like_another(name: str) -> None:
    """AU5: An invisible character or a blank at an end would make another room that looks the same."""
    with pytest.raises(ValueError, match="invisible"):
        normalize_item_id(name)


@pytest.mark.parametrize("emoji", TEXTS["reactions"], ids=ascii)
def test_emoji_is_taken_with_all_that_it_is_spelled_with(emoji: str) -> None:
    """CH8: Here is each way in which Unicode's list of emoji spells one, and words beside them."""
    assert not has_hidden_beside_emoji(emoji)


@pytest.mark.parametrize("emoji", TEXTS["reactions_that_look_like_others"], ids=ascii)
def test_emoji_is_refused_when_it_hides_something(emoji: str) -> None:
    """CH8: It would turn the text beside it, or be another reaction that looks the same."""
    assert has_hidden_beside_emoji(emoji)
