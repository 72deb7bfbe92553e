"""Finding a Chromium for the tests, on a developer's machine as on a bare one.

In this order: the one that ``CHROMIUM_PATH`` names, Playwright's own, the
system's, the one packaged for npm, one that Playwright fetches now.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from e2e.packaged_chromium import unpacked_chromium

NO_BROWSER = (
    "No Chromium was found: run `npm ci` on Linux x64, or `playwright install --only-shell chromium`, "
    "or name one with CHROMIUM_PATH=/path/to/chrome."
)

FONTS_VARIABLE, LATIN_FONTS = "TEST_FONTS", "latin"
_LATIN_FONTS_FILE = Path(__file__).with_name("latin_fonts.conf")

_SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
# What the program is called in the folders that Playwright installs, the shell first: it is the smaller one.
_PLAYWRIGHT_NAMES = (
    "*/chrome-headless-shell*",
    "*/headless_shell*",
    "*/chrome",
    "*/chrome.exe",
    "*/*.app/Contents/MacOS/*",
)
_FETCH_SECONDS = 300


@cache
def find_browser() -> Path | None:
    """Return the path of a Chromium that can be run, or None: ``NO_BROWSER`` says what to do then."""
    named = os.environ.get("CHROMIUM_PATH")
    if named:
        return Path(named) if _is_program(Path(named)) else None
    return next(filter(_is_program, _candidates()), None)


def require_browser() -> Path:
    """Return the path of a Chromium; without one fail the test under CI and skip it elsewhere."""
    path = find_browser()
    if path is None and os.environ.get("CI"):
        pytest.fail(NO_BROWSER)
    if path is None:
        pytest.skip(NO_BROWSER)
    return path


def launch_arguments() -> list[str]:
    """Return the arguments that Chromium needs here: root has no sandbox."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ["--no-sandbox"] if is_root else []


def surroundings_of_browser() -> dict[str, str]:
    """Return the environment variables of a browser: ``TEST_FONTS=latin`` leaves it the fonts of a bare machine."""
    asked = os.environ.get(FONTS_VARIABLE)
    if asked not in (None, "", LATIN_FONTS):
        pytest.fail(f"{FONTS_VARIABLE} is {LATIN_FONTS} or not set, not {asked!r}")
    return {**os.environ, **({"FONTCONFIG_FILE": str(_LATIN_FONTS_FILE)} if asked else {})}


def has_latin_fonts_only() -> bool:
    """Return whether the run was asked to have no emoji and no Chinese."""
    return os.environ.get(FONTS_VARIABLE) == LATIN_FONTS


# Each is asked only when those before it had nothing: the later ones take time.
def _candidates() -> Iterator[Path]:
    yield from _playwrights_own()
    yield from (Path(path) for name in _SYSTEM_NAMES if (path := shutil.which(name)))
    yield _MAC_CHROME
    if sys.platform == "linux" and platform.machine() in {"x86_64", "amd64"}:
        yield from unpacked_chromium()
    _playwright("install", "--only-shell", "chromium")
    yield from _playwrights_own()


def _playwrights_own() -> Iterator[Path]:
    # Playwright knows where its own version would be; a folder of another version does not fit it.
    lines = _playwright("install", "--dry-run", "chromium").splitlines()
    places = [Path(line.split(":", 1)[1].strip()) for line in lines if "Install location:" in line]
    for pattern in _PLAYWRIGHT_NAMES:
        for place in places:
            yield from place.glob(pattern)


def _playwright(*arguments: str) -> str:
    command = [sys.executable, "-m", "playwright", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_FETCH_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout


def _is_program(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)
