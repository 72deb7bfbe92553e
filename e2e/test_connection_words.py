"""How the connection stands is told in words: what it is, why, and what to do; after a grace, and never in a flash."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.complaints import Complaints
from e2e.conftest import StartServer
from e2e.interruption import Interruption
from e2e.room_page import SLOW_MS
from e2e.states import STATES, Scene
from e2e.surroundings import Surroundings, everywhere
from e2e.words import Both

_GRACE_MS = 1_000


# In all four surroundings, each: what the page says when something is wrong is all that somebody has then.
pytestmark = everywhere


@dataclass(frozen=True)
class Told:
    """What a state says, the button that goes with it, and the word beside the item."""

    says: Both
    button: Both | None = None
    word: Both | None = None


TRY_NOW = Both("Try now", "立即重试")
RELOAD = Both("Reload the page", "刷新页面")
JOIN_AGAIN = Both("Join again", "重新进入")
JOIN = Both("Join", "进入")

BANNERS = {
    "reconnecting": Told(
        Both("Connection lost. What you write is kept", "连接断开了。你写的内容会先留在这里"),
        TRY_NOW,
        Both("reconnecting", "重连中"),
    ),
    "offline": Told(
        Both("This device is offline. What you write is kept", "设备没有联网。你写的内容会先留在这里"),
        TRY_NOW,
        Both("offline", "离线"),
    ),
    "offline_reloaded": Told(Both("This is what was here at", "时这里的内容"), TRY_NOW),
    "degraded": Told(Both("The server cannot store messages just now.", "服务器暂时无法保存消息。")),
    "going_away": Told(
        Both("The server restarts. You will be back in a moment.", "服务器正在重启，马上就好。"),
        word=Both("restarting", "重启中"),
    ),
    "full_address": Told(Both("Too many pages are open from your network.", "你所在的网络打开的页面太多。"), TRY_NOW),
    "full_person": Told(Both("You have too many pages open.", "你打开的页面太多。"), TRY_NOW),
    "full_room": Told(Both("The room is full.", "房间满了。"), TRY_NOW),
    "full_server": Told(Both("The server is full.", "服务器满了"), TRY_NOW),
}

ENDS = {
    "replaced": Told(
        Both("goes on in another tab.", "对话已转到另一个标签页。"),
        Both("Use here", "在此继续"),
        Both("closed", "已断开"),
    ),
    "out_of_date": Told(Both("Reload the page to go on.", "刷新页面即可继续。"), RELOAD),
    "not_allowed": Told(Both("ask for a token that covers it.", "申请可用于它的令牌。"), JOIN_AGAIN),
    "origin_refused": Told(
        Both("Open the page at the server's own address", "请从服务器自己的网址打开页面"), JOIN_AGAIN
    ),
    "expired": Told(Both("Join again with a new one.", "请用新的令牌重新进入"), JOIN),
    "form_refused": Told(Both("Check the token and join again.", "请检查令牌后重新进入。"), JOIN),
    "form_other_item": Told(Both("ask for a token that covers it.", "申请可用于它的令牌。"), JOIN),
}

CALM = {"empty_room": Both("connected", "已连接"), "loading": Both("connecting", "连接中")}


@pytest.fixture
def scene(
    open_page: Callable[..., Page],
    surroundings: Surroundings,
    start_shared_server: StartServer,
    complaints: Complaints,
) -> Iterator[Scene]:
    """One person before an empty page."""
    complaints.expect_lost_network()
    with ExitStack() as stack:
        page = open_page(**surroundings.options)
        yield Scene(stack, lambda settings: start_shared_server(dict(settings)), page, surroundings.words)


def expect_remedy(scene: Scene, told: Told) -> None:
    """Expect what can be done about it, in reach, and the word beside the item."""
    if told.button is not None:
        button = scene.me.page.get_by_role("button", name=told.button.of(scene.words), exact=True)
        expect(button).to_be_visible()
        button.scroll_into_view_if_needed()
        button.click(trial=True)
    if told.word is not None:
        expect(header_word(scene)).to_have_text(told.word.of(scene.words), timeout=SLOW_MS)


@pytest.mark.parametrize("name", BANNERS)
def test_trouble_is_told_above_the_messages(scene: Scene, name: str) -> None:
    """CL1, ST1, AU10: What is the matter, and a button where one can hurry it; what was said can still be read."""
    STATES[name](scene)
    told = BANNERS[name]
    banner = scene.me.page.get_by_role("status").filter(has_text=told.says.of(scene.words))
    expect(banner).to_be_visible(timeout=SLOW_MS)
    expect_remedy(scene, told)
    expect(scene.me.log.get_by_text("Gate 4, until six.")).to_be_attached()
    expect(scene.me.box).to_be_enabled()


@pytest.mark.parametrize("name", ENDS)
def test_an_end_is_told_with_what_to_do(scene: Scene, name: str) -> None:
    """CL2: What happened, why, and what to do next, in an alert that is read out at once."""
    STATES[name](scene)
    told = ENDS[name]
    expect(scene.me.page.get_by_role("alert")).to_contain_text(told.says.of(scene.words))
    expect_remedy(scene, told)


@pytest.mark.parametrize("name", CALM)
def test_one_word_beside_the_item_says_that_all_is_well(scene: Scene, name: str) -> None:
    """Where nothing is wrong the word is all that is said."""
    STATES[name](scene)
    expect(header_word(scene)).to_have_text(CALM[name].of(scene.words))
    expect(scene.me.page.locator(".banner")).to_have_count(0)


def header_word(scene: Scene) -> Locator:
    """Return the word for the state of the connection."""
    return scene.me.page.get_by_role("banner").get_by_role("status")


def test_it_is_tried_again_in_so_many_seconds(scene: Scene) -> None:
    """CL1: The seconds count down beside the button; a press does not wait for them."""
    interruption = scene.interrupt(Interruption())
    page = scene.me.page
    join_by_hand(scene)
    page.evaluate("Math.random = () => 0.999")
    interruption.close(4011)
    expect(page.locator(".room.stale")).to_be_visible()
    page.clock.run_for(_GRACE_MS + 200)
    countdown = Both(r"Trying again in \d+ s", r"\d+ 秒后重试").of(scene.words)
    expect(page.get_by_text(re.compile(countdown))).to_be_visible()
    interruption.give_way()
    page.get_by_role("button", name=scene.words.try_now).click()
    page.clock.resume()
    scene.me.expect_connected()
    expect(page.locator(".banner")).to_be_hidden()


def join_by_hand(scene: Scene) -> None:
    """Join, with a clock that goes on only when it is told to."""
    clock = scene.me.page.clock
    clock.install()
    scene.me.join(scene.item)
    clock.pause_at(scene.me.page.evaluate("Date.now() + 60_000"))
    scene.me.expect_connected()


def test_a_short_loss_is_not_told(scene: Scene) -> None:
    """CL1: What is mended within a second flashes nothing, neither above the messages nor beside the item."""
    interruption = scene.interrupt(Interruption())
    page = scene.me.page
    join_by_hand(scene)
    interruption.close(4011)
    expect(page.locator(".room.stale")).to_be_visible()
    page.clock.run_for(_GRACE_MS - 100)
    expect(header_word(scene)).to_have_text(scene.words.connected)
    expect(page.locator(".banner")).to_have_count(0)
    page.clock.run_for(200)
    expect(header_word(scene)).not_to_have_text(scene.words.connected)
    expect(page.locator(".banner")).to_have_count(1)
