"""The page is written from what the tests wrote down, and says no more."""

import json
from datetime import UTC, datetime

from server.tests.faults.report import ATTACKED, attacked_section, page, read_results, with_attacked_section

KILLED = {
    "scenario": "nodes killed",
    "store": "SQLite 3",
    "seed": 7,
    "tried": "200 kills",
    "figures": {"kills": 200, "acked": 12_345, "sent_again": 9},
}
AWAY = {
    "scenario": "store paused",
    "store": "Valkey 9",
    "seed": 8,
    "tried": "10 times",
    "figures": {"told_within_s": 1.4},
}


def test_page_tells_what_was_tried_and_what_was_measured() -> None:
    """A row for each result, its measures in words, and its seed."""
    results = read_results("\n".join(json.dumps(result) for result in (KILLED, AWAY)))
    text = page(results, 19, datetime(2026, 1, 2, tzinfo=UTC), 21.4)
    assert "| nodes killed | SQLite 3 | 200 kills | 12,345 | 9 |  |  |  |  |" in text
    assert "- store paused, Valkey 9: the last client was told after 1.4 s." in text
    assert "- nodes killed, SQLite 3: 7" in text
    assert "19 bugs" in text
    assert "2026-01-02, 21 minutes" in text


def test_page_carries_over_what_another_command_measured() -> None:
    """It is written into the page in its place, and stays there when the page is written anew."""
    begin, end = ATTACKED
    first = with_attacked_section("# Page\n", f"{begin}\none\n{end}\n")
    second = with_attacked_section(first, f"{begin}\ntwo\n{end}\n")
    assert second == f"# Page\n\n{begin}\ntwo\n{end}\n"
    assert with_attacked_section("# New\n", attacked_section(second)) == f"# New\n\n{begin}\ntwo\n{end}\n"
    assert attacked_section("# Page\n") == ""
