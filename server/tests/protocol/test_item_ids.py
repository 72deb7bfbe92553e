"""What may name an item."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.protocol.entries import MAX_ITEM_ID_BYTES
from server.protocol.item_ids import normalize_item_id


@pytest.mark.parametrize("name", ["foo", "a", "Order 17 & more?", "订单", "...", "*", "x" * MAX_ITEM_ID_BYTES])
def test_item_id_is_kept_when_it_is_in_form(name: str) -> None:
    """AU5: 1 to 128 bytes in form NFC are kept as they are."""
    assert normalize_item_id(name) == name


def test_item_id_is_brought_to_nfc() -> None:
    """AU5: A name in another form is brought to NFC, so both spellings are one room."""
    decomposed = "Cafe\u0301"
    assert normalize_item_id(decomposed) == "Caf\u00e9"


def test_item_id_is_measured_in_the_form_that_is_kept() -> None:
    """AU5: 128 bytes are counted in NFC, not in what came."""
    decomposed = "e\u0301" * 64
    assert len(decomposed.encode()) > MAX_ITEM_ID_BYTES
    assert len(normalize_item_id(decomposed).encode()) == MAX_ITEM_ID_BYTES


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="empty"),
        pytest.param(".", id="dot"),
        pytest.param("..", id="two dots"),
        pytest.param("a/b", id="slash"),
        pytest.param("a\x00b", id="nul"),
        pytest.param("a\nb", id="line end"),
        pytest.param("a\x7fb", id="delete"),
        pytest.param("a\x85b", id="c1 control"),
        pytest.param("a\ud800b", id="lone surrogate"),
        pytest.param("x" * (MAX_ITEM_ID_BYTES + 1), id="129 bytes"),
        pytest.param("\u00e9" * 65, id="130 bytes in 65 characters"),
        pytest.param("\ufb2c" * 22, id="132 bytes once it is in nfc"),
    ],
)
def test_item_id_is_refused_when_it_breaks_a_bound(name: str) -> None:
    """AU5: Any other breach is refused, in a sentence that does not repeat the name."""
    with pytest.raises(ValueError, match="an item's name") as caught:
        normalize_item_id(name)
    assert not name or name not in str(caught.value)


@given(st.text())
def test_item_id_is_stable(raw: str) -> None:
    """AU5: What is taken once is taken again, unchanged, whatever came."""
    try:
        item_id = normalize_item_id(raw)
    except ValueError:
        return
    assert normalize_item_id(item_id) == item_id == unicodedata.normalize("NFC", raw)
    assert 1 <= len(item_id.encode()) <= MAX_ITEM_ID_BYTES
