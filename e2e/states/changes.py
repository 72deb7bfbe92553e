"""Messages that are changed, answered and looked for."""

from playwright.sync_api import expect

from e2e.message_row import MessageRow
from e2e.states.scene import Scene, state
from e2e.states.talking import at_rest

_LONG = "It goes by the truck that leaves at six, together with what the other house had forgotten in the spring."


def converse(scene: Scene) -> None:
    """Say two things, the first of them in two lines' length."""
    scene.me.join(scene.item, name="Noor")
    scene.me.say(_LONG, "Has it shipped?")
    at_rest(scene)


@state
def changed_messages(scene: Scene) -> None:
    """One edited, one deleted, one answered, one with reactions, and the actions in sight."""
    converse(scene)
    MessageRow(scene.me, "Has it shipped?").act(scene.words.edit)
    scene.me.say("Has it shipped by now?", "A slip")
    MessageRow(scene.me, "A slip").remove()
    MessageRow(scene.me, _LONG).react("🎉")
    MessageRow(scene.me, _LONG).act(scene.words.reply)
    scene.me.say("Thanks")
    at_rest(scene)
    MessageRow(scene.me, "Thanks").row.hover()


@state
def choosing_a_reaction(scene: Scene) -> None:
    """Emoji to choose from."""
    converse(scene)
    MessageRow(scene.me, "Has it shipped?").act(scene.words.react)
    expect(scene.me.page.get_by_role("button", name="🎉", exact=True)).to_be_visible()


@state
def asked_before_a_deletion(scene: Scene) -> None:
    """Whether it is really meant."""
    converse(scene)
    MessageRow(scene.me, "Has it shipped?").act(scene.words.delete)
    expect(scene.me.page.get_by_role("button", name=scene.words.delete_now)).to_be_focused()


@state
def answering(scene: Scene) -> None:
    """The message that is answered stands over the box."""
    converse(scene)
    MessageRow(scene.me, _LONG).act(scene.words.reply)
    expect(scene.me.box).to_be_focused()


@state
def editing(scene: Scene) -> None:
    """The box holds what the message says."""
    converse(scene)
    MessageRow(scene.me, _LONG).act(scene.words.edit)
    expect(scene.me.box).to_have_value(_LONG)


@state
def searching(scene: Scene) -> None:
    """Some was found, and there is more to search."""
    scene.stays("Tomás").say(*(f"Box {number} is ready" for number in range(130)), _LONG)
    scene.me.join(scene.item, name="Noor")
    scene.me.page.get_by_role("button", name=scene.words.search, exact=True).click()
    scene.me.page.get_by_role("searchbox").fill("it")
    expect(scene.me.page.get_by_role("dialog").get_by_role("listitem")).to_have_count(1)
