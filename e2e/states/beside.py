"""What stands beside a room: the other rooms, the settings, the list of shortcuts."""

import re

from playwright.sync_api import expect

from e2e.room_page import SLOW_MS
from e2e.several_rooms import look
from e2e.states.scene import Scene, state
from e2e.states.talking import converse
from e2e.wire_client import WireClient


def show_rooms(scene: Scene) -> None:
    """Call the list of rooms up, where it does not stand beside the page."""
    button = scene.me.page.get_by_role("button", name=scene.words.rooms)
    if button.is_visible():
        button.click()
    expect(scene.me.page.get_by_role("navigation", name=scene.words.rooms)).to_be_visible()


@state
def several_rooms(scene: Scene) -> None:
    """Three rooms, one of them shown; in another one somebody wrote, and called this one by name."""
    first = scene.item
    scene.me.join(first, name="Noor")
    for number in range(2):
        show_rooms(scene)
        scene.me.page.get_by_role("button", name=scene.words.another_item).click()
        scene.me.fill_form(f"{first}-{number}", name="Noor")
        expect(scene.me.page.get_by_role("heading", level=1)).to_have_text(f"{first}-{number}")
        scene.me.expect_connected()
    with WireClient(scene.server.port, first, "Tomás") as tomas:
        tomas.say("One moment.", "@Noor, can you look?")
    show_rooms(scene)
    rooms = scene.me.page.get_by_role("navigation", name=scene.words.rooms)
    expect(rooms.get_by_role("button", name=re.compile(rf"^{first} .*2"))).to_be_visible(timeout=SLOW_MS)


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
