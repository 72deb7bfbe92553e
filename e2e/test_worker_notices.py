"""Notifications that the service worker shows, as Chromium on Android wants it."""

import pytest
from playwright.sync_api import Worker, expect

from e2e.room_page import RoomPage
from e2e.several_rooms import expect_shown, look, open_another
from e2e.surroundings import both_ways
from e2e.test_notices import turn_on
from e2e.waiting import until

# As Chromium on Android has it: the constructor is there, and throws.
THROW = """
window.Notification = class {
    constructor() { throw new TypeError("Failed to construct 'Notification': Illegal constructor.") }
    static permission = 'granted'
    static requestPermission() { return Promise.resolve('granted') }
}
"""

# A headless browser shows nothing to anybody, so what the worker asks of it is written down.
RECORD = """() => {
    self.notices = []
    self.registration.showNotification = async (title, options) => void self.notices.push({ title, ...options })
}"""

CLICK = """() => {
    const notification = { ...self.notices[0], close: () => { self.isClosed = true } }
    self.dispatchEvent(Object.assign(new ExtendableEvent('notificationclick'), { notification }))
}"""


@pytest.fixture
def alice(alice: RoomPage) -> RoomPage:
    alice.page.add_init_script(THROW)
    return alice


def worker_of(person: RoomPage) -> Worker:
    """Return the worker of somebody's page, once it is there."""
    person.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    [worker] = person.page.context.service_workers
    return worker


@both_ways
def test_a_mention_notifies_where_the_page_may_not(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """The worker shows it, and a click on it leads to the room in the tab that asked."""
    other = item.replace("item", "other")
    bob.join(item, name="Bob")
    alice.join(item, name="Ana")
    turn_on(alice, alice.words.notify)
    open_another(alice, other, name="Ana")
    worker = worker_of(alice)
    worker.evaluate(RECORD)
    twin = alice.duplicate()
    expect_shown(twin, other)
    look(alice.page, is_looked_at=False)
    bob.say("is @ANA here?")
    until(lambda: worker.evaluate("notices.length > 0"), "a notification")
    shown = worker.evaluate("notices.map(({ title, body, tag }) => [title, body, tag])")
    assert shown == [[alice.words.mentioned_by("Bob", item), "is @ANA here?", item]]
    look(alice.page, is_looked_at=True)
    worker.evaluate(CLICK)
    expect_shown(alice, item)
    assert worker.evaluate("isClosed")
    expect(twin.page.get_by_role("heading", level=1)).to_have_text(other)
