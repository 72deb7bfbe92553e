"""Notifications and a sound for those who asked for them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.room_page import RoomPage
from e2e.server_process import ServerProcess
from e2e.several_rooms import DESKTOP, PHONE, expect_shown, look, open_another
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
    static requestPermission() { asked += 1; return Promise.resolve(answer) }
    close() { this.isClosed = true }
}
const start = OscillatorNode.prototype.start
OscillatorNode.prototype.start = function (when) { tones += 1; start.call(this, when) }
"""


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def ana(request: pytest.FixtureRequest, open_page: Callable[..., Page], server: ServerProcess) -> RoomPage:
    # Without a worker, so that the page shows them by itself.
    page = open_page(**request.param, service_workers="block")
    page.add_init_script(RECORD)
    return RoomPage(page, server.url)


def turn_on(person: RoomPage, label: str) -> None:
    settings_of(person).get_by_role("checkbox", name=label).check()
    person.page.keyboard.press("Escape")


def test_a_mention_notifies_who_asked_for_it(ana: RoomPage, bob: RoomPage, item: str) -> None:
    """Only while the page is not in view, only by name; and the notification leads to its room."""
    other = item.replace("item", "other")
    bob.join(item, name="Bob")
    ana.join(item, name="Ana")
    turn_on(ana, "Notify me of mentions")
    assert ana.page.evaluate("asked") == 1
    open_another(ana, other, name="Ana")
    bob.say("@ana, while the page is in view")
    expect(ana.page.get_by_role("button", name="1 mentions you").first).to_be_attached()
    look(ana.page, is_looked_at=False)
    bob.say("nobody in particular", "@Anabel and mail@ana", "is @ANA here?")
    until(lambda: ana.page.evaluate("notices.length > 0"), "a notification")
    notices = ana.page.evaluate("notices.map(({ title, body, tag }) => [title, body, tag])")
    assert notices == [[f"Bob in {item}", "is @ANA here?", item]]
    look(ana.page, is_looked_at=True)
    ana.page.evaluate("notices[0].onclick()")
    expect_shown(ana, item)
    assert ana.page.evaluate("notices[0].isClosed")


def test_nobody_is_asked_who_did_not_turn_it_on(ana: RoomPage, bob: RoomPage, item: str) -> None:
    """Neither for permission nor for attention: off is how both begin."""
    bob.join(item)
    ana.join(item, name="Ana")
    dialog = settings_of(ana)
    for label in ("Notify me of mentions", "Sound for mentions"):
        expect(dialog.get_by_role("checkbox", name=label)).not_to_be_checked()
    ana.page.keyboard.press("Escape")
    look(ana.page, is_looked_at=False)
    bob.say("@ana?")
    expect(ana.page).to_have_title(f"(1) {item} · Parley")
    assert ana.page.evaluate("[asked, notices.length, tones]") == [0, 0, 0]


def test_a_browser_that_forbids_notifications_is_told_of(ana: RoomPage, item: str) -> None:
    """The switch stays off, and says why and what to do."""
    ana.join(item)
    ana.page.evaluate("answer = 'denied'")
    dialog = settings_of(ana)
    switch = dialog.get_by_role("checkbox", name="Notify me of mentions")
    switch.click()
    expect(dialog.get_by_text("This browser blocks notifications from this page.")).to_be_visible()
    expect(switch).not_to_be_checked()


def test_a_mention_is_heard_by_who_asked_for_it(ana: RoomPage, bob: RoomPage, item: str) -> None:
    """The sound has a switch of its own and needs no permission; it stays chosen after a reload."""
    bob.join(item)
    ana.join(item, name="Ana")
    turn_on(ana, "Sound for mentions")
    ana.reload()
    bob.say("@ana, in view")
    ana.expect_messages(["@ana, in view"])
    look(ana.page, is_looked_at=False)
    bob.say("@ana?")
    until(lambda: ana.page.evaluate("tones === 2"), "the sound")
    assert ana.page.evaluate("[asked, notices.length]") == [0, 0]
