"""Draws the icons of the installed page from the one in the tab, in a real browser.

`npm run icons` calls this; what it draws is committed.
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from e2e.browser import NO_BROWSER, find_browser, launch_arguments
from e2e.server_process import ROOT

PUBLIC = ROOT / "client" / "public"
ICONS = PUBLIC / "icons"

# A mask may take everything outside a circle of four fifths; the drawing keeps well within it.
_MASKED_VIEW = "-6 -6 44 44"


def main() -> int:
    """Draw every icon; return 1 if there is no browser to draw them with."""
    program = find_browser()
    if program is None:
        print(NO_BROWSER, file=sys.stderr)
        return 1
    ICONS.mkdir(exist_ok=True)
    drawing = (PUBLIC / "favicon.svg").read_text("utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=launch_arguments())
        draw(browser, drawing, 192, ICONS / "192.png")
        draw(browser, drawing, 512, ICONS / "512.png")
        draw(browser, filled(drawing), 512, ICONS / "maskable-512.png")
        # A phone of Apple's rounds the corners itself, and paints black what is transparent.
        draw(browser, filled(drawing, "-2 -2 36 36"), 180, ICONS / "apple-touch.png")
        browser.close()
    return 0


def filled(drawing: str, view: str = _MASKED_VIEW) -> str:
    """Return the drawing on a ground without corners, smaller in its picture."""
    wider = drawing.replace('viewBox="0 0 32 32"', f'viewBox="{view}"')
    ground, found = re.subn(r'<rect width="32" height="32" rx="8"', '<rect x="-8" y="-8" width="48" height="48"', wider)
    assert found == 1, "the ground of favicon.svg was not found"
    return ground


def draw(browser: Browser, drawing: str, size: int, target: Path) -> None:
    """Save a drawing as a picture of this many pixels each way."""
    page = browser.new_page(viewport={"width": size, "height": size})
    page.set_content(f"<style>html, body {{ margin: 0 }} svg {{ display: block; width: 100vw }}</style>{drawing}")
    page.screenshot(path=target, omit_background=True)
    page.close()
    print(target.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
