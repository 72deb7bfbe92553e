"""Messages that are edited, deleted, reacted to and answered."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.complaints import Complaints
from e2e.conftest import PersonAt
from e2e.message_row import MessageRow
from e2e.room_page import SLOW_MS, RoomPage
from e2e.server_process import ServerProcess
from e2e.several_rooms import box_of
from e2e.surroundings import both_ways, everywhere
from e2e.tcp_proxy import TcpProxy
from e2e.wire_client import WireClient


@everywhere
def test_an_edit_reaches_everybody(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """CH3: The new text stands in the place of the old, for those who were there and those who come."""
    alice.join(item)
    bob.join(item)
    alice.say("it shiped", "today")
    bob.expect_messages(["it shiped", "today"])
    MessageRow(alice, "it shiped").act(alice.words.edit)
    expect(alice.box).to_have_value("it shiped")
    alice.box.fill("it shipped")
    alice.page.get_by_role("button", name=alice.words.save).click()
    for person in (alice, bob):
        person.expect_messages(["it shipped", "today"])
        mark = MessageRow(person, "it shipped").row.get_by_text(person.words.edited)
        expect(mark).to_have_attribute("title", re.compile(f"^{person.words.edited_at} .*20"))
        expect(person.log.get_by_text("it shiped", exact=True)).to_have_count(0)
    bob.reload()
    bob.expect_messages(["it shipped", "today"])
    expect(alice.box).to_have_value("")


@everywhere
def test_a_deletion_is_asked_for_twice_and_reaches_everybody(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """CH4: The text is gone, and a line says that there was one; whoever is asked may keep it."""
    alice.join(item)
    bob.join(item)
    alice.say("a slip", "and more")
    row = MessageRow(alice, "a slip")
    row.act(alice.words.delete)
    row.row.get_by_role("button", name=alice.words.keep).click()
    bob.expect_messages(["a slip", "and more"])
    row.remove()
    for person in (alice, bob):
        expect(person.log.get_by_text(person.words.deleted)).to_have_count(1)
        expect(person.log.get_by_text("a slip", exact=True)).to_have_count(0)
        person.expect_messages(["and more"])


@everywhere
def test_reactions_are_counted_and_taken_away(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """CH3: Each emoji counts its people and names them; pressing it sets and takes away one's own."""
    alice.join(item)
    bob.join(item, name="Bo")
    alice.say("shipped")
    hers, his = MessageRow(alice, "shipped"), MessageRow(bob, "shipped")
    hers.react("🎉")
    expect(his.chip("🎉")).to_have_attribute("aria-pressed", "false")
    his.chip("🎉").click()
    for row in (hers, his):
        expect(row.chip("🎉")).to_have_text(re.compile(r"2$"))
        expect(row.chip("🎉")).to_have_attribute("aria-pressed", "true")
    expect(hers.chip("🎉")).to_have_accessible_name(alice.words.reacted("🎉", alice.words.you, "Bo"))
    hers.chip("🎉").click()
    expect(his.chip("🎉")).to_have_text(re.compile(r"1$"))
    his.chip("🎉").click()
    expect(hers.row.get_by_role("list", name=alice.words.reactions)).to_have_count(0)


@everywhere
def test_others_messages_offer_no_edit(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """CH2: A message of somebody else can be answered and reacted to, and nothing more."""
    alice.join(item)
    bob.join(item)
    bob.say("his")
    row = MessageRow(alice, "his")
    expect(row.button(alice.words.reply)).to_be_visible()
    expect(row.button(alice.words.react)).to_be_visible()
    expect(row.row.get_by_role("button", name=alice.words.edit, exact=True)).to_have_count(0)
    expect(row.row.get_by_role("button", name=alice.words.delete, exact=True)).to_have_count(0)


@everywhere
def test_an_answer_quotes_and_leads_to_its_message(
    alice: RoomPage, bob: RoomPage, server: ServerProcess, item: str
) -> None:
    """CL7: The quote has the author and a line; it leads to a message that is pages away, too."""
    with WireClient(server.port, item) as past:
        past.say("the question", *(f"talk {number}" for number in range(250)))
    alice.join(item)
    bob.join(item, name="Bo")
    bob.scroll_to_top()
    expect(bob.log.get_by_text("talk 60", exact=True)).to_have_count(1)
    bob.scroll_to_top()
    # Nothing comes in above any more, which would move the row from under the pointer.
    expect(bob.log.get_by_text("Start of the conversation")).to_have_count(1)
    bob.scroll_to_top()
    expect(MessageRow(bob, "the question").row).to_be_in_viewport()
    MessageRow(bob, "the question").button(bob.words.reply).press("Enter")
    bob.say("the answer")
    quote = quote_in(alice, "the answer")
    expect(quote).to_have_text(f"{alice.words.in_reply_to} {alice.words.earlier_message}")
    expect(alice.log.get_by_text("the question", exact=True)).to_have_count(0)
    quote.click()
    target = MessageRow(alice, "the question").row
    expect(target).to_be_in_viewport(timeout=SLOW_MS)
    expect(target).to_be_focused()
    MessageRow(alice, "the answer").act(alice.words.reply)
    expect(alice.page.get_by_text(alice.words.replying_to("Bo"))).to_be_visible()
    alice.say("thank you")
    expect(quote_in(bob, "thank you")).to_have_text(f"{bob.words.in_reply_to} Bo the answer")


def quote_in(person: RoomPage, body: str) -> Locator:
    """Return the line that says what a message answers."""
    return MessageRow(person, body).row.get_by_role("button", name=re.compile(f"^{person.words.in_reply_to} "))


@both_ways
def test_the_quote_of_a_deleted_message_has_no_text(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """CH4: A quote shows what its message says now."""
    alice.join(item)
    bob.join(item)
    alice.say("take this back")
    MessageRow(bob, "take this back").act(bob.words.reply)
    bob.say("what?")
    quote = quote_in(alice, "what?")
    expect(quote).to_contain_text("take this back")
    MessageRow(alice, "take this back").remove()
    expect(quote).to_have_text(f"{alice.words.in_reply_to} {alice.words.deleted_message}")


@both_ways
def test_a_change_without_a_network_is_sent_after_a_reload(
    person_at: PersonAt, server: ServerProcess, complaints: Complaints, bob: RoomPage, item: str
) -> None:
    """CL6: It is shown at once, kept by the tab, and made when the network is back."""
    complaints.expect_lost_network()
    with TcpProxy(server.port) as network:
        alice = person_at(network.url).join(item)
        bob.join(item)
        alice.say("first try")
        bob.expect_messages(["first try"])
        network.cut()
        alice.expect_lost()
        MessageRow(alice, "first try").act(alice.words.edit)
        alice.say("second try")
        row = MessageRow(alice, "second try").row
        expect(row.get_by_text(alice.words.saving)).to_be_visible()
        bob.expect_messages(["first try"])
        network.restore()
        alice.reload()
        bob.expect_messages(["second try"])
        alice.expect_messages(["second try"])
        expect(row.get_by_text(alice.words.saving)).to_be_hidden()


@everywhere
def test_actions_are_reached_by_keyboard(alice: RoomPage, item: str) -> None:
    """From a message with the focus the Tab key leads through its actions; Escape leads back."""
    words, keyboard = alice.words, alice.page.keyboard
    alice.join(item)
    alice.say("by keys")
    row = MessageRow(alice, "by keys").row
    expect(alice.log.get_by_title(words.sent, exact=True)).to_have_count(1)
    row.focus()
    tab_into_actions(alice, row)
    for name in (words.reply, words.edit, words.delete):
        keyboard.press("Tab")
        expect(row.get_by_role("button", name=name, exact=True)).to_be_focused()
    keyboard.press("Enter")
    expect(row.get_by_role("button", name=words.delete_now)).to_be_focused()
    keyboard.press("Escape")
    expect(row).to_be_focused()
    tab_into_actions(alice, row)
    keyboard.press("Enter")
    palette = alice.page.get_by_role("dialog", name=words.choose_reaction)
    expect(palette.get_by_role("button", name="👍")).to_be_focused()
    keyboard.press("ArrowRight")
    keyboard.press("ArrowDown")
    # What stands below the second: a row of them is shorter on a phone.
    emoji = "🔥" if row.get_by_role("button", name=words.actions).is_hidden() else "🙏"
    expect(palette.get_by_role("button", name=emoji)).to_be_focused()
    keyboard.press("Enter")
    expect(palette).to_be_hidden()
    expect(row.get_by_role("button", name=words.reacted(emoji, words.you))).to_be_visible()
    expect(first_action(alice, row)).to_be_focused()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_arrow_keys_lead_to_the_emoji_that_stands_there(alice: RoomPage, item: str, direction: str) -> None:
    """However many stand in a row, and at whichever side it begins."""
    alice.join(item)
    alice.page.evaluate("(direction) => { document.dir = direction }", direction)
    alice.say("by keys")
    MessageRow(alice, "by keys").act(alice.words.react)
    palette = alice.page.get_by_role("dialog", name=alice.words.choose_reaction)
    onward, back = ("ArrowRight", "ArrowLeft") if direction == "ltr" else ("ArrowLeft", "ArrowRight")
    expect(palette.get_by_role("button", name="👍")).to_be_focused()
    left, top = _place_of_focus(palette)
    for key, moves in [
        (onward, (1 if direction == "ltr" else -1, 0)),
        ("ArrowDown", (0, 1)),
        (back, (-1 if direction == "ltr" else 1, 0)),
        ("ArrowUp", (0, -1)),
    ]:
        alice.page.keyboard.press(key)
        x, y = _place_of_focus(palette)
        assert (_sign(x - left), _sign(y - top)) == moves, key
        left, top = x, y
    expect(palette.get_by_role("button", name="👍")).to_be_focused()


def _place_of_focus(palette: Locator) -> tuple[float, float]:
    box = box_of(palette.locator(":focus"))
    return box["x"], box["y"]


def _sign(distance: float) -> int:
    return (distance > 0.5) - (distance < -0.5)


def tab_into_actions(person: RoomPage, row: Locator) -> None:
    """Go by the Tab key from a row to the first of its actions."""
    react = row.get_by_role("button", name=person.words.react, exact=True)
    person.page.keyboard.press("Tab")
    expect(first_action(person, row)).to_be_focused()
    if not react.is_visible():
        person.page.keyboard.press("Enter")
        person.page.keyboard.press("Tab")
    expect(react).to_be_focused()


def first_action(person: RoomPage, row: Locator) -> Locator:
    """Return what stands first in a row: on a page that is touched, the button that opens the others."""
    opener = row.get_by_role("button", name=person.words.actions)
    return opener if opener.is_visible() else row.get_by_role("button", name=person.words.react, exact=True)


def test_the_palette_stays_wherever_the_pointer_and_the_focus_are(alice: RoomPage, item: str) -> None:
    """To some browsers neither is in a message while it is in the palette, though that belongs to the message."""
    alice.join(item)
    alice.say("shipped")
    row = MessageRow(alice, "shipped")
    row.act(alice.words.react)
    palette = alice.page.get_by_role("dialog", name=alice.words.choose_reaction)
    expect(palette.get_by_role("button", name="👍")).to_be_focused()
    alice.page.evaluate("document.activeElement.blur()")
    alice.page.mouse.move(0, 0)
    palette.get_by_role("button", name="🎉").click()
    expect(row.chip("🎉")).to_be_visible()


def test_the_palette_is_in_colour(alice: RoomPage, item: str) -> None:
    """Each emoji is drawn by a font of coloured ones, where the machine has one."""
    alice.join(item)
    alice.say("shipped")
    MessageRow(alice, "shipped").act(alice.words.react)
    palette = alice.page.get_by_role("dialog", name=alice.words.choose_reaction)
    expect(palette.get_by_role("button", name="👍")).to_be_focused()
    families = palette.get_by_role("button").evaluate_all("(all) => all.map((one) => getComputedStyle(one).fontFamily)")
    assert len(families) == 24
    for family in families:
        assert all(font in family for font in ('"Apple Color Emoji"', '"Segoe UI Emoji"', '"Noto Color Emoji"'))
    drawn_by = _fonts_of(alice.page, ".palette button")
    # Without such a font the system draws what it has.
    if any("Color Emoji" in fonts for fonts in drawn_by):
        assert set(drawn_by) == {"Noto Color Emoji"}


def _fonts_of(page: Page, selector: str) -> list[str]:
    """Return for each element the fonts that it is drawn with."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("DOM.enable")
    devtools.send("CSS.enable")
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]
    nodes = devtools.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]
    platform = [devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"] for node in nodes]
    return [" and ".join(sorted({font["familyName"] for font in fonts})) for fonts in platform]
