"""Finding what was said: in what is loaded, and further back."""

from playwright.sync_api import Locator, expect

from e2e.conftest import PersonAt
from e2e.message_row import MessageRow
from e2e.room_page import SLOW_MS, RoomPage
from e2e.server_process import ServerProcess
from e2e.surroundings import both_ways, everywhere
from e2e.tcp_proxy import TcpProxy
from e2e.wire_client import WireClient


def search(person: RoomPage, text: str) -> Locator:
    """Open the search, type, and return the results."""
    words = person.words
    person.page.get_by_role("button", name=words.search, exact=True).click()
    panel = person.page.get_by_role("dialog", name=words.search_room)
    box = panel.get_by_role("searchbox", name=words.words_to_find)
    expect(box).to_be_focused()
    box.fill(text)
    return panel.get_by_role("list", name=words.results).get_by_role("button")


@everywhere
def test_what_is_loaded_is_found_at_once(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """Every word has to be there, whatever the case; a new message joins the results."""
    bob.join(item, name="Bo")
    alice.join(item)
    bob.say("The ship sails", "the train goes", "Ship the train", "今天发货了吗")
    alice.expect_messages(["The ship sails", "the train goes", "Ship the train", "今天发货了吗"])
    results = search(alice, "发货")
    expect(results).to_have_count(1)
    alice.page.get_by_role("searchbox").fill("SHIP the")
    expect(results).to_have_count(2)
    expect(results.first).to_contain_text("Ship the train")
    bob.say("the shipment")
    expect(results).to_have_count(3)
    expect(alice.page.get_by_text(f"{alice.words.found(3)} {alice.words.all_searched}")).to_be_visible()


@everywhere
def test_a_result_leads_to_its_message(alice: RoomPage, server: ServerProcess, item: str) -> None:
    """Further back is searched when that is asked for; what is found there is loaded and shown."""
    with WireClient(server.port, item) as past:
        past.say("the needle", *(f"hay {number}" for number in range(420)))
    alice.join(item)
    results = search(alice, "needle")
    expect(alice.page.get_by_text(alice.words.nothing_found)).to_be_visible()
    expect(alice.log.get_by_text("hay 300", exact=True)).to_have_count(0)
    alice.page.get_by_role("button", name=alice.words.search_further).click()
    expect(results).to_have_count(1, timeout=SLOW_MS)
    assert alice.log.get_by_text("hay 300", exact=True).count() == 0
    results.click()
    needle = MessageRow(alice, "the needle").row
    expect(needle).to_be_in_viewport(timeout=SLOW_MS)
    expect(needle).to_be_focused()
    expect(alice.page.get_by_role("dialog")).to_be_hidden()


@both_ways
def test_one_order_reads_ten_pages(alice: RoomPage, server: ServerProcess, item: str) -> None:
    """Whoever wants to look further back says so again."""
    with WireClient(server.port, item) as past:
        past.say(*(f"straw {number}" for number in range(500)), *(f"hay {number}" for number in range(2_000)))
    alice.join(item)
    results = search(alice, "straw")
    further = alice.page.get_by_role("button", name=alice.words.search_further)
    further.click()
    expect(further).to_be_hidden()
    expect(further).to_be_visible(timeout=SLOW_MS)
    # A hundred were loaded, a thousand were read: nine hundred pieces of hay are still before the straw.
    expect(results).to_have_count(0)
    alice.page.get_by_role("searchbox").press("Enter")
    expect(alice.page.get_by_text(alice.words.found(100))).to_be_visible(timeout=SLOW_MS)


@everywhere
def test_it_can_be_stopped(person_at: PersonAt, server: ServerProcess, network: TcpProxy, item: str) -> None:
    """No page is asked for after that, and the search can be taken up again."""
    with WireClient(server.port, item) as past:
        past.say("the needle", *(f"hay {number}" for number in range(150)))
    alice = person_at(network.url).join(item)
    results = search(alice, "needle")
    # No page comes through until somebody has stopped it.
    network.black_hole()
    alice.page.get_by_role("button", name=alice.words.search_further).click()
    alice.page.get_by_role("button", name=alice.words.stop, exact=True).click()
    expect(alice.page.get_by_text(alice.words.nothing_found)).to_be_visible()
    network.restore()
    alice.page.get_by_role("button", name=alice.words.search_further).click()
    expect(results).to_have_count(1, timeout=SLOW_MS)


@everywhere
def test_deleted_and_edited_text_is_not_found(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """CH4: What was taken back is gone from the results of others while they look at them."""
    alice.join(item)
    bob.join(item)
    bob.say("a secret word", "a secret number")
    alice.expect_messages(["a secret word", "a secret number"])
    results = search(alice, "secret")
    expect(results).to_have_count(2)
    MessageRow(bob, "a secret word").remove()
    expect(results).to_have_count(1)
    MessageRow(bob, "a secret number").act(bob.words.edit)
    bob.say("a public number")
    expect(results).to_have_count(0)


def test_the_shortcut_opens_it_and_escape_closes_it(alice: RoomPage, item: str) -> None:
    """The focus goes into the search and back to where it was."""
    alice.join(item)
    expect(alice.box).to_be_focused()
    alice.page.keyboard.press("ControlOrMeta+k")
    expect(alice.page.get_by_role("searchbox", name=alice.words.words_to_find)).to_be_focused()
    alice.page.keyboard.press("Escape")
    alice.page.keyboard.press("Escape")
    expect(alice.page.get_by_role("dialog")).to_be_hidden()
    expect(alice.box).to_be_focused()


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
