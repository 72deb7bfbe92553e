"""What stands beside a room: the other rooms, the settings, the list of shortcuts."""

from playwright.sync_api import expect

from e2e.room_page import SLOW_MS
from e2e.several_rooms import look, open_another, rooms_of
from e2e.states.scene import Scene, state
from e2e.states.talking import converse
from e2e.wire_client import WireClient


@state
def several_rooms(scene: Scene) -> None:
    """Three rooms, one of them shown; in another one somebody wrote, and called this one by name."""
    first = scene.item
    scene.me.join(first, name="Noor")
    for number in range(2):
        open_another(scene.me, f"{first}-{number}", name="Noor")
    with WireClient(scene.server.port, first, "Tomás") as tomas:
        tomas.say("One moment.", "@Noor, can you look?")
    unread = rooms_of(scene.me).get_by_role("button", name=f"{first} {scene.words.mentions(2, 1)}")
    expect(unread).to_be_visible(timeout=SLOW_MS)


@state
def settings(scene: Scene) -> None:
    """What a person can choose."""
    converse(scene)
    scene.me.page.keyboard.press("Control+,")
    expect(scene.me.page.get_by_role("dialog")).to_be_visible()


@state
def shortcuts(scene: Scene) -> None:
    """Which keys do something."""
    converse(scene)
    scene.me.box.blur()
    scene.me.page.keyboard.press("?")
    expect(scene.me.page.get_by_role("dialog")).to_be_visible()


@state
def unread(scene: Scene) -> None:
    """Back at a page that was out of sight while others wrote."""
    converse(scene)
    look(scene.me.page, False)
    with scene.company("Mai") as mai:
        mai.say("The labels are printed.", "I take them down to gate 4.")
    scene.me.expect_messages(["I take them down to gate 4."])
    look(scene.me.page, True)
    expect(scene.me.log.get_by_role("separator")).to_be_visible()
