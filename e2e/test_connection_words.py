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
from e2e.states.devices import DEVICES
from e2e.words import LANGUAGES

_GRACE_MS = 1_000


@dataclass(frozen=True)
class Told:
    """What a state says, in English and in Chinese."""

    en: str
    zh: str
    button_en: str | None = None
    button_zh: str | None = None


TRY_NOW = ("Try now", "立即重试")
RELOAD = ("Reload the page", "刷新页面")
JOIN_AGAIN = ("Join again", "重新进入")

BANNERS = {
    "reconnecting": Told("Connection lost. What you write is kept", "连接断开了。你写的内容会先留在这里", *TRY_NOW),
    "offline": Told("This device is offline. What you write is kept", "设备没有联网。你写的内容会先留在这里", *TRY_NOW),
    "offline_reloaded": Told("This is what was here at", "时这里的内容", *TRY_NOW),
    "degraded": Told("The server cannot store messages just now.", "服务器暂时无法保存消息。"),
    "going_away": Told("The server restarts. You will be back in a moment.", "服务器正在重启，马上就好。"),
    "full_address": Told("Too many pages are open from your network.", "你所在的网络打开的页面太多。", *TRY_NOW),
    "full_person": Told("You have too many pages open.", "你打开的页面太多。", *TRY_NOW),
    "full_room": Told("The room is full.", "房间满了。", *TRY_NOW),
    "full_server": Told("The server is full.", "服务器满了", *TRY_NOW),
}

ENDS = {
    "replaced": Told("goes on in another tab.", "对话已转到另一个标签页。", "Use here", "在此继续"),
    "out_of_date": Told("Reload the page to go on.", "刷新页面即可继续。", *RELOAD),
    "not_allowed": Told("ask for a token that covers it.", "申请可用于它的令牌。", *JOIN_AGAIN),
    "origin_refused": Told("Open the page at the server's own address", "请从服务器自己的网址打开页面", *JOIN_AGAIN),
    "expired": Told("Join again with a new one.", "请用新的令牌重新进入", "Join", "进入"),
    "form_refused": Told("Check the token and join again.", "请检查令牌后重新进入。", "Join", "进入"),
    "form_other_item": Told("ask for a token that covers it.", "申请可用于它的令牌。", "Join", "进入"),
}

HEADER = {
    "empty_room": Told("connected", "已连接"),
    "loading": Told("connecting", "连接中"),
    "reconnecting": Told("reconnecting", "重连中"),
    "offline": Told("offline", "离线"),
    "going_away": Told("restarting", "重启中"),
    "replaced": Told("closed", "已断开"),
}


# Both sizes and both languages; no words depend on the size.
@pytest.fixture(params=["desk-en", "phone-zh"])
def scene(
    request: pytest.FixtureRequest,
    open_page: Callable[..., Page],
    start_shared_server: StartServer,
    complaints: Complaints,
) -> Iterator[Scene]:
    """One person before an empty page, on a desk or with a phone, in English or in Chinese."""
    complaints.expect_lost_network()
    device, language = request.param.split("-")
    words = LANGUAGES[language]
    page = open_page(**DEVICES[device], locale=words.locale)
    with ExitStack() as stack:
        yield Scene(stack, lambda settings: start_shared_server(dict(settings)), page, words)


def said(scene: Scene, told: Told) -> tuple[str, str | None]:
    """Return what is to be said in the scene's language, and the button that goes with it."""
    is_english = scene.words is LANGUAGES["en"]
    return (told.en, told.button_en) if is_english else (told.zh, told.button_zh)


def expect_button(scene: Scene, name: str | None) -> None:
    """Expect what can be done about it, in reach."""
    if name is not None:
        button = scene.me.page.get_by_role("button", name=name, exact=True)
        expect(button).to_be_visible()
        button.scroll_into_view_if_needed()
        button.click(trial=True)


@pytest.mark.parametrize("name", BANNERS)
def test_trouble_is_told_above_the_messages(scene: Scene, name: str) -> None:
    """CL1, ST1, AU10: What is the matter, and a button where one can hurry it; what was said can still be read."""
    STATES[name](scene)
    words, button = said(scene, BANNERS[name])
    expect(scene.me.page.get_by_role("status").filter(has_text=words)).to_be_visible(timeout=SLOW_MS)
    expect_button(scene, button)
    expect(scene.me.log.get_by_text("Gate 4, until six.")).to_be_attached()
    expect(scene.me.box).to_be_enabled()


@pytest.mark.parametrize("name", ENDS)
def test_an_end_is_told_with_what_to_do(scene: Scene, name: str) -> None:
    """CL2: What happened, why, and what to do next, in an alert that is read out at once."""
    STATES[name](scene)
    words, button = said(scene, ENDS[name])
    expect(scene.me.page.get_by_role("alert")).to_contain_text(words)
    expect_button(scene, button)


@pytest.mark.parametrize("name", HEADER)
def test_one_word_beside_the_item_says_how_it_stands(scene: Scene, name: str) -> None:
    """The word is the same in every width."""
    STATES[name](scene)
    word, _ = said(scene, HEADER[name])
    expect(header_word(scene)).to_have_text(word, timeout=SLOW_MS)


def header_word(scene: Scene) -> Locator:
    """Return the word for the state of the connection."""
    return scene.me.page.get_by_role("banner").get_by_role("status")


def test_it_is_tried_again_in_so_many_seconds(scene: Scene) -> None:
    """CL1: The seconds count down beside the button; a press does not wait for them."""
    interruption = scene.interrupt(Interruption())
    scene.me.page.clock.install()
    scene.me.join(scene.item)
    scene.me.page.evaluate("Math.random = () => 0.999")
    interruption.close(4011)
    countdown = re.compile(r"Trying again in \d+ s|\d+ 秒后重试")
    expect(scene.me.page.get_by_text(countdown)).to_be_visible()
    interruption.give_way()
    scene.me.page.get_by_role("button", name=scene.words.try_now).click()
    scene.me.expect_connected()
    expect(scene.me.page.locator(".banner")).to_be_hidden()


def test_a_short_loss_is_not_told(scene: Scene) -> None:
    """CL1: What is mended within a second flashes nothing, neither above the messages nor beside the item."""
    interruption = scene.interrupt(Interruption())
    page = scene.me.page
    page.clock.install()
    scene.me.join(scene.item)
    page.clock.pause_at(page.evaluate("Date.now() + 60_000"))
    scene.me.expect_connected()
    interruption.close(4011)
    expect(page.locator(".room.stale")).to_be_visible()
    page.clock.run_for(_GRACE_MS - 100)
    expect(header_word(scene)).to_have_text(scene.words.connected)
    expect(page.locator(".banner")).to_have_count(0)
    page.clock.run_for(200)
    expect(header_word(scene)).not_to_have_text(scene.words.connected)
    expect(page.locator(".banner")).to_have_count(1)
