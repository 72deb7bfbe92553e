"""What a person can choose: each choice holds at once, and in every page of the browser."""

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.complaints import Complaints
from e2e.conftest import PersonAt
from e2e.room_page import RoomPage, joined, left
from e2e.server_process import ServerProcess
from e2e.several_rooms import box_of, go_to, open_another, rooms_of
from e2e.surroundings import both_ways, everywhere
from e2e.test_accessibility import AXE, expect_no_violations
from e2e.words import CHINESE, ENGLISH

DARK = "oklch(0.192 0.005 75)"
LIGHT = "oklch(0.988 0.003 85)"


def settings_of(person: RoomPage) -> Locator:
    """Open the settings by their button."""
    rooms_of(person).get_by_role("button", name=person.words.settings).click()
    dialog = person.page.get_by_role("dialog", name=person.words.settings)
    expect(dialog).to_be_visible()
    return dialog


def expect_colour(page: Page, colour: str) -> None:
    expect(page.locator("body")).to_have_css("background-color", colour)


@everywhere
def test_a_theme_is_kept_and_there_before_the_page(alice: RoomPage, complaints: Complaints, item: str) -> None:
    """The choice goes before the device's, and holds before the first script of the page itself has run."""
    alice.join(item)
    expect_colour(alice.page, LIGHT)
    settings_of(alice).get_by_role("combobox", name=alice.words.theme).select_option(alice.words.dark)
    expect_colour(alice.page, DARK)
    # Without the page's own module nothing but the first paint is left.
    complaints.expect(r"ERR_FAILED \(\S+/assets/page-\S+\.js\)")
    alice.page.route("**/assets/*.js", lambda route: route.abort())
    alice.page.goto(alice.url)
    expect_colour(alice.page, DARK)
    alice.page.unroute_all()


@both_ways
def test_a_theme_follows_the_device_without_a_choice(alice: RoomPage, item: str) -> None:
    """Whoever chose one goes back to the device's."""
    alice.join(item)
    alice.page.emulate_media(color_scheme="dark")
    expect_colour(alice.page, DARK)
    theme = settings_of(alice).get_by_role("combobox", name=alice.words.theme)
    theme.select_option(alice.words.light)
    expect_colour(alice.page, LIGHT)
    expect(alice.page.locator("meta[name=theme-color][media=all]")).to_have_attribute("content", "#f5f3f0")
    theme.select_option(alice.words.as_the_device)
    expect_colour(alice.page, DARK)


@everywhere
def test_a_density_is_kept(alice: RoomPage, item: str) -> None:
    """Compact makes the lines of a room lower, also after a reload."""
    alice.join(item)
    alice.say("hello")
    alice.expect_messages(["hello"])
    line = alice.messages(["hello"])
    before = box_of(line)
    settings_of(alice).get_by_role("combobox", name=alice.words.density).select_option(alice.words.compact)
    alice.page.keyboard.press("Escape")
    alice.reload()
    alice.expect_messages(["hello"])
    after = box_of(line)
    assert after["height"] < before["height"]


@everywhere
def test_another_name_goes_with_what_is_said_from_now_on(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """ID6, CL11: In every room, as the same client, with nothing lost and nobody told to have left."""
    other = item.replace("item", "other")
    bob.join(item)
    alice.join(item, name="Ana")
    alice.say("as Ana")
    bob.expect_messages(["as Ana"])
    # Those at the head of a group; each row has the name once more, for screen readers.
    names = bob.log.locator("strong")
    client_id = alice.client_id
    open_another(alice, other, name="Ana")
    dialog = settings_of(alice)
    name = dialog.get_by_label(alice.words.display_name)
    expect(name).to_have_value("Ana")
    name.fill("Anabel")
    dialog.get_by_role("button", name=alice.words.change).click()
    expect(dialog.get_by_text(alice.words.changed, exact=True)).to_be_visible()
    alice.page.keyboard.press("Escape")
    alice.expect_connected()
    go_to(alice, item)
    assert alice.client_id == client_id
    alice.say("as Anabel")
    alice.expect_messages(["as Ana", "as Anabel"])
    bob.expect_messages(["as Ana", "as Anabel"])
    expect(names.get_by_text("Anabel", exact=True)).to_have_count(1)
    expect(bob.page.get_by_role("region", name="Here now").get_by_text("Anabel", exact=True)).to_be_visible()
    assert left(client_id) not in bob.coming_and_going()
    alice.reload()
    alice.say("still")
    bob.expect_messages(["as Ana", "as Anabel", "still"])
    expect(names.get_by_text("Anabel", exact=True)).to_have_count(1)


@both_ways
def test_the_name_of_a_token_cannot_be_changed(person_at: PersonAt, jwt_server: ServerProcess, item: str) -> None:
    """ID6: It is shown, with the reason."""
    alice = person_at(jwt_server.url).open()
    alice.fill_form(item, jwt_server.token(item, "Ana"))
    alice.expect_connected()
    dialog = settings_of(alice)
    expect(dialog.get_by_text(alice.words.name_of_token)).to_be_visible()
    expect(dialog.get_by_text("Ana", exact=True)).to_be_visible()
    expect(dialog.get_by_role("textbox")).to_have_count(0)


@both_ways
def test_the_settings_are_opened_and_closed_by_keys(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """The focus goes in, and back to where it was; on the form too."""
    bob.join(item)
    alice.open()
    expect(alice.item_field).to_be_focused()
    alice.page.keyboard.press("Control+,")
    dialog = alice.page.get_by_role("dialog", name=alice.words.settings)
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


@everywhere
def test_the_settings_speak_the_language_that_is_chosen_in_them(alice: RoomPage, item: str) -> None:
    """All of it changes at once, and the document says which language it is."""
    chosen = CHINESE if alice.words is ENGLISH else ENGLISH
    alice.join(item)
    settings_of(alice).get_by_role("combobox", name=alice.words.language_switch).select_option(chosen.own_name)
    dialog = alice.page.get_by_role("dialog", name=chosen.settings)
    for label in (chosen.display_name, chosen.theme, chosen.density, chosen.notify, chosen.sound):
        expect(dialog.get_by_label(label, exact=True)).to_be_visible()
    expect(alice.page.locator("html")).to_have_attribute("lang", chosen.tag)
    dialog.get_by_role("button", name=chosen.close).click()
    expect(dialog).to_be_hidden()


@both_ways
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_what_lies_over_the_page(alice: RoomPage, bob: RoomPage, item: str, theme: str) -> None:
    """The rooms, the settings and the shortcuts are for everybody to use, in both themes."""
    words = alice.words
    alice.page.add_init_script(path=AXE)
    bob.join(item)
    alice.join(item, name="Ana")
    dialog = settings_of(alice)
    dialog.get_by_role("combobox", name=words.theme).select_option({"light": words.light, "dark": words.dark}[theme])
    expect_no_violations(alice.page)
    alice.page.keyboard.press("Escape")
    open_another(alice, item.replace("item", "other"), name="Ana")
    bob.say("@ana, one", "two")
    expect(rooms_of(alice).get_by_text(words.mentions(2, 1))).to_be_attached()
    expect_no_violations(alice.page)
    rooms_of(alice).get_by_role("button", name=words.shortcuts).click()
    expect(alice.page.get_by_role("dialog", name=words.shortcuts)).to_be_visible()
    expect_no_violations(alice.page)
