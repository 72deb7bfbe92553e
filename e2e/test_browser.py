"""The browser that the tests run in can be found, and is one."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from e2e import browser
from e2e.packaged_chromium import PACKAGE, unpacked_chromium


@pytest.fixture
def unknown() -> Iterator[None]:
    browser.find_browser.cache_clear()
    yield
    browser.find_browser.cache_clear()


@pytest.mark.usefixtures("unknown")
def test_a_named_browser_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What ``CHROMIUM_PATH`` names goes before every other."""
    program = tmp_path / "chrome"
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("CHROMIUM_PATH", str(program))
    assert browser.find_browser() == program


@pytest.mark.usefixtures("unknown")
def test_a_named_browser_that_is_none_is_not_replaced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A wrong ``CHROMIUM_PATH`` is told, and fails under CI."""
    monkeypatch.setenv("CHROMIUM_PATH", str(tmp_path / "nothing"))
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="CHROMIUM_PATH"):
        browser.require_browser()


@pytest.fixture(scope="module")
def packaged(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if not PACKAGE.is_dir():
        pytest.skip("@sparticuz/chromium is for Linux x64")
    (path,) = unpacked_chromium(tmp_path_factory.mktemp("cache"))
    chromium = playwright.chromium.launch(executable_path=path, args=browser.launch_arguments())
    yield chromium
    chromium.close()


def test_the_packaged_browser_has_pages_and_outlives_their_contexts(packaged: Browser) -> None:
    """Each person in a test is a context, which comes and goes."""
    for _ in range(2):
        first, second = packaged.new_context(), packaged.new_context()
        for context in (first, second):
            page = context.new_page()
            page.set_content("<button>Join</button>")
            page.get_by_role("button", name="Join").click()
        first.close()
        assert len(second.pages) == 1
        second.close()
    assert packaged.is_connected()


def test_the_packaged_browser_measures_text(packaged: Browser) -> None:
    """There is at least one font: without any, every line of text has no width."""
    page = packaged.new_page()
    page.set_content("<span id=narrow>i</span> <span id=wide>Parley</span>")
    widths = page.evaluate("['narrow', 'wide'].map((id) => document.getElementById(id).offsetWidth)")
    assert 0 < widths[0] < widths[1]


def test_what_was_unpacked_is_used_again(tmp_path: Path) -> None:
    """Unpacking takes seconds, and happens once."""
    if not PACKAGE.is_dir():
        pytest.skip("@sparticuz/chromium is for Linux x64")
    (first,) = unpacked_chromium(tmp_path)
    written = first.stat().st_mtime_ns
    (second,) = unpacked_chromium(tmp_path)
    assert (second, second.stat().st_mtime_ns) == (first, written)
    assert "Chromium" in subprocess.run([second, "--version"], capture_output=True, text=True, check=True).stdout
