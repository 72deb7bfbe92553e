"""Which texts hold what a reader sees as one endless character."""

import json
import sys
import unicodedata
from pathlib import Path
from typing import Any, cast

import pytest

from server.protocol.clusters import MAX_CLUSTER_LENGTH, has_endless_cluster

_FILE = Path(__file__).parents[3] / "shared" / "schema" / "examples" / "clusters.json"
_EXAMPLES: dict[str, Any] = cast(Any, json.loads(_FILE.read_text()))
ENDLESS: dict[str, tuple[str, str]] = _EXAMPLES["endless"]
"""What goes on and on, as a beginning and what is repeated."""


@pytest.mark.parametrize("kind", ENDLESS)
@pytest.mark.parametrize("before", ["", "x", "ordinary text, and then: " * 7, "e\u0301 " * 100])
def test_cluster_of_more_than_64_code_points_is_found(kind: str, before: str) -> None:
    """FR15: Wherever it is, and whatever it is made of."""
    start, repeated = ENDLESS[kind]
    # One less than may be: a number sign joins the blank that follows here.
    longest = start + repeated * ((MAX_CLUSTER_LENGTH - 1 - len(start)) // len(repeated))
    assert not has_endless_cluster(f"{before}{longest} and more")
    too_long = start + repeated * MAX_CLUSTER_LENGTH
    assert has_endless_cluster(f"{before}{too_long} and more")
    assert has_endless_cluster(before + too_long)


@pytest.mark.parametrize(("base", "most"), [("a", 63), ("\U0001f1e9\U0001f1ea", 62), ("\U0001f1e9", 63)], ids=ascii)
@pytest.mark.parametrize("places", range(0, 97, 16))
def test_bound_is_64_code_points_at_every_place(base: str, most: int, places: int) -> None:
    """FR15: The code points that are extended count too: one, or the two letters of a flag."""
    for place in range(places, places + 16):
        before, marks = "." * place, "\u0301" * most
        assert not has_endless_cluster(f"{before}{base}{marks}.")
        assert not has_endless_cluster(f"{before}{base}{marks}" + f".{marks}" * 9)
        assert has_endless_cluster(f"{before}{base}{marks}\u0301.")


def test_every_mark_that_python_knows_extends_a_cluster() -> None:
    """FR15: Wherever Unicode keeps it."""
    marks = [chr(point) for point in range(sys.maxunicode) if unicodedata.category(chr(point)).startswith("M")]
    assert len(marks) > 2_000
    assert [mark for mark in marks if not has_endless_cluster("a" + mark * MAX_CLUSTER_LENGTH)] == []


@pytest.mark.parametrize("text", _EXAMPLES["taken"])
def test_text_of_many_clusters_is_taken(text: str) -> None:
    """FR15: However long it is, and whatever joins in it."""
    assert not has_endless_cluster((text * 8_000)[:8_000])
