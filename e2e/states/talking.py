"""A room and what is said in it."""

import json

from playwright.sync_api import WebSocketRoute, expect

from e2e.interruption import Interruption
from e2e.several_rooms import people_of
from e2e.states.scene import Scene, state


def at_rest(scene: Scene) -> None:
    """Wait until everything that was said is in the log."""
    scene.me.expect_sending(0)


def converse(scene: Scene) -> None:
    """Have a conversation: several people, both languages, a link, a line that breaks, somebody who comes and goes."""
    tomas, li = scene.stays("Tomás"), scene.stays("李小明")
    tomas.say(
        "Order 7 is at the gate, but two of its labels do not match the packing list.",
        "Photos of both: https://example.org/orders/7/photos",
    )
    li.say("第 12 号和第 31 号箱，对吗？我请仓库再核对一遍。")
    scene.me.join(scene.item, name="Noor")
    scene.me.say("I can print both labels again, if that helps.", "Which gate is it?")
    at_rest(scene)
    with scene.company("Ana"):
        tomas.say("Gate 4, until six.\nThe porter knows.")
    li.say("核对好了：箱子没错，只是标签贴反了。")
    scene.me.expect_messages(["核对好了：箱子没错，只是标签贴反了。"])
    scene.me.say("Wonderful. Then we swap the two and let it go.")
    at_rest(scene)


@state
def empty_room(scene: Scene) -> None:
    """Nobody has written yet."""
    scene.me.join(scene.item)


@state
def loading(scene: Scene) -> None:
    """Loaded again, and no answer yet."""
    interruption = scene.interrupt(Interruption())
    scene.me.join(scene.item)
    interruption.fall_silent()
    scene.me.page.reload()
    expect(scene.me.log).to_be_visible()


@state
def conversation(scene: Scene) -> None:
    """The usual sight."""
    converse(scene)


@state
def somebody_types(scene: Scene) -> None:
    """One more is about to say something."""
    converse(scene)
    scene.stays("Mai").tell_typing()
    expect(scene.me.page.get_by_text("Mai").last).to_be_visible()


@state
def code_and_lists(scene: Scene) -> None:
    """What is no plain text: code in a line and by itself, long words, signs of all scripts."""
    with scene.company("Tomás") as tomas:
        tomas.say(
            "Run `npm run labels -- --gate 4` and look at `out/`.",
            "```\nfor (box of boxes) {\n  print(box.label, { copies: 2, gate: 4, until: '18:00', by: 'me' })\n}\n```",
            "A" * 200,
            "مرحبا, שלום, สวัสดี 👋🏽 and https://example.org/" + "very/" * 30 + "long",
        )
    scene.me.join(scene.item, name="Noor")
    expect(scene.me.log.get_by_text("npm run labels")).to_be_attached()


@state
def scrolled_up(scene: Scene) -> None:
    """Reading what is older, while news come in."""
    with scene.company("Tomás") as past:
        past.say(*(f"What was said, number {number}." for number in range(1, 121)))
        scene.me.join(scene.item, name="Noor")
        scene.me.scroll_to_top()
        expect(scene.me.log.get_by_text("What was said, number 1.", exact=True)).to_be_attached()
        past.say("News.", "And more of it.")
    expect(scene.me.page.locator(".to-newest")).to_be_visible()


@state
def start_of_the_past(scene: Scene) -> None:
    """At the first message of all."""
    with scene.company("Tomás") as past:
        past.say(*(f"What was said, number {number}." for number in range(1, 31)))
    scene.me.join(scene.item)
    scene.me.expect_messages(["What was said, number 30."])
    scene.me.scroll_to_top()


@state
def sending(scene: Scene) -> None:
    """Messages on a network that is silent."""
    network = scene.network()
    scene.me.join(scene.item)
    scene.me.say("This one is through.")
    at_rest(scene)
    network.black_hole()
    scene.me.say("This one waits.", "And so does this one, which is long enough to go over a line or two on a phone.")
    scene.me.expect_sending(2)


@state
def not_sent(scene: Scene) -> None:
    """A message that was refused, and what can be done about it."""
    scene.me.page.route_web_socket("**", refuse_sends)
    scene.me.join(scene.item)
    scene.me.say("Nobody will read this.")
    expect(scene.me.log.get_by_role("button").first).to_be_visible()


@state
def too_long(scene: Scene) -> None:
    """More in the box than one message may have."""
    scene.me.join(scene.item)
    scene.me.box.fill("A long story. " * 600)
    expect(scene.me.box).to_have_attribute("aria-invalid", "true")


@state
def people(scene: Scene) -> None:
    """Who is here, called up where it is not in sight."""
    converse(scene)
    people_of(scene.me)


@state
def big_room(scene: Scene) -> None:
    """Too many people to list them."""
    scene.at({"PARLEY_LISTED_MEMBERS": "2"})
    converse(scene)
    people_of(scene.me)


def refuse_sends(route: WebSocketRoute) -> None:
    """Stand between a page and the server, and refuse each message for good."""
    server = route.connect_to_server()

    def pass_on(text: str | bytes) -> None:
        frame = json.loads(text)
        if frame["type"] != "send":
            server.send(text)
            return
        answer = {"ref": frame["ref"], "code": "unknown_kind", "message": "No.", "location": None}
        route.send(json.dumps({"type": "error", **answer, "temporary": False, "retry_after_ms": None}))

    route.on_message(pass_on)
