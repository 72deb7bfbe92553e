"""``npm run measure:page``; ``-- --help`` tells its options."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from bench.page import measure, report
from e2e.browser import NO_BROWSER, find_browser, launch_arguments
from e2e.server_process import ServerProcess

# Otherwise `performance.memory` is rounded, and what was thrown away counts.
_ARGUMENTS = ["--enable-precise-memory-info"]


def main() -> int:
    """Measure, and write the page; return 1 if there is no browser to measure."""
    options = _options()
    program = find_browser()
    if program is None:
        print(NO_BROWSER, file=sys.stderr)
        return 1
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = ServerProcess(Path(folder), {"PARLEY_AUTH": "demo"})
        server.start()
        browser = playwright.chromium.launch(executable_path=program, args=[*launch_arguments(), *_ARGUMENTS])
        try:
            figures = {
                "form": measure.load(browser, server.url, options.runs, slowed=False),
                "form_slowed": measure.load(browser, server.url, options.runs, slowed=True),
                "room": measure.open_room(browser, server, options.runs),
                "arriving": measure.arrive(browser, server, options.arriving),
                "scrolling": measure.scroll(browser, server, options.entries),
            }
            report.write(figures, browser.version, options.runs)
        finally:
            browser.close()
            server.stop()
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="npm run measure:page --", description=main.__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often each load is measured")
    parser.add_argument("--arriving", type=int, default=5_000, help="messages that arrive within five seconds")
    parser.add_argument("--entries", type=int, default=100_000, help="messages in the list that is scrolled")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
