"""The line above the talk: which item, how the connection stands, who is here, and the way out."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from e2e.room_page import RoomPage
from e2e.server_process import ServerProcess
from e2e.states.devices import PHONE

WIDTH_OF_THE_TEXT = """(heading) => {
  const range = document.createRange()
  range.selectNodeContents(heading)
  return range.getBoundingClientRect().width
}"""


def test_an_items_name_is_not_cut_off_while_there_is_room(
    open_page: Callable[..., Page], server: ServerProcess
) -> None:
    """On a phone the word beside the dot goes first; a hundredth of a pixel too few would show as dots."""
    phone = RoomPage(open_page(**PHONE), server.url)
    phone.join("order-2031")
    heading = phone.page.get_by_role("heading", name="order-2031")
    expect(heading).to_be_visible()
    assert heading.evaluate("(heading) => heading.getBoundingClientRect().width") >= heading.evaluate(WIDTH_OF_THE_TEXT)
    expect(phone.page.get_by_role("status").filter(has_text="connected")).to_be_attached()
