"""Finding a Firefox, and running it with a profile of its own."""

import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from websockets.sync.client import connect

from e2e.browser import surroundings_of_browser
from e2e.firefox.bidi import PATIENCE, Bidi
from e2e.firefox.tab import Tab

NO_FIREFOX = (
    "No Firefox was found: apt-get install firefox-esr, or name one (128 or newer) with FIREFOX_PATH=/path/to/firefox."
)

_NAMES = ("firefox-esr", "firefox")
_MAC_FIREFOX = Path("/Applications/Firefox.app/Contents/MacOS/firefox")

_LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")

Preferences = Mapping[str, bool | int | str]

_QUIET: Preferences = {
    # Nothing is fetched, updated, reported or asked; a test is about the page.
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "app.update.disabledForTesting": True,
    "browser.aboutConfig.showWarning": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.type": 0,
    "remote.prefs.recommended": True,
    "services.settings.server": "http://127.0.0.1:9/",
    "toolkit.telemetry.enabled": False,
    "intl.accept_languages": "en-GB",
}


def require_firefox() -> Path:
    """Return the path of a Firefox; without one fail the test under CI and skip it elsewhere."""
    named = os.environ.get("FIREFOX_PATH")
    found = [shutil.which(name) for name in ([named] if named else _NAMES)]
    path = next((Path(each) for each in found if each), _MAC_FIREFOX)
    if path.is_file() and os.access(path, os.X_OK):
        return path
    if os.environ.get("CI"):
        pytest.fail(NO_FIREFOX)
    pytest.skip(NO_FIREFOX)


class Firefox:
    """A browser that runs."""

    def __init__(self, bidi: Bidi) -> None:
        self._bidi = bidi

    def open(self, url: str) -> Tab:
        """Open a page in a tab of its own."""
        context = self._bidi.command("browsingContext.create", type="tab")["context"]
        tab = Tab(self._bidi, context)
        tab.go(url)
        return tab


@contextmanager
def firefox(folder: Path, preferences: Preferences | None = None) -> Iterator[Firefox]:
    """Run a Firefox while the context is open, with a profile in this folder."""
    path = require_firefox()
    folder.mkdir()
    wanted: Preferences = {**_QUIET, **(preferences or {})}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in wanted.items()]
    (folder / "user.js").write_text("\n".join(lines), "utf-8")
    process = subprocess.Popen(
        [path, "--headless", "--no-remote", "--profile", folder, "--remote-debugging-port", "0", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**surroundings_of_browser(), "HOME": str(folder)},
    )
    try:
        with connect(f"{_address(process)}/session", proxy=None, max_size=None) as socket:
            bidi = Bidi(socket)
            bidi.command("session.new", capabilities={})
            yield Firefox(bidi)
    finally:
        process.kill()
        process.communicate()


def _address(process: "subprocess.Popen[str]") -> str:
    assert process.stderr is not None
    said = ""
    watch = threading.Timer(PATIENCE, process.kill)
    watch.start()
    try:
        for line in process.stderr:
            said += line
            if found := _LISTENS.search(line):
                # It would wait for somebody to read what it says later.
                threading.Thread(target=process.stderr.read, daemon=True).start()
                return found[1]
    finally:
        watch.cancel()
    raise AssertionError(f"Firefox ended before it listened:\n{said}")
