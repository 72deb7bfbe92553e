"""The table of what the page promises names the tests that keep it in all surroundings, and leaves none of them out."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from e2e.surroundings import everywhere

HERE = Path(__file__).parent
PROMISED = re.findall(r"`(test_\w+)\.py::(test_\w+)`", (HERE / "README.md").read_text("utf-8"))


def kept_everywhere(module: str) -> list[tuple[str, str]]:
    """Return the tests of a module that run in all four surroundings."""
    imported = vars(import_module(f"e2e.{module}"))
    tests = {name: test for name, test in imported.items() if name.startswith("test_")}
    if imported.get("pytestmark") is everywhere:
        return [(module, name) for name in tests]
    return [(module, name) for name, test in tests.items() if everywhere.mark in getattr(test, "pytestmark", [])]


@pytest.mark.parametrize("module", sorted(path.stem for path in HERE.glob("test_*.py")))
def test_the_table_of_promises_is_that_of_the_tests(module: str) -> None:
    """Whoever adds a promise adds its test, and the other way round."""
    assert sorted(each for each in PROMISED if each[0] == module) == sorted(kept_everywhere(module))
