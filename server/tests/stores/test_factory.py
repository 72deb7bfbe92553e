"""Opening a store by its URL."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from server.stores.factory import open_store
from server.stores.options import StoreUrlError
from server.stores.sqlite import path_of


@pytest.mark.parametrize("url", ["", "memory", "nats://host", "postgres://u:secret@host/db", "/var/lib/parley.db"])
def test_store_is_refused_when_its_scheme_is_unknown(url: str) -> None:
    """The sentence names the schemes, and repeats nothing that may be secret."""
    with pytest.raises(StoreUrlError, match=r"memory://, sqlite://") as refused:
        open_store(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite://host/parley.db", "sqlite://parley.db"])
async def test_store_is_refused_when_its_url_names_no_file(url: str) -> None:
    with pytest.raises(StoreUrlError, match="sqlite:///relative"):
        async with open_store(url):
            pass


def test_path_is_relative_after_three_slashes_and_absolute_after_four() -> None:
    assert path_of("sqlite:///data/parley.db") == Path.cwd() / "data" / "parley.db"
    assert path_of("sqlite:////var/lib/parley.db") == Path("/var/lib/parley.db")


def test_store_is_refused_when_its_driver_is_missing() -> None:
    """The sentence names the package; a store that needs none opens all the same."""
    program = """
import sys
sys.modules["apsw"] = None
from server.stores.factory import open_store
open_store("memory://")
open_store("sqlite:///parley.db")
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.stderr.splitlines()[-1].endswith("a store at sqlite:// needs the Python package apsw: install it")


def test_store_keeps_at_least_one_entry() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        open_store("memory://", max_entries_per_room=0)


def test_store_keeps_entries_for_some_time() -> None:
    with pytest.raises(ValueError, match="kept for some time"):
        open_store("memory://", max_entry_age=timedelta())
