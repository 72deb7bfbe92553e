"""What calls somebody who does not look: the title, the icon, a notification and a sound for those who asked."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from e2e.room_page import RoomPage
from e2e.server_process import ServerProcess
from e2e.several_rooms import expect_shown, go_to, look, open_another, rooms_of
from e2e.surroundings import Surroundings, both_ways, everywhere
from e2e.test_settings import settings_of
from e2e.waiting import until

# A headless browser shows nothing to anybody, so what the page asks of it is written down.
RECORD = """
window.asked = 0
window.notices = []
window.tones = 0
window.answer = 'granted'
window.Notification = class {
    constructor(title, options) { Object.assign(this, { title, ...options }); notices.push(this) }
    static get permission() { return answer }
    static requestPermission() { asked += 1; return Promise.resolve(answer) }
    close() { this.isClosed = true }
}
const start = OscillatorNode.prototype.start
OscillatorNode.prototype.start = function (when) { tones += 1; start.call(this, when) }
"""


@pytest.fixture
def alice(open_page: Callable[..., Page], surroundings: Surroundings, server: ServerProcess) -> RoomPage:
    # Without a worker, so that the page shows them by itself.
    page = open_page(**surroundings.options, service_workers="block")
    page.add_init_script(RECORD)
    return RoomPage(page, server.url, surroundings.words)


def turn_on(person: RoomPage, label: str) -> None:
    settings_of(person).get_by_role("checkbox", name=label).check()
    person.page.keyboard.press("Escape")


@everywhere
def test_a_mention_notifies_who_asked_for_it(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """Only while the page is not in view, only by name; and the notification leads to its room."""
    other = item.replace("item", "other")
    bob.join(item, name="Bob")
    alice.join(item, name="Ana")
    turn_on(alice, alice.words.notify)
    assert alice.page.evaluate("asked") == 1
    open_another(alice, other, name="Ana")
    bob.say("@ana, while the page is in view")
    expect(alice.page.get_by_role("button", name=alice.words.mentions(1, 1)).first).to_be_attached()
    look(alice.page, is_looked_at=False)
    bob.say("nobody in particular", "@Anabel and mail@ana", "is @ANA here?")
    until(lambda: alice.page.evaluate("notices.length > 0"), "a notification")
    notices = alice.page.evaluate("notices.map(({ title, body, tag }) => [title, body, tag])")
    assert notices == [[alice.words.mentioned_by("Bob", item), "is @ANA here?", item]]
    look(alice.page, is_looked_at=True)
    alice.page.evaluate("notices[0].onclick()")
    expect_shown(alice, item)
    assert alice.page.evaluate("notices[0].isClosed")


@everywhere
def test_nobody_is_asked_who_did_not_turn_it_on(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """Neither for permission nor for attention: off is how both begin."""
    bob.join(item)
    alice.join(item, name="Ana")
    dialog = settings_of(alice)
    for label in (alice.words.notify, alice.words.sound):
        expect(dialog.get_by_role("checkbox", name=label)).not_to_be_checked()
    alice.page.keyboard.press("Escape")
    look(alice.page, is_looked_at=False)
    bob.say("@ana?")
    expect(alice.page).to_have_title(f"(1) {item} · Parley")
    assert alice.page.evaluate("[asked, notices.length, tones]") == [0, 0, 0]


@both_ways
def test_a_browser_that_forbids_notifications_is_told_of(alice: RoomPage, item: str) -> None:
    """The switch stays off, and says why and what to do."""
    alice.join(item)
    alice.page.evaluate("answer = 'denied'")
    dialog = settings_of(alice)
    switch = dialog.get_by_role("checkbox", name=alice.words.notify)
    switch.click()
    expect(dialog.get_by_text(alice.words.notifications_blocked)).to_be_visible()
    expect(switch).not_to_be_checked()


@everywhere
def test_a_mention_is_heard_by_who_asked_for_it(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """The sound has a switch of its own and needs no permission; it stays chosen after a reload."""
    bob.join(item)
    alice.join(item, name="Ana")
    turn_on(alice, alice.words.sound)
    alice.reload()
    bob.say("@ana, in view")
    alice.expect_messages(["@ana, in view"])
    look(alice.page, is_looked_at=False)
    bob.say("@ana?")
    until(lambda: alice.page.evaluate("tones === 2"), "the sound")
    assert alice.page.evaluate("[asked, notices.length]") == [0, 0]


@everywhere
def test_the_title_counts_over_all_rooms_while_nobody_looks(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """What comes in any of the rooms adds up, and the icon has a mark, until somebody looks."""
    other = item.replace("item", "other")
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
    expect(rooms_of(alice).get_by_role("button", name=f"{item} {alice.words.new_messages(2)}")).to_be_visible()
