"""Messages that are edited, deleted, reacted to and answered, on a desk and on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.complaints import Complaints
from e2e.message_row import MessageRow
from e2e.room_page import SLOW_MS, RoomPage
from e2e.server_process import ServerProcess
from e2e.several_rooms import box_of
from e2e.tcp_proxy import TcpProxy
from e2e.wire_client import WireClient

PHONE = {"viewport": {"width": 390, "height": 780}, "is_mobile": True, "has_touch": True}


@pytest.fixture(params=[{}, PHONE], ids=["desk", "phone"])
def alice(request: pytest.FixtureRequest, open_page: Callable[..., Page], server: ServerProcess) -> RoomPage:
    return RoomPage(open_page(**request.param), server.url)


def test_an_edit_reaches_everybody(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """CH3: The new text stands in the place of the old, for those who were there and those who come."""
    alice.join(item)
    bob.join(item)
    alice.say("it shiped", "today")
    bob.expect_messages(["it shiped", "today"])
    MessageRow(alice, "it shiped").act("Edit")
    expect(alice.box).to_have_value("it shiped")
    alice.box.fill("it shipped")
    alice.page.get_by_role("button", name="Save").click()
    for person in (alice, bob):
        person.expect_messages(["it shipped", "today"])
        expect(MessageRow(person, "it shipped").row.get_by_text("(edited)")).to_have_attribute(
            "title", re.compile("^Edited .*20")
        )
        expect(person.log.get_by_text("it shiped", exact=True)).to_have_count(0)
    bob.reload()
    bob.expect_messages(["it shipped", "today"])
    expect(alice.box).to_have_value("")


def test_a_deletion_is_asked_for_twice_and_reaches_everybody(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """CH4: The text is gone, and a line says that there was one; whoever is asked may keep it."""
    alice.join(item)
    bob.join(item)
    alice.say("a slip", "and more")
    row = MessageRow(alice, "a slip")
    row.act("Delete")
    row.row.get_by_role("button", name="Keep it").click()
    bob.expect_messages(["a slip", "and more"])
    row.remove()
    for person in (alice, bob):
        expect(person.log.get_by_text("Message deleted")).to_have_count(1)
        expect(person.log.get_by_text("a slip", exact=True)).to_have_count(0)
        person.expect_messages(["and more"])


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
    expect(hers.chip("🎉")).to_have_accessible_name("🎉 2: You, Bo")
    hers.chip("🎉").click()
    expect(his.chip("🎉")).to_have_text(re.compile(r"1$"))
    his.chip("🎉").click()
    expect(hers.row.get_by_role("list", name="Reactions")).to_have_count(0)


def test_others_messages_offer_no_edit(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """CH2: A message of somebody else can be answered and reacted to, and nothing more."""
    alice.join(item)
    bob.join(item)
    bob.say("his")
    row = MessageRow(alice, "his")
    expect(row.button("Reply")).to_be_visible()
    expect(row.button("React")).to_be_visible()
    expect(row.row.get_by_role("button", name="Edit", exact=True)).to_have_count(0)
    expect(row.row.get_by_role("button", name="Delete", exact=True)).to_have_count(0)


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
    MessageRow(bob, "the question").button("Reply").press("Enter")
    expect(bob.page.get_by_text(re.compile("^Replying to Client #"))).to_be_visible()
    bob.say("the answer")
    quote = MessageRow(alice, "the answer").row.get_by_role("button", name=re.compile("^In reply to"))
    expect(quote).to_have_text("In reply to An earlier message")
    expect(alice.log.get_by_text("the question", exact=True)).to_have_count(0)
    quote.click()
    target = MessageRow(alice, "the question").row
    expect(target).to_be_in_viewport(timeout=SLOW_MS)
    expect(target).to_be_focused()


def test_the_quote_of_a_deleted_message_has_no_text(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """CH4: A quote shows what its message says now."""
    alice.join(item)
    bob.join(item)
    alice.say("take this back")
    MessageRow(bob, "take this back").act("Reply")
    bob.say("what?")
    quote = MessageRow(alice, "what?").row.get_by_role("button", name=re.compile("^In reply to"))
    expect(quote).to_contain_text("take this back")
    MessageRow(alice, "take this back").remove()
    expect(quote).to_have_text("In reply to Deleted message")


def test_a_change_without_a_network_is_sent_after_a_reload(
    open_page: Callable[..., Page], server: ServerProcess, complaints: Complaints, bob: RoomPage, item: str
) -> None:
    """CL6: It is shown at once, kept by the tab, and made when the network is back."""
    complaints.expect_lost_network()
    with TcpProxy(server.port) as network:
        alice = RoomPage(open_page(), network.url).join(item)
        bob.join(item)
        alice.say("first try")
        bob.expect_messages(["first try"])
        network.cut()
        alice.expect_lost()
        MessageRow(alice, "first try").act("Edit")
        alice.say("second try")
        row = MessageRow(alice, "second try").row
        expect(row.get_by_text("Saving")).to_be_visible()
        bob.expect_messages(["first try"])
        network.restore()
        alice.reload()
        bob.expect_messages(["second try"])
        alice.expect_messages(["second try"])
        expect(row.get_by_text("Saving")).to_be_hidden()


def test_actions_are_reached_by_keyboard(open_page: Callable[..., Page], server: ServerProcess, item: str) -> None:
    """From a message with the focus the Tab key leads through its actions; Escape leads back."""
    alice = RoomPage(open_page(), server.url).join(item)
    alice.say("by keys")
    row = MessageRow(alice, "by keys").row
    expect(alice.log.get_by_title("Sent", exact=True)).to_have_count(1)
    row.focus()
    for name in ("React", "Reply", "Edit", "Delete"):
        alice.page.keyboard.press("Tab")
        expect(row.get_by_role("button", name=name, exact=True)).to_be_focused()
    alice.page.keyboard.press("Enter")
    expect(row.get_by_role("button", name="Delete it")).to_be_focused()
    alice.page.keyboard.press("Escape")
    expect(row).to_be_focused()
    alice.page.keyboard.press("Tab")
    alice.page.keyboard.press("Enter")
    palette = alice.page.get_by_role("dialog", name="Choose a reaction")
    expect(palette.get_by_role("button", name="👍")).to_be_focused()
    alice.page.keyboard.press("ArrowRight")
    alice.page.keyboard.press("ArrowDown")
    expect(palette.get_by_role("button", name="🔥")).to_be_focused()
    alice.page.keyboard.press("Enter")
    expect(palette).to_be_hidden()
    expect(row.get_by_role("button", name="React", exact=True)).to_be_focused()
    expect(row.get_by_role("button", name="🔥 1: You")).to_be_visible()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_arrow_keys_lead_to_the_emoji_that_stands_there(alice: RoomPage, item: str, direction: str) -> None:
    """However many stand in a row, and at whichever side it begins."""
    alice.join(item)
    alice.page.evaluate("(direction) => { document.dir = direction }", direction)
    alice.say("by keys")
    MessageRow(alice, "by keys").act("React")
    palette = alice.page.get_by_role("dialog", name="Choose a reaction")
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


def test_the_words_are_chinese_too(open_page: Callable[..., Page], server: ServerProcess, item: str) -> None:
    """Actions, marks and questions speak the language of the page."""
    page = open_page(locale="zh-CN")
    page.goto(f"{server.url}/#item={item}&token=t")
    box = page.get_by_role("textbox", name="消息", exact=True)
    box.fill("今天发货")
    box.press("Enter")
    row = page.get_by_role("log").locator("[data-row]").filter(has_text="今天发货")
    for name in ("回应", "回复", "编辑", "删除"):
        row.hover()
        expect(row.get_by_role("button", name=name, exact=True)).to_be_visible()
    row.get_by_role("button", name="编辑", exact=True).click()
    expect(page.get_by_text("正在编辑你的消息")).to_be_visible()
    box.fill("明天发货")
    page.get_by_role("button", name="保存").click()
    changed = page.get_by_role("log").locator("[data-row]").filter(has_text="明天发货")
    expect(changed.get_by_text("（已编辑）")).to_be_visible()
    changed.hover()
    changed.get_by_role("button", name="删除", exact=True).click()
    page.get_by_role("button", name="确认删除").click()
    expect(page.get_by_role("log").get_by_text("消息已删除")).to_be_visible()
