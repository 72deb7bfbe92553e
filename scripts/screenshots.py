"""Takes the pictures of the README, from a real server and a real browser.

`npm run screenshots` builds the client first and calls this.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, Page, expect, sync_playwright

from e2e.browser import NO_BROWSER, find_browser, launch_arguments
from e2e.room_page import RoomPage, left
from e2e.server_process import ROOT, ServerProcess

IMAGES = ROOT / "docs" / "images"

ITEM = "order-7"


class View(NamedTuple):
    """How a browser looks at the page."""

    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    language: str = "en"


WIDE = View(1080, 680)
WIDE_DARK = WIDE._replace(scheme="dark")
WIDE_CHINESE = WIDE._replace(language="zh-CN")
PHONE = View(390, 680)


def main() -> int:
    """Take every picture; return 1 if there is no browser to take them with."""
    program = find_browser()
    if program is None:
        print(NO_BROWSER, file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, running_server(Path(folder)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=launch_arguments())
        take_pictures(browser, server.url)
        browser.close()
    return 0


@contextmanager
def running_server(folder: Path) -> Iterator[ServerProcess]:
    """Run a server with an empty store under demo auth."""
    server = ServerProcess(folder, {"PARLEY_AUTH": "demo"})
    server.start()
    try:
        yield server
    finally:
        server.stop()


def take_pictures(browser: Browser, url: str) -> None:
    """Hold a conversation, and take a picture of it in each view."""
    save(RoomPage(open_page(browser, WIDE), url).open().page, "form-light")
    converse(browser, url)
    for name, view in {"light": WIDE, "dark": WIDE_DARK, "zh": WIDE_CHINESE, "phone": PHONE}.items():
        page = open_page(browser, view)
        page.goto(f"{url}/#item={ITEM}&token=demo&name=Noor")
        expect(page.get_by_text("Wonderful")).to_be_visible()
        save(page, f"room-{name}")
        page.context.close()


def converse(browser: Browser, url: str) -> None:
    """Say what the pictures show; those who said it stay in the room."""
    tomas, li, passer_by = (RoomPage(open_page(browser, WIDE), url) for _ in range(3))
    tomas.join(ITEM, name="Tomás")
    tomas.say("Order 7 is at the gate, but two of its labels do not match the packing list.")
    tomas.say("Photos of both: https://example.org/orders/7/photos")
    li.join(ITEM, name="李小明")
    li.say("第 12 号和第 31 号箱，对吗？我请仓库再核对一遍。")
    passer_by.join(ITEM)
    passer_by.say("I can print both labels again, if that helps. Which gate?")
    tomas.say("Gate 4, until six.")
    li.say("核对好了：箱子没错，只是标签贴反了。")
    tomas.say("Wonderful. Then we swap the two labels and let it go.")
    expect(tomas.log.get_by_text("swap the two")).to_be_visible()
    client_id = passer_by.client_id()
    passer_by.page.close()
    expect(tomas.log.get_by_text(left(client_id))).to_be_visible()


def open_page(browser: Browser, view: View) -> Page:
    """Open an empty tab of a person of his own."""
    context = browser.new_context(
        viewport={"width": view.width, "height": view.height},
        device_scale_factor=2,
        color_scheme=view.scheme,
        locale=view.language,
        reduced_motion="reduce",
    )
    return context.new_page()


def save(page: Page, name: str) -> None:
    """Save what the page shows, without the caret that blinks in it."""
    page.screenshot(path=IMAGES / f"{name}.png", caret="hide", animations="disabled")
    print(f"docs/images/{name}.png")


if __name__ == "__main__":
    sys.exit(main())
