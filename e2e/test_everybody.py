"""The page is for everybody: by keyboard, by touch, in Chinese."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, Playwright, expect

from e2e.room_page import SLOW_MS, RoomPage, left
from e2e.server_process import ServerProcess
from e2e.wire_client import WireClient


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _ in range(30):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{target} was not reached by {key}")


def test_the_keyboard_alone_is_enough(alice: RoomPage, bob: RoomPage, server: ServerProcess, item: str) -> None:
    """Join, write, read what is older and leave, without a mouse."""
    with WireClient(server.port, item) as past:
        past.say(*(f"past {number}" for number in range(120)))
    bob.join(item)
    alice.open()
    keyboard = alice.page.keyboard
    for field, text in ((alice.item_field, item), (alice.token_field, "anything")):
        tab_to(alice.page, field)
        keyboard.type(text)
    keyboard.press("Enter")
    alice.expect_connected()
    tab_to(alice.page, alice.box)
    keyboard.type("typed")
    keyboard.press("Shift+Enter")
    keyboard.type("on two lines")
    keyboard.press("Enter")
    expect(bob.log.get_by_text("typed on two lines", exact=True)).to_be_visible()
    tab_to(alice.page, alice.log, "Shift+Tab")
    keyboard.press("Home")
    expect(alice.log.get_by_text("past 0", exact=True)).to_be_attached()
    gone = alice.client_id
    tab_to(alice.page, alice.page.get_by_role("button", name="Leave", exact=True), "Shift+Tab")
    keyboard.press("Enter")
    expect(alice.join_button).to_be_visible()
    bob.expect_line(left(gone))


def test_a_phone_is_enough(
    open_page: Callable[..., Page], playwright: Playwright, server: ServerProcess, bob: RoomPage, item: str
) -> None:
    """Join, talk, see who is here and leave by touch, on a narrow page that does not scroll sideways."""
    phone = {name: value for name, value in playwright.devices["Pixel 7"].items() if name != "default_browser_type"}
    bob.join(item)
    alice = RoomPage(open_page(**phone), server.url).open()
    alice.item_field.tap()
    alice.page.keyboard.type(item)
    alice.token_field.tap()
    alice.page.keyboard.type("anything")
    alice.join_button.tap()
    alice.expect_connected()
    alice.box.tap()
    alice.page.keyboard.type("from my phone")
    alice.page.get_by_role("button", name="Send", exact=True).tap()
    for person in (alice, bob):
        person.expect_messages(["from my phone"])
    assert alice.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    alice.page.get_by_role("button", name="2 here").tap()
    expect(alice.page.get_by_role("region", name="Here now").get_by_role("listitem")).to_have_count(2)
    alice.page.get_by_role("button", name="Leave", exact=True).tap()
    expect(alice.join_button).to_be_visible()


def test_the_longest_name_fits_the_list_of_people(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """A name of 64 letters ends within the list, on a wide page and on a phone, where the list is called up."""
    bob.join(item, name="N" * 64)
    alice.join(item)
    people = alice.page.get_by_role("region", name="Here now")
    expect(people.get_by_role("listitem")).to_have_count(2)
    assert people.evaluate("(list) => list.scrollWidth <= list.clientWidth")
    alice.page.set_viewport_size({"width": 390, "height": 700})
    here = alice.page.get_by_role("button", name="2 here")
    here.click()
    assert people.evaluate("(list) => list.scrollWidth <= list.clientWidth")
    alice.page.keyboard.press("Escape")
    expect(people).to_be_hidden()
    expect(here).to_be_focused()
    here.click()
    alice.log.click()
    expect(people).to_be_hidden()
    here.click()
    alice.box.press_sequentially("n")
    expect(people).to_be_hidden()


def test_a_chinese_browser_gets_a_chinese_page(
    open_page: Callable[..., Page], server: ServerProcess, bob: RoomPage, item: str
) -> None:
    """Form, room and lines speak the browser's language; the messages are what they are."""
    page = open_page(locale="zh-CN")
    page.goto(server.url)
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.get_by_label("项目 ID").fill(item)
    page.get_by_label("令牌", exact=True).fill("anything")
    page.get_by_role("button", name="进入", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="已连接")).to_be_visible(timeout=SLOW_MS)
    bob.join(item)
    log = page.get_by_role("log", name="消息列表")
    expect(log.get_by_text(f"客户端 #{bob.client_id} 加入了聊天", exact=True)).to_be_visible()
    page.get_by_role("textbox", name="消息", exact=True).fill("今天发货了吗？")
    page.get_by_role("button", name="发送", exact=True).click()
    bob.expect_messages(["今天发货了吗？"])


def test_the_language_can_be_chosen_and_stays(alice: RoomPage, item: str) -> None:
    """Whoever wants another language than his browser's takes it, and has it after a reload."""
    alice.join(item)
    alice.page.get_by_role("combobox", name="Language").select_option("简体中文")
    leave_button = alice.page.get_by_role("button", name="离开", exact=True)
    expect(leave_button).to_be_visible()
    alice.page.reload()
    expect(leave_button).to_be_visible()
