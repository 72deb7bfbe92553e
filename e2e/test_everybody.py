"""The page is for everybody: by keyboard, by touch, in Chinese."""

from playwright.sync_api import Locator, Page, expect

from e2e.room_page import RoomPage, left
from e2e.server_process import ServerProcess
from e2e.several_rooms import box_of, expect_shown, go_to, open_another, people_of, rooms_of
from e2e.surroundings import both_ways, everywhere, on_a_phone
from e2e.wire_client import WireClient
from e2e.words import CHINESE, ENGLISH


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _ in range(30):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{target} was not reached by {key}")


@everywhere
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
    tab_to(alice.page, alice.page.get_by_role("button", name=alice.words.leave, exact=True), "Shift+Tab")
    keyboard.press("Enter")
    expect(alice.join_button).to_be_visible()
    bob.expect_line(left(gone))


@on_a_phone
def test_a_phone_is_enough(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """Join, talk, see who is here and leave by touch, on a narrow page that does not scroll sideways."""
    words = alice.words
    bob.join(item)
    alice.open()
    alice.item_field.tap()
    alice.page.keyboard.type(item)
    alice.token_field.tap()
    alice.page.keyboard.type("anything")
    alice.join_button.tap()
    alice.expect_connected()
    alice.box.tap()
    alice.page.keyboard.type("from my phone")
    alice.page.get_by_role("button", name=words.send, exact=True).tap()
    for person in (alice, bob):
        person.expect_messages(["from my phone"])
    assert alice.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    alice.page.get_by_role("button", name=words.here(2)).tap()
    expect(alice.page.get_by_role("region", name=words.here_now).get_by_role("listitem")).to_have_count(2)
    alice.page.get_by_role("button", name=words.leave, exact=True).tap()
    expect(alice.join_button).to_be_visible()


@everywhere
def test_the_page_is_mirrored_for_languages_that_run_from_right_to_left(alice: RoomPage, item: str) -> None:
    """With ``dir=rtl`` the rooms stand at the right and nothing is cut or scrolls sideways."""
    words = alice.words
    alice.join(item, name="Ana")
    alice.say("hello", "W" * 300)
    alice.expect_messages(["hello", "W" * 300])
    expect(alice.page.locator("html")).to_have_attribute("dir", "ltr")
    alice.page.evaluate("document.dir = 'rtl'")
    rooms = box_of(rooms_of(alice))
    assert rooms["x"] + rooms["width"] == alice.page.evaluate("innerWidth")
    assert alice.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    go_to(alice, item)
    send, box = box_of(alice.page.get_by_role("button", name=words.send)), box_of(alice.box)
    assert send["x"] + send["width"] <= box["x"]
    expect(people_of(alice)).to_be_in_viewport(ratio=1)
    alice.page.keyboard.press("Control+,")
    expect(alice.page.get_by_role("dialog", name=words.settings)).to_be_in_viewport(ratio=1)


@everywhere
def test_a_room_is_reached_by_keys(alice: RoomPage, item: str) -> None:
    """Next, previous, the message box and who is here have keys, also for somebody who types; ? lists them."""
    keyboard, words = alice.page.keyboard, alice.words
    other = f"{item}-other"
    alice.join(item)
    open_another(alice, other)
    alice.box.press("Alt+ArrowDown")
    expect_shown(alice, item)
    alice.box.press("Alt+ArrowUp")
    expect_shown(alice, other)
    people = alice.page.get_by_role("region", name=words.here_now)
    was_in_sight = people.is_visible()
    keyboard.press("Alt+p")
    expect(people).to_be_visible(visible=not was_in_sight)
    keyboard.press("Alt+p")
    expect(people).to_be_visible(visible=was_in_sight)
    alice.page.get_by_role("heading", level=1).click()
    expect(alice.box).not_to_be_focused()
    keyboard.press("Alt+m")
    expect(alice.box).to_be_focused()
    keyboard.press("?")
    expect(alice.box).to_have_value("?")
    alice.page.get_by_role("heading", level=1).click()
    keyboard.press("?")
    shortcuts = alice.page.get_by_role("dialog", name=words.shortcuts)
    expect(shortcuts.get_by_text(words.next_room, exact=True)).to_be_visible()
    keyboard.press("Alt+ArrowDown")
    keyboard.press("Escape")
    expect(shortcuts).to_be_hidden()
    expect_shown(alice, other)


@everywhere
def test_the_page_speaks_the_language_of_the_browser(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """Form, room and lines do; the messages are what they are."""
    words = alice.words
    alice.open()
    expect(alice.page.locator("html")).to_have_attribute("lang", words.tag)
    expect(alice.page.get_by_role("heading", level=1)).to_have_text(words.join_a_room)
    alice.fill_form(item)
    alice.expect_connected()
    expect(alice.page.get_by_text(words.nobody_wrote)).to_be_visible()
    bob.join(item)
    alice.expect_line(words.joined(bob.client_id))
    alice.box.fill("今天发货了吗？")
    alice.page.get_by_role("button", name=words.send, exact=True).click()
    bob.expect_messages(["今天发货了吗？"])


@both_ways
def test_the_language_can_be_chosen_and_stays(alice: RoomPage, item: str) -> None:
    """Whoever wants another language than his browser's takes it, and has it after a reload."""
    chosen = CHINESE if alice.words is ENGLISH else ENGLISH
    alice.join(item)
    rooms_of(alice).get_by_role("combobox", name=alice.words.language_switch).select_option(chosen.own_name)
    leave = alice.page.get_by_role("button", name=chosen.leave, exact=True)
    expect(leave).to_be_visible()
    expect(alice.page.locator("html")).to_have_attribute("lang", chosen.tag)
    alice.page.reload()
    expect(leave).to_be_visible()
