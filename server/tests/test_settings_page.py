"""The page about every setting."""

from pathlib import Path

import pytest

from server.settings import Settings
from server.settings_page import main, table
from server.variables import variable_name


def test_the_table_has_every_setting() -> None:
    """Each setting has a line with what it means; numbers have their bounds."""
    lines = {line.split("`")[1]: line for line in table().splitlines() if line.startswith("| `")}
    assert list(lines) == [variable_name(name) for name in Settings.model_fields]
    assert all(field.description for field in Settings.model_fields.values())
    assert lines["PARLEY_PORT"].endswith("| 0 to 65535 |")
    assert lines["PARLEY_SECRET"].endswith("| 32 characters at least |")
    assert lines["PARLEY_LOG_FORMAT"].endswith("| `text`, `json` |")
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, int | float):
            assert " to " in lines[variable_name(name)], name


def test_the_page_is_written_and_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page that is stale fails the check, and is written without it."""
    page = tmp_path / "settings.md"
    assert main(["--check"], page) == 1
    assert "settings.md is stale" in capsys.readouterr().err
    assert not page.exists()
    assert main([], page) == 0
    assert main(["--check"], page) == 0
    page.write_text("old", "utf-8")
    assert main(["--check"], page) == 1
    assert page.read_text("utf-8") == "old"
