"""Photographs every state of the page: in light and dark, in each language, on a desk and on a phone.

`npm run screenshots` builds the client first and calls this; names of states after it take only those. The pictures
are for looking at, and lie where Git does not: in `.cache/screenshots/`. `npm run pictures` takes those of the README.
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from e2e.browser import NO_BROWSER, find_browser, launch_arguments
from e2e.server_process import ROOT, ServerProcess
from e2e.states import STATES, Scene
from e2e.states.devices import DEVICES
from e2e.words import LANGUAGES

FOLDER = ROOT / ".cache" / "screenshots"


def main(names: list[str]) -> int:
    """Photograph the states of these names, or all; return 1 if that cannot be done."""
    unknown = [name for name in names if name not in STATES]
    program = find_browser()
    if unknown or program is None:
        print(f"There is no state called {unknown[0]}." if unknown else NO_BROWSER, file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, running_servers() as servers:
        browser = playwright.chromium.launch(executable_path=program, args=launch_arguments())
        for name in names or STATES:
            photograph(browser, servers, name)
        browser.close()
    return 0


class Servers:
    """Servers that run as long as pictures are taken, one for each set of settings."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[str, ServerProcess] = {}

    def start(self, settings: Mapping[str, str]) -> ServerProcess:
        """Start one, or return the one that runs."""
        key = repr(sorted(settings.items()))
        if key not in self._running:
            place = self._folder / str(len(self._running))
            place.mkdir()
            self._running[key] = ServerProcess(place, dict(settings))
            self._running[key].start()
        return self._running[key]

    def stop(self) -> None:
        """Stop them all."""
        for server in self._running.values():
            server.stop()


@contextmanager
def running_servers() -> Iterator[Servers]:
    """Give servers with empty stores."""
    with tempfile.TemporaryDirectory() as folder:
        servers = Servers(Path(folder))
        try:
            yield servers
        finally:
            servers.stop()


def photograph(browser: Browser, servers: Servers, name: str) -> None:
    """Make one state on each device in each language, and take it in light and in dark."""
    for device, options in DEVICES.items():
        for language, words in LANGUAGES.items():
            with ExitStack() as stack:
                context = browser.new_context(**options, locale=words.locale, reduced_motion="reduce")
                stack.callback(context.close)
                page = context.new_page()
                STATES[name](Scene(stack, servers.start, page, words))
                for scheme in ("light", "dark"):
                    save(page, f"{name}.{device}.{language}.{scheme}")


def save(page: Page, name: str) -> None:
    """Save what the page shows, without the caret that blinks in it."""
    page.emulate_media(color_scheme="dark" if name.endswith("dark") else "light")
    page.mouse.move(0, 0)
    # A page that just changed its colours may be half repainted.
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    page.screenshot(path=FOLDER / f"{name}.png", caret="hide", animations="disabled")
    print(f"{FOLDER.relative_to(ROOT)}/{name}.png", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
