"""Takes the pictures of the README, from a real server and a real browser.

`npm run pictures` builds the client first and calls this.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from e2e.browser import NO_BROWSER, find_browser, launch_arguments
from e2e.room_page import RoomPage, left
from e2e.server_process import ROOT, ServerProcess

IMAGES = ROOT / "docs" / "images"

ITEM = "order-7"


WIDE = ViewportSize(width=1080, height=680)
PHONE = ViewportSize(width=390, height=700)


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
    """Hold a conversation, and take pictures of it as one who takes part sees it."""
    noor = RoomPage(open_page(browser), url).open()
    noor.page.get_by_role("textbox").first.blur()
    save(noor.page, "form")
    converse(browser, url, noor)
    # Away from the messages: the one under the pointer is marked.
    noor.page.mouse.move(0, 0)
    save(noor.page, "room-light")
    noor.page.emulate_media(color_scheme="dark")
    save(noor.page, "room-dark")
    noor.page.emulate_media(color_scheme="light")
    noor.page.set_viewport_size(PHONE)
    save(noor.page, "room-phone")
    noor.page.set_viewport_size(WIDE)
    noor.page.get_by_role("combobox", name="Language").select_option("zh-Hans")
    save(noor.page, "room-zh")


def converse(browser: Browser, url: str, noor: RoomPage) -> None:
    """Say what the pictures show. All but the passer-by stay in the room."""
    tomas, li, passer_by = (RoomPage(open_page(browser), url) for _ in range(3))
    tomas.join(ITEM, name="Tomás")
    tomas.say("Order 7 is at the gate, but two of its labels do not match the packing list.")
    tomas.say("Photos of both: https://example.org/orders/7/photos")
    li.join(ITEM, name="李小明")
    li.say("第 12 号和第 31 号箱，对吗？我请仓库再核对一遍。")
    noor.join(ITEM, name="Noor")
    passer_by.join(ITEM)
    noor.say("I can print both labels again, if that helps.", "Which gate is it?")
    noor.expect_line("Which gate is it?")
    client_id = passer_by.client_id
    passer_by.page.close()
    noor.expect_line(left(client_id))
    tomas.say("Gate 4, until six.")
    li.say("核对好了：箱子没错，只是标签贴反了。")
    noor.expect_line("核对好了：箱子没错，只是标签贴反了。")
    noor.say("Wonderful. Then we swap the two and let it go.")
    expect(noor.log.get_by_text("Sending")).to_have_count(0)
    tomas.box.press_sequentially("Thank")
    expect(noor.page.get_by_text("is typing…")).to_be_visible()


def open_page(browser: Browser) -> Page:
    """Open an empty tab of somebody's own."""
    context = browser.new_context(viewport=WIDE, device_scale_factor=2, locale="en", reduced_motion="reduce")
    return context.new_page()


def save(page: Page, name: str) -> None:
    """Save what the page shows, without the caret that blinks in it."""
    page.screenshot(path=IMAGES / f"{name}.png", caret="hide", animations="disabled")
    print(f"docs/images/{name}.png")


if __name__ == "__main__":
    sys.exit(main())
