"""Finding what was said: in what is loaded, and further back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.message_row import MessageRow
from e2e.room_page import SLOW_MS, RoomPage
from e2e.server_process import ServerProcess
from e2e.tcp_proxy import TcpProxy
from e2e.test_changes import PHONE
from e2e.wire_client import WireClient


@pytest.fixture(params=[{}, PHONE], ids=["desk", "phone"])
def alice(request: pytest.FixtureRequest, open_page: Callable[..., Page], server: ServerProcess) -> RoomPage:
    return RoomPage(open_page(**request.param), server.url)


def search(person: RoomPage, words: str) -> Locator:
    """Open the search, type, and return the results."""
    person.page.get_by_role("button", name="Search", exact=True).click()
    panel = person.page.get_by_role("dialog", name="Search this room")
    expect(panel.get_by_role("searchbox")).to_be_focused()
    panel.get_by_role("searchbox").fill(words)
    return panel.get_by_role("list", name="Results").get_by_role("button")


def test_what_is_loaded_is_found_at_once(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """Every word has to be there, whatever the case; a new message joins the results."""
    alice.join(item)
    bob.join(item, name="Bo")
    alice.say("The ship sails", "the train goes", "Ship the train")
    bob.expect_messages(["The ship sails", "the train goes", "Ship the train"])
    results = search(bob, "SHIP the")
    expect(results).to_have_count(2)
    expect(results.first).to_contain_text("Ship the train")
    alice.say("the shipment")
    expect(results).to_have_count(3)
    expect(bob.page.get_by_text("3 messages found. Everything that is kept was searched.")).to_be_visible()


def test_a_result_leads_to_its_message(alice: RoomPage, server: ServerProcess, item: str) -> None:
    """Further back is searched when that is asked for; what is found there is loaded and shown."""
    with WireClient(server.port, item) as past:
        past.say("the needle", *(f"hay {number}" for number in range(420)))
    alice.join(item)
    results = search(alice, "needle")
    expect(alice.page.get_by_text(re.compile(r"^Nothing found\. Searched back to Today"))).to_be_visible()
    expect(alice.log.get_by_text("hay 300", exact=True)).to_have_count(0)
    alice.page.get_by_role("button", name="Search further back").click()
    expect(results).to_have_count(1, timeout=SLOW_MS)
    assert alice.log.get_by_text("hay 300", exact=True).count() == 0
    results.click()
    needle = MessageRow(alice, "the needle").row
    expect(needle).to_be_in_viewport(timeout=SLOW_MS)
    expect(needle).to_be_focused()
    expect(alice.page.get_by_role("dialog")).to_be_hidden()


def test_one_order_reads_ten_pages(alice: RoomPage, server: ServerProcess, item: str) -> None:
    """Whoever wants to look further back says so again."""
    with WireClient(server.port, item) as past:
        past.say(*(f"straw {number}" for number in range(500)), *(f"hay {number}" for number in range(2_000)))
    alice.join(item)
    results = search(alice, "straw")
    further = alice.page.get_by_role("button", name="Search further back")
    further.click()
    expect(further).to_be_hidden()
    expect(further).to_be_visible(timeout=SLOW_MS)
    # A hundred were loaded, a thousand were read: nine hundred pieces of hay are still before the straw.
    expect(results).to_have_count(0)
    further.click()
    expect(alice.page.get_by_text("100 messages found.")).to_be_visible(timeout=SLOW_MS)


def test_it_can_be_stopped(open_page: Callable[..., Page], server: ServerProcess, network: TcpProxy, item: str) -> None:
    """No page is asked for after that, and the search can be taken up again."""
    with WireClient(server.port, item) as past:
        past.say("the needle", *(f"hay {number}" for number in range(150)))
    alice = RoomPage(open_page(), network.url).join(item)
    results = search(alice, "needle")
    # No page comes through until somebody has stopped it.
    network.black_hole()
    alice.page.get_by_role("button", name="Search further back").click()
    alice.page.get_by_role("button", name="Stop", exact=True).click()
    expect(alice.page.get_by_text(re.compile(r"^Nothing found\. Searched back to Today"))).to_be_visible()
    network.restore()
    alice.page.get_by_role("button", name="Search further back").click()
    expect(results).to_have_count(1, timeout=SLOW_MS)


def test_deleted_and_edited_text_is_not_found(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """CH4: What was taken back is gone from the results of others while they look at them."""
    alice.join(item)
    bob.join(item)
    alice.say("a secret word", "a secret number")
    bob.expect_messages(["a secret word", "a secret number"])
    results = search(bob, "secret")
    expect(results).to_have_count(2)
    MessageRow(alice, "a secret word").remove()
    expect(results).to_have_count(1)
    MessageRow(alice, "a secret number").act("Edit")
    alice.say("a public number")
    expect(results).to_have_count(0)


def test_the_shortcut_opens_it_and_escape_closes_it(
    open_page: Callable[..., Page], server: ServerProcess, item: str
) -> None:
    """The focus goes into the search and back to where it was."""
    alice = RoomPage(open_page(), server.url).join(item)
    expect(alice.box).to_be_focused()
    alice.page.keyboard.press("ControlOrMeta+k")
    expect(alice.page.get_by_role("searchbox", name="Words to find")).to_be_focused()
    alice.page.keyboard.press("Escape")
    alice.page.keyboard.press("Escape")
    expect(alice.page.get_by_role("dialog")).to_be_hidden()
    expect(alice.box).to_be_focused()


def test_the_words_are_chinese_too(open_page: Callable[..., Page], server: ServerProcess, item: str) -> None:
    """The search speaks the language of the page and finds words without spaces between them."""
    with WireClient(server.port, item) as past:
        past.say("今天发货了吗", "明天")
    page = open_page(locale="zh-CN")
    page.goto(f"{server.url}/#item={item}&token=t")
    page.get_by_role("button", name="搜索", exact=True).click()
    page.get_by_role("searchbox", name="要查找的文字").fill("发货")
    expect(page.get_by_text("找到 1 条消息。 保留的消息都已搜索过。")).to_be_visible()
    expect(page.get_by_role("list", name="搜索结果").get_by_role("button")).to_have_count(1)


def test_the_found_words_are_marked(alice: RoomPage, item: str) -> None:
    """Each of them, wherever it stands in the message, and in colours that the person chose where there are some."""
    alice.join(item)
    alice.say("The Ship ships the train")
    marks = search(alice, "ship train").locator("mark")
    expect(marks).to_have_text(["Ship", "ship", "train"])
    plain = marks.first.evaluate("(mark) => getComputedStyle(mark).backgroundColor")
    alice.page.emulate_media(forced_colors="active")
    chosen = marks.first.evaluate("(mark) => getComputedStyle(mark).backgroundColor")
    around = marks.first.evaluate("(mark) => getComputedStyle(mark.closest('button')).backgroundColor")
    assert len({plain, chosen, around}) == 3
