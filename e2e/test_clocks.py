"""Two clocks: the device's may be a day off or in another zone; a list has the server's times in the zone of today."""

import re

import pytest
from playwright.sync_api import expect

from e2e.conftest import PersonAt
from e2e.room_page import RoomPage
from e2e.server_process import ServerProcess

SET_DEVICE = """
const RealDate = Date
window.Date = class extends RealDate {
    constructor(...given) { given.length === 0 ? super(RealDate.now() + OFF) : super(...given) }
    static now() { return RealDate.now() + OFF }
}
"""


@pytest.mark.parametrize("days", [1, -1, 40], ids=["a day fast", "a day slow", "weeks fast"])
def test_a_device_that_is_off_makes_no_heading_at_each_row(
    alice: RoomPage, person_at: PersonAt, hasty_server: ServerProcess, item: str, days: int
) -> None:
    """CL21: Who comes and goes stands among the messages of the day, which is today."""
    alice.page.add_init_script(SET_DEVICE.replace("OFF", str(days * 86_400_000)))
    alice.url = hasty_server.url
    alice.join(item)
    for number in range(2):
        guest = person_at(hasty_server.url).join(item)
        alice.say(f"message {number}")
        guest.leave()
        expect(alice.log.get_by_text("left the chat")).to_have_count(number + 1)
    expect(alice.log.get_by_role("heading", level=2)).to_have_text(["Today"])


def test_another_zone_under_an_open_page_shows_in_every_time(alice: RoomPage, item: str) -> None:
    """CL21: Whoever travels reads the times of where they are, in what stands there already too."""
    devtools = alice.page.context.new_cdp_session(alice.page)
    devtools.send("Emulation.setTimezoneOverride", {"timezoneId": "Etc/UTC"})
    alice.join(item)
    alice.say("first", "second")
    time = alice.log.get_by_role("article").last.locator("time")
    # Until the second stands there, the last is the first, whose time is a word.
    expect(time).to_have_text(re.compile(r"^\d\d:\d\d$"))
    before = time.inner_text()
    devtools.send("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Kathmandu"})
    alice.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(time).not_to_have_text(before)
    hours, minutes = map(int, before.split(":"))
    later = (hours * 60 + minutes + 345) % 1440
    expect(time).to_have_text(f"{later // 60:02}:{later % 60:02}")
