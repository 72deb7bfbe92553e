"""How the connection stands, in words."""

from playwright.sync_api import expect

from e2e.interruption import Interruption
from e2e.room_page import SLOW_MS
from e2e.states.scene import Scene, state
from e2e.states.talking import converse


def banner_shown(scene: Scene) -> None:
    """Wait for what is said after a grace."""
    expect(scene.me.page.locator(".banner")).to_be_visible(timeout=SLOW_MS)


def go_offline(scene: Scene) -> None:
    """Take the network away and let the browser know."""
    scene.me.page.context.set_offline(True)


@state
def reconnecting(scene: Scene) -> None:
    """Lost, and tried again."""
    network = scene.network()
    converse(scene)
    network.cut()
    banner_shown(scene)


@state
def offline(scene: Scene) -> None:
    """No network, and the browser knows."""
    network = scene.network()
    converse(scene)
    go_offline(scene)
    network.cut()
    banner_shown(scene)


@state
def offline_reloaded(scene: Scene) -> None:
    """Loaded again without a network: the page from what the browser keeps, the room as it was."""
    network = scene.network()
    converse(scene)
    scene.me.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    go_offline(scene)
    network.cut()
    scene.me.page.reload()
    banner_shown(scene)


@state
def degraded(scene: Scene) -> None:
    """The store is away."""
    interruption = scene.interrupt(Interruption())
    converse(scene)
    interruption.say(type="status", store="degraded")
    banner_shown(scene)


@state
def full_store(scene: Scene) -> None:
    """The store has no room for another message, which waits."""
    interruption = scene.interrupt(Interruption())
    converse(scene)
    interruption.refuse_sends("store_full")
    scene.me.say("Has it shipped?")
    banner_shown(scene)


@state
def going_away(scene: Scene) -> None:
    """The server restarts."""
    interruption = scene.interrupt(Interruption())
    converse(scene)
    interruption.say(type="goaway", reason="restart", reconnect_within_ms=5_000)
    banner_shown(scene)


def refused_again(scene: Scene, code: int) -> None:
    """Be sent away, and not let in again."""
    interruption = scene.interrupt(Interruption())
    converse(scene)
    interruption.close(code)
    banner_shown(scene)


@state
def full_address(scene: Scene) -> None:
    """4009."""
    refused_again(scene, 4009)


@state
def full_person(scene: Scene) -> None:
    """4010."""
    refused_again(scene, 4010)


@state
def full_room(scene: Scene) -> None:
    """4011."""
    refused_again(scene, 4011)


@state
def full_server(scene: Scene) -> None:
    """4012."""
    refused_again(scene, 4012)


def over(scene: Scene, code: int) -> None:
    """Be closed for good, and told why."""
    interruption = scene.interrupt(Interruption())
    converse(scene)
    interruption.close(code)
    expect(scene.me.page.get_by_role("alert")).to_be_visible()


@state
def replaced(scene: Scene) -> None:
    """4500."""
    over(scene, 4500)


@state
def out_of_date(scene: Scene) -> None:
    """4502."""
    over(scene, 4502)


@state
def not_allowed(scene: Scene) -> None:
    """4503, to somebody who was inside."""
    over(scene, 4503)


@state
def origin_refused(scene: Scene) -> None:
    """4506, to somebody who was inside."""
    over(scene, 4506)


@state
def expired(scene: Scene) -> None:
    """4005: only the form can take a new token."""
    over(scene, 4005)
