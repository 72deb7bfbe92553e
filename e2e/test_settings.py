"""What a person can choose: each choice holds at once, and in every page of the browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.complaints import Complaints
from e2e.room_page import RoomPage, joined, left
from e2e.server_process import ServerProcess
from e2e.several_rooms import DESKTOP, PHONE, box_of, go_to, open_another, rooms_of
from e2e.test_accessibility import AXE, expect_no_violations

DARK = "oklch(0.192 0.005 75)"
LIGHT = "oklch(0.988 0.003 85)"


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def ana(request: pytest.FixtureRequest, open_page: Callable[..., Page], server: ServerProcess) -> RoomPage:
    return RoomPage(open_page(**request.param), server.url)


def settings_of(person: RoomPage) -> Locator:
    """Open the settings by their button."""
    rooms_of(person).get_by_role("button", name="Settings").click()
    dialog = person.page.get_by_role("dialog", name="Settings")
    expect(dialog).to_be_visible()
    return dialog


def expect_colour(page: Page, colour: str) -> None:
    expect(page.locator("body")).to_have_css("background-color", colour)


def test_a_theme_is_kept_and_there_before_the_page(ana: RoomPage, complaints: Complaints, item: str) -> None:
    """The choice goes before the device's, and holds before the first script of the page itself has run."""
    ana.join(item)
    expect_colour(ana.page, LIGHT)
    settings_of(ana).get_by_role("combobox", name="Theme").select_option("Dark")
    expect_colour(ana.page, DARK)
    # Without the page's own module nothing but the first paint is left.
    complaints.expect(r"ERR_FAILED \(\S+/assets/index-\S+\.js\)")
    ana.page.route("**/assets/*.js", lambda route: route.abort())
    ana.page.goto(ana.url)
    expect_colour(ana.page, DARK)
    ana.page.unroute_all()


def test_a_theme_follows_the_device_without_a_choice(ana: RoomPage, item: str) -> None:
    """Whoever chose one goes back to the device's."""
    ana.join(item)
    ana.page.emulate_media(color_scheme="dark")
    expect_colour(ana.page, DARK)
    theme = settings_of(ana).get_by_role("combobox", name="Theme")
    theme.select_option("Light")
    expect_colour(ana.page, LIGHT)
    expect(ana.page.locator("meta[name=theme-color][media=all]")).to_have_attribute("content", "#f5f3f0")
    theme.select_option("As the device")
    expect_colour(ana.page, DARK)


def test_a_density_is_kept(ana: RoomPage, item: str) -> None:
    """Compact makes the lines of a room lower, also after a reload."""
    ana.join(item)
    ana.say("hello")
    ana.expect_messages(["hello"])
    line = ana.messages(["hello"])
    before = box_of(line)
    settings_of(ana).get_by_role("combobox", name="Density").select_option("Compact")
    ana.page.keyboard.press("Escape")
    ana.reload()
    ana.expect_messages(["hello"])
    after = box_of(line)
    assert after["height"] < before["height"]


def test_another_name_goes_with_what_is_said_from_now_on(ana: RoomPage, bob: RoomPage, item: str) -> None:
    """ID6, CL11: In every room, as the same client, with nothing lost and nobody told to have left."""
    other = item.replace("item", "other")
    bob.join(item)
    ana.join(item, name="Ana")
    ana.say("as Ana")
    bob.expect_messages(["as Ana"])
    client_id = ana.client_id
    open_another(ana, other, name="Ana")
    dialog = settings_of(ana)
    name = dialog.get_by_label("Display name")
    expect(name).to_have_value("Ana")
    name.fill("Anabel")
    dialog.get_by_role("button", name="Change").click()
    expect(dialog.get_by_text("Changed", exact=True)).to_be_visible()
    ana.page.keyboard.press("Escape")
    ana.expect_connected()
    go_to(ana, item)
    assert ana.client_id == client_id
    ana.say("as Anabel")
    ana.expect_messages(["as Ana", "as Anabel"])
    bob.expect_messages(["as Ana", "as Anabel"])
    expect(bob.log.get_by_text("Anabel", exact=True)).to_have_count(1)
    expect(bob.page.get_by_role("region", name="Here now").get_by_text("Anabel", exact=True)).to_be_visible()
    assert left(client_id) not in bob.coming_and_going()
    ana.reload()
    ana.say("still")
    bob.expect_messages(["as Ana", "as Anabel", "still"])
    expect(bob.log.get_by_text("Anabel", exact=True)).to_have_count(1)


def test_the_name_of_a_token_cannot_be_changed(
    open_page: Callable[..., Page], jwt_server: ServerProcess, item: str
) -> None:
    """ID6: It is shown, with the reason."""
    ana = RoomPage(open_page(), jwt_server.url).open()
    ana.fill_form(item, jwt_server.token(item, "Ana"))
    ana.expect_connected()
    dialog = settings_of(ana)
    expect(dialog.get_by_text("Your token says your name")).to_be_visible()
    expect(dialog.get_by_text("Ana", exact=True)).to_be_visible()
    expect(dialog.get_by_role("textbox")).to_have_count(0)


def test_the_settings_speak_the_language_that_is_chosen_in_them(ana: RoomPage, item: str) -> None:
    """All of it changes at once, and the document says which language it is."""
    ana.join(item)
    settings_of(ana).get_by_role("combobox", name="Language").select_option("简体中文")
    dialog = ana.page.get_by_role("dialog", name="设置")
    for label in ("显示名称", "主题", "疏密", "有人提到我时通知我", "有人提到我时响一声"):
        expect(dialog.get_by_label(label, exact=True)).to_be_visible()
    expect(ana.page.locator("html")).to_have_attribute("lang", "zh-Hans")
    dialog.get_by_role("button", name="关闭").click()
    expect(dialog).to_be_hidden()


def test_the_settings_are_opened_and_closed_by_keys(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """The focus goes in, and back to where it was; on the form too."""
    bob.join(item)
    alice.open()
    expect(alice.item_field).to_be_focused()
    alice.page.keyboard.press("Control+,")
    dialog = alice.page.get_by_role("dialog", name="Settings")
    expect(dialog).to_be_visible()
    alice.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(alice.item_field).to_be_focused()
    alice.fill_form(item)
    alice.expect_connected()
    bob.expect_line(joined(alice.client_id))
    alice.box.press("Control+,")
    expect(dialog).to_be_visible()
    alice.page.keyboard.press("Escape")
    expect(alice.box).to_be_focused()


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_axe_finds_nothing_in_what_lies_over_the_page(ana: RoomPage, bob: RoomPage, item: str, theme: str) -> None:
    """The rooms, the settings and the shortcuts are for everybody to use, in both themes."""
    ana.page.add_init_script(path=AXE)
    bob.join(item)
    ana.join(item, name="Ana")
    dialog = settings_of(ana)
    dialog.get_by_role("combobox", name="Theme").select_option(theme)
    expect_no_violations(ana.page)
    ana.page.keyboard.press("Escape")
    open_another(ana, item.replace("item", "other"), name="Ana")
    bob.say("@ana, one", "two")
    expect(rooms_of(ana).get_by_text("2 new messages, 1 mentions you")).to_be_attached()
    expect_no_violations(ana.page)
    rooms_of(ana).get_by_role("button", name="Keyboard shortcuts").click()
    expect(ana.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    expect_no_violations(ana.page)
