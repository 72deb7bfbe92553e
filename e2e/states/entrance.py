"""What stands in the place of a room: the form and what it says, and what a fault has left of the page."""

from playwright.sync_api import expect

from e2e.interruption import Interruption
from e2e.states.scene import JWT, Scene, speak, state
from e2e.words import LANGUAGES

# What every list of messages needs, and does without until the next visit.
FAULT_ONCE = """
if (!sessionStorage.getItem('had a fault')) {
  sessionStorage.setItem('had a fault', 'yes')
  ResizeObserver = class { constructor() { throw new Error('a fault of the page') } }
}
"""


@state
def form(scene: Scene) -> None:
    """The first visit."""
    scene.me.open()


@state
def form_refused(scene: Scene) -> None:
    """A token that the server does not take."""
    scene.at(JWT)
    scene.me.open().fill_form(scene.item, "wrong")
    expect(scene.me.page.get_by_role("alert")).to_be_visible()


@state
def form_other_item(scene: Scene) -> None:
    """A token for another item."""
    server = scene.at(JWT)
    scene.me.open().fill_form(scene.item, server.token("another-item", "Ana"))
    expect(scene.me.page.get_by_role("alert")).to_be_visible()


@state
def form_misnamed(scene: Scene) -> None:
    """What no item can be called."""
    scene.me.open().fill_form("a/b")
    expect(scene.me.page.get_by_role("alert")).to_be_visible()


@state
def form_waiting(scene: Scene) -> None:
    """Asked, and no answer yet."""
    scene.interrupt(Interruption(is_silent=True))
    scene.me.open().fill_form(scene.item)
    expect(scene.me.page.locator("form[aria-busy=true]")).to_be_visible()


@state
def form_unreachable(scene: Scene) -> None:
    """Asked, and nobody there to answer."""
    network = scene.network()
    scene.me.open()
    # A language is loaded when somebody first asks for it.
    for words in (*LANGUAGES.values(), scene.words):
        speak(scene.me.page, words)
    network.cut()
    scene.me.fill_form(scene.item)
    expect(scene.me.page.get_by_role("button", name=scene.words.try_now)).to_be_visible()


@state
def form_room_full(scene: Scene) -> None:
    """No place in the room; it is tried again."""
    scene.interrupt(Interruption(refuses=4011))
    scene.me.open().fill_form(scene.item)
    expect(scene.me.page.get_by_role("button", name=scene.words.try_now)).to_be_visible()


@state
def page_fault(scene: Scene) -> None:
    """A fault of its own has ended the page."""
    scene.me.page.add_init_script(FAULT_ONCE)
    scene.me.open().fill_form(scene.item)
    expect(scene.me.page.get_by_role("alert")).to_be_visible()


@state
def form_after_leaving(scene: Scene) -> None:
    """Left, and the item among those that were joined before."""
    scene.me.join(scene.item)
    scene.me.leave()
    expect(scene.me.join_button).to_be_visible()
