"""Messages that are changed, answered and looked for."""

import re

from playwright.sync_api import Locator, expect

from e2e.states.scene import Scene, state
from e2e.states.talking import at_rest

_ACTIONS = re.compile("^(Message actions|消息操作)$")
_REACT = re.compile("^(React|回应)$")
_REPLY = re.compile("^(Reply|回复)$")
_EDIT = re.compile("^(Edit|编辑)$")
_DELETE = re.compile("^(Delete|删除)$")
_DELETE_NOW = re.compile("^(Delete it|确认删除)$")
_SEARCH = re.compile("^(Search|搜索)$")

_LONG = "It goes by the truck that leaves at six, together with what the other house had forgotten in the spring."


def row(scene: Scene, body: str) -> Locator:
    """Return the row that says this."""
    return scene.me.log.locator("[data-row]").filter(has=scene.me.page.get_by_text(body, exact=True)).first


def act(scene: Scene, body: str, name: re.Pattern[str]) -> None:
    """Do something with a message, by the pointer or by the finger."""
    opener = row(scene, body).get_by_role("button", name=_ACTIONS)
    if scene.me.page.evaluate("matchMedia('(hover: none)').matches"):
        opener.tap()
        expect(opener).to_have_attribute("aria-expanded", "true")
    else:
        row(scene, body).hover()
        # A row that moves from under the pointer keeps its actions.
        row(scene, body).focus()
    row(scene, body).get_by_role("button", name=name).click()


def converse(scene: Scene) -> None:
    """Say two things, the first of them in two lines' length."""
    scene.me.join(scene.item, name="Noor")
    scene.me.say(_LONG, "Has it shipped?")
    at_rest(scene)


@state
def changed_messages(scene: Scene) -> None:
    """One edited, one deleted, one answered, one with reactions, and the actions in sight."""
    converse(scene)
    act(scene, "Has it shipped?", _EDIT)
    scene.me.say("Has it shipped by now?", "A slip")
    act(scene, "A slip", _DELETE)
    row(scene, "A slip").get_by_role("button", name=_DELETE_NOW).click()
    act(scene, _LONG, _REACT)
    scene.me.page.get_by_role("button", name="🎉", exact=True).click()
    act(scene, _LONG, _REPLY)
    scene.me.say("Thanks")
    at_rest(scene)
    row(scene, "Thanks").hover()


@state
def choosing_a_reaction(scene: Scene) -> None:
    """Emoji to choose from."""
    converse(scene)
    act(scene, "Has it shipped?", _REACT)
    expect(scene.me.page.get_by_role("button", name="🎉", exact=True)).to_be_visible()


@state
def asked_before_a_deletion(scene: Scene) -> None:
    """Whether it is really meant."""
    converse(scene)
    act(scene, "Has it shipped?", _DELETE)
    expect(scene.me.page.get_by_role("button", name=_DELETE_NOW)).to_be_focused()


@state
def answering(scene: Scene) -> None:
    """The message that is answered stands over the box."""
    converse(scene)
    act(scene, _LONG, _REPLY)
    expect(scene.me.box).to_be_focused()


@state
def editing(scene: Scene) -> None:
    """The box holds what the message says."""
    converse(scene)
    act(scene, _LONG, _EDIT)
    expect(scene.me.box).to_have_value(_LONG)


@state
def searching(scene: Scene) -> None:
    """Some was found, and there is more to search."""
    scene.stays("Tomás").say(*(f"Box {number} is ready" for number in range(130)), _LONG)
    scene.me.join(scene.item, name="Noor")
    scene.me.page.get_by_role("button", name=_SEARCH).click()
    scene.me.page.get_by_role("searchbox").fill("it")
    expect(scene.me.page.get_by_role("dialog").get_by_role("listitem")).to_have_count(1)
