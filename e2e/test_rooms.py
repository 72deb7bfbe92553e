"""Several rooms in one tab: each goes on while another is shown."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

import jwt
import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.conftest import JWT_KEY
from e2e.room_page import SLOW_MS, RoomPage, left
from e2e.server_process import ServerProcess
from e2e.several_rooms import DESKTOP, PHONE, box_of, expect_shown, go_to, look, open_another, rooms_of


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def ana(request: pytest.FixtureRequest, open_page: Callable[..., Page], server: ServerProcess) -> RoomPage:
    return RoomPage(open_page(**request.param), server.url)


@pytest.fixture
def other(item: str) -> str:
    return item.replace("item", "other")


def test_another_item_leaves_none_of_the_others(ana: RoomPage, bob: RoomPage, item: str, other: str) -> None:
    """FO1: What is written in a room that is not shown is counted, and there when it is shown."""
    bob.join(item)
    ana.join(item)
    open_another(ana, other)
    assert urlsplit(ana.page.url).path == f"/items/{other}"
    bob.say("one", "two")
    unread = rooms_of(ana).get_by_role("button", name=f"{item} 2 new messages")
    expect(unread).to_be_visible()
    unread.click()
    expect_shown(ana, item)
    ana.expect_messages(["one", "two"])
    assert urlsplit(ana.page.url).path == f"/items/{item}"
    expect(rooms_of(ana).get_by_role("button", name=item, exact=True)).to_have_attribute("aria-current", "page")
    expect(bob.page.get_by_role("button", name="2 here")).to_be_visible()


def test_the_rooms_of_a_phone_say_what_came_in_the_others(
    open_page: Callable[..., Page], server: ServerProcess, bob: RoomPage, item: str, other: str
) -> None:
    """Where the list is called up by a button, the button counts; and what calls one by name stands apart."""
    ana = RoomPage(open_page(**PHONE), server.url).join(item, name="Ana")
    open_another(ana, other, name="Ana")
    bob.join(item)
    bob.say("hello", "@ana, look")
    button = ana.page.get_by_role("button", name="Rooms")
    expect(button).to_have_accessible_name("Rooms 2 new messages, 1 mentions you")
    button.click()
    ana.page.keyboard.press("Escape")
    expect(ana.page.get_by_role("navigation", name="Rooms")).to_be_hidden()
    expect(button).to_be_focused()


def test_a_reload_joins_every_room_again(ana: RoomPage, bob: RoomPage, item: str, other: str) -> None:
    """CL11, PR6: As the same clients, in silence, with the same one shown, and with what was unread."""
    bob.join(item)
    ana.join(item)
    client_id = ana.client_id
    open_another(ana, other)
    other_id = ana.client_id
    bob.say("while another one is shown")
    expect(rooms_of(ana).get_by_role("button", name=f"{item} 1 new message")).to_be_visible()
    ana.reload()
    expect_shown(ana, other)
    assert ana.client_id == other_id
    expect(rooms_of(ana).get_by_role("button", name=f"{item} 1 new message")).to_be_visible()
    go_to(ana, item)
    assert ana.client_id == client_id
    ana.expect_messages(["while another one is shown"])
    assert left(client_id) not in bob.coming_and_going()


def test_two_tabs_with_the_same_rooms_are_clients_of_their_own(
    ana: RoomPage, bob: RoomPage, item: str, other: str
) -> None:
    """CL11, ID4: A duplicated tab is in every room of the first, as somebody else in each."""
    ana.join(item)
    first = ana.client_id
    open_another(ana, other)
    twin = ana.duplicate()
    expect_shown(twin, other)
    assert twin.client_id != ana.client_id
    go_to(twin, item)
    assert twin.client_id != first
    bob.join(item)
    expect(bob.page.get_by_role("button", name="3 here")).to_be_visible()


def test_the_way_back_leads_from_room_to_room(ana: RoomPage, item: str, other: str) -> None:
    """The history knows the rooms as pages: nothing is joined or left by going back and forward."""
    ana.join(item)
    client_id = ana.client_id
    open_another(ana, other)
    ana.page.go_back()
    expect(ana.join_button).to_be_visible()
    ana.page.go_back()
    expect_shown(ana, item)
    assert ana.client_id == client_id
    ana.page.go_forward()
    ana.page.go_forward()
    expect_shown(ana, other)


def test_leaving_one_leads_to_the_next(ana: RoomPage, bob: RoomPage, item: str, other: str) -> None:
    """PR3: Only the room that was left is left; the last one leads to the form."""
    bob.join(other)
    ana.join(item)
    open_another(ana, other)
    gone = ana.client_id
    ana.leave()
    bob.expect_line(left(gone))
    expect_shown(ana, item)
    assert urlsplit(ana.page.url).path == f"/items/{item}"
    expect(rooms_of(ana).get_by_role("listitem")).to_have_count(1)
    go_to(ana, item)
    ana.leave()
    expect(ana.join_button).to_be_visible()
    ana.page.reload()
    expect(ana.join_button).to_be_visible()
    expect(ana.page.get_by_role("navigation", name="Rooms")).to_have_count(0)


def test_a_draft_stays_in_its_room(ana: RoomPage, item: str, other: str) -> None:
    """CL10: Each room has a message box of its own."""
    ana.join(item)
    ana.box.fill("for this room")
    open_another(ana, other)
    expect(ana.box).to_have_value("")
    go_to(ana, item)
    expect(ana.box).to_have_value("for this room")


def test_a_room_that_is_over_says_so_in_the_list(
    open_page: Callable[..., Page], jwt_server: ServerProcess, item: str, other: str
) -> None:
    """AU7: A token that expires while another room is shown is told in the list, and asked for anew in the form."""
    ana = RoomPage(open_page(), jwt_server.url).open()
    ana.fill_form(item, jwt.encode({"sub": "Ana", "items": [item], "exp": _soon()}, JWT_KEY, "HS256"))
    ana.expect_connected()
    rooms_of(ana).get_by_role("button", name="Open another item").click()
    ana.fill_form(other, jwt_server.token(other, "Ana"))
    expect_shown(ana, other)
    over = rooms_of(ana).get_by_role("button", name=f"{item} over")
    expect(over).to_be_visible(timeout=SLOW_MS)
    over.click()
    expect(ana.page.get_by_role("alert")).to_contain_text("token has expired")
    expect(ana.item_field).to_have_value(item)
    _expect_read_first(ana.page.get_by_role("alert"), ana.item_field)
    rooms_of(ana).get_by_role("button", name=f"Leave {item}").click()
    expect(rooms_of(ana).get_by_role("listitem")).to_have_count(1)


def _soon() -> int:
    return int(time.time()) + 8


def _expect_read_first(reason: Locator, field: Locator) -> None:
    said, asked = box_of(reason), box_of(field)
    assert said["y"] + said["height"] <= asked["y"]


def test_a_room_is_reached_by_keys(alice: RoomPage, item: str, other: str) -> None:
    """Next, previous, the message box and who is here have keys, also for somebody who types; ? lists them."""
    keyboard = alice.page.keyboard
    alice.join(item)
    open_another(alice, other)
    alice.box.press("Alt+ArrowDown")
    expect_shown(alice, item)
    alice.box.press("Alt+ArrowUp")
    expect_shown(alice, other)
    people = alice.page.get_by_role("region", name="Here now")
    expect(people).to_be_visible()
    keyboard.press("Alt+p")
    expect(people).to_be_hidden()
    alice.page.get_by_role("heading", level=1).click()
    expect(alice.box).not_to_be_focused()
    keyboard.press("Alt+m")
    expect(alice.box).to_be_focused()
    keyboard.press("?")
    expect(alice.box).to_have_value("?")
    alice.page.get_by_role("heading", level=1).click()
    keyboard.press("?")
    shortcuts = alice.page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(shortcuts.get_by_text("Next room", exact=True)).to_be_visible()
    keyboard.press("Alt+ArrowDown")
    keyboard.press("Escape")
    expect(shortcuts).to_be_hidden()
    expect_shown(alice, other)


def test_the_shortcuts_are_told_in_chinese_too(open_page: Callable[..., Page], server: ServerProcess) -> None:
    """The list is opened by its key, before any room is joined."""
    page = open_page(locale="zh-CN")
    page.goto(server.url)
    expect(page.get_by_label("项目 ID")).to_be_focused()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="键盘快捷键").get_by_text("下一个房间", exact=True)).to_be_visible()


def test_no_column_stays_where_the_people_were(alice: RoomPage, item: str) -> None:
    """On a wide page the conversation takes the place of a list that is closed."""
    alice.join(item)
    talk = alice.page.get_by_role("main")
    before = box_of(talk)
    alice.page.get_by_role("button", name="1 here").click()
    after = box_of(talk)
    assert after["x"] + after["width"] == 1280 > before["x"] + before["width"]


def test_the_tabs_of_one_person_stand_together(
    open_page: Callable[..., Page], jwt_server: ServerProcess, item: str
) -> None:
    """Whoever has two tabs open is one person in the list, with both IDs; a client without an author is himself."""
    ana, bob = RoomPage(open_page(), jwt_server.url).open(), RoomPage(open_page(), jwt_server.url).open()
    token = jwt_server.token(item, "Ana")
    ana.fill_form(item, token)
    ana.expect_connected()
    twin = RoomPage(ana.page.context.new_page(), ana.url).follow_link(item, token)
    bob.fill_form(item, jwt_server.token(item, "Bob"))
    bob.expect_connected()
    people = bob.page.get_by_role("region", name="Here now").get_by_role("listitem")
    expect(people).to_have_count(2)
    of_ana = people.filter(has_text="Ana")
    expect(of_ana).to_contain_text("2 tabs")
    for person in (ana, twin):
        expect(of_ana).to_contain_text(f"{person.client_id}")
    expect(people.first).to_contain_text("Bob")
    expect(bob.page.get_by_role("button", name="2 here")).to_be_visible()


@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_page_is_mirrored_for_languages_that_run_from_right_to_left(
    open_page: Callable[..., Page], server: ServerProcess, item: str, options: dict[str, Any]
) -> None:
    """With ``dir=rtl`` the rooms stand at the right and nothing is cut or scrolls sideways."""
    ana = RoomPage(open_page(**options), server.url).join(item, name="Ana")
    ana.say("hello", "W" * 300)
    ana.expect_messages(["hello", "W" * 300])
    expect(ana.page.locator("html")).to_have_attribute("dir", "ltr")
    ana.page.evaluate("document.dir = 'rtl'")
    rooms = box_of(rooms_of(ana))
    width = options["viewport"]["width"]
    assert rooms["x"] + rooms["width"] == width
    assert ana.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    go_to(ana, item)
    send, box = box_of(ana.page.get_by_role("button", name="Send")), box_of(ana.box)
    assert send["x"] + send["width"] <= box["x"]
    here = ana.page.get_by_role("button", name="1 here")
    if here.get_attribute("aria-expanded") == "false":
        here.click()
    people = ana.page.get_by_role("region", name="Here now")
    expect(people).to_be_in_viewport(ratio=1)
    ana.page.keyboard.press("Control+,")
    expect(ana.page.get_by_role("dialog", name="Settings")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("name", ["a/b", "x" * 129], ids=["slash", "too long"])
@pytest.mark.parametrize(
    ("locale", "words"), [("en-GB", "That is not the name of an item."), ("zh-CN", "这不是有效的项目 ID。")]
)
@pytest.mark.parametrize("address", ["/items/{}", "/#item={}&token=t"], ids=["path", "fragment"])
def test_a_link_to_what_is_no_item_says_so_at_once(
    open_page: Callable[..., Page], server: ServerProcess, name: str, locale: str, words: str, address: str
) -> None:
    """AU5: The reason stands beside the field, which holds what the link asked for, before anything is pressed."""
    page = open_page(locale=locale)
    page.goto(server.url + address.format(quote(name)))
    expect(page.get_by_role("alert")).to_contain_text(words)
    field = page.get_by_role("textbox").first
    expect(field).to_have_value(name)
    expect(field).to_be_focused()


def test_an_id_that_cannot_be_copied_says_what_to_press(alice: RoomPage, item: str) -> None:
    """Without a clipboard the ID is selected, and the button says which keys do the rest."""
    alice.join(item)
    alice.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    alice.page.get_by_role("button", name="Copy").click()
    expect(alice.page.get_by_role("button", name="Press Ctrl C")).to_be_visible()
    assert alice.page.evaluate("String(getSelection())") == f"{alice.client_id}"


def test_the_title_counts_over_all_rooms_while_nobody_looks(
    alice: RoomPage, bob: RoomPage, item: str, other: str
) -> None:
    """What comes in any of the rooms adds up, and the icon has a mark, until somebody looks."""
    bob.join(item)
    alice.join(item)
    open_another(alice, other)
    open_another(bob, other)
    icon = alice.page.locator("link[rel=icon]")
    plain = icon.get_attribute("href")
    look(alice.page, is_looked_at=False)
    bob.say("in the one that is shown")
    go_to(bob, item)
    bob.say("and in", "the other")
    expect(alice.page).to_have_title(f"(3) {other} · Parley")
    expect(icon).not_to_have_attribute("href", plain or "")
    look(alice.page, is_looked_at=True)
    expect(alice.page).to_have_title(f"{other} · Parley")
    assert urlsplit(icon.get_attribute("href") or "").path == "/favicon.svg"
    expect(rooms_of(alice).get_by_role("button", name=f"{item} 2 new messages")).to_be_visible()
