"""One line of the list: who wrote it, when, what it says; and the lines that nobody wrote."""

import json
import re
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import WebSocketRoute, expect

from e2e.room_page import RoomPage
from e2e.server_process import ServerProcess
from e2e.surroundings import both_ways, everywhere
from e2e.wire_client import WireClient

# By the clock of this machine, which is the browser's too.
NOON = datetime(2026, 3, 4, 12).astimezone()


def retell(change: Callable[[dict[str, Any]], None], now: datetime | None = None) -> Callable[[WebSocketRoute], None]:
    """Stand between a page and the server: change each entry that it is told of, and the time that the server has."""

    def tell(frame: dict[str, Any]) -> dict[str, Any]:
        if "body" in frame and "offset" in frame:
            change(frame)
        if "now" in frame and now is not None:
            frame["now"] = now.astimezone(UTC).isoformat()
        return frame

    def between(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        server.on_message(lambda text: route.send(json.dumps(json.loads(text, object_hook=tell))))

    return between


@everywhere
def test_days_and_authors_stand_over_their_messages(alice: RoomPage, server: ServerProcess, item: str) -> None:
    """A day has a line of its own, and an author a name over what was written within a few minutes."""
    ages = {"the day before": 1_440, "at ten": 120, "at two past ten": 118, "half an hour ago": 30}

    def date(entry: dict[str, Any]) -> None:
        entry["at"] = (NOON - timedelta(minutes=ages[entry["body"]])).astimezone(UTC).isoformat()

    alice.page.clock.set_system_time(NOON)
    alice.page.route_web_socket("**", retell(date, NOON))
    with WireClient(server.port, item, "Bo") as bo:
        bo.say(*ages)
    alice.join(item)
    alice.expect_messages(list(ages))
    expect(alice.log.get_by_role("heading", level=2)).to_have_text([alice.words.yesterday, alice.words.today])
    expect(alice.log.get_by_role("strong").get_by_text("Bo", exact=True)).to_have_count(3)
    for time in ("12:00", "10:00", alice.words.minutes_ago(30)):
        expect(alice.log.get_by_text(time, exact=True)).to_be_visible()
    ago = alice.log.get_by_text(alice.words.minutes_ago(30), exact=True)
    ago.hover()
    expect(ago).to_have_attribute("title", re.compile("2026.*11:30:00"))


@everywhere
def test_what_a_page_does_not_know_has_its_place(alice: RoomPage, server: ServerProcess, item: str) -> None:
    """FO5: A kind of a later version says that it is there, and the conversation goes on."""

    def come_from_tomorrow(entry: dict[str, Any]) -> None:
        if entry["body"] == "of tomorrow":
            entry["kind"] = "sticker"

    alice.page.route_web_socket("**", retell(come_from_tomorrow))
    alice.join(item)
    with WireClient(server.port, item) as later:
        later.say("of today", "of tomorrow")
    alice.say("and on")
    alice.expect_messages(["of today", alice.words.unknown_kind, "and on"])
    expect(alice.log.get_by_text("of tomorrow")).to_have_count(0)


@everywhere
def test_a_crowd_that_comes_and_goes_is_one_line(alice: RoomPage, server: ServerProcess, item: str) -> None:
    """A few are named one by one; more that stand together are counted, and named when the line is opened."""
    alice.join(item)
    with ExitStack() as crowd:
        people = [crowd.enter_context(WireClient(server.port, item)) for _ in range(5)]
        expect(alice.log.get_by_text(alice.words.people_joined(5), exact=True)).to_be_visible()
        with WireClient(server.port, item), WireClient(server.port, item):
            pass
        summary = alice.log.get_by_text(alice.words.came_and_went(7, 2), exact=True)
        expect(summary).to_be_visible()
        name = alice.log.get_by_text(alice.words.joined(people[4].client_id), exact=True)
        expect(name).to_be_hidden()
        summary.click()
        expect(name).to_be_visible()
        people[0].say("here we are")
        alice.expect_messages(["here we are"])
    expect(alice.log.get_by_text(alice.words.people_left(5), exact=True)).to_be_visible()


@everywhere
def test_code_is_drawn_as_code(alice: RoomPage, server: ServerProcess, item: str) -> None:
    """Spans and blocks keep every space, and the widest block scrolls within itself."""
    alice.join(item)
    block = "def f():\n    return " + "1 + " * 200 + "1"
    alice.say("try `a  <b>` now")
    with WireClient(server.port, item) as company:
        company.say(f"```py\n{block}\n```")
    spans = alice.log.get_by_role("code")
    expect(spans).to_have_count(2)
    assert spans.all_inner_texts() == ["a  <b>", block]
    assert spans.nth(1).evaluate("(code) => code.scrollWidth > code.clientWidth")
    assert alice.log.evaluate("(log) => log.scrollWidth <= log.clientWidth")


@both_ways
def test_the_mark_of_delivery_stays_beside_the_text(alice: RoomPage, item: str) -> None:
    """However long the last line is, the mark takes up no line of its own."""
    alice.join(item)
    for length in range(40, 100, 6):
        alice.say("W" * length)
    expect(alice.log.get_by_title(alice.words.sent, exact=True)).to_have_count(10)
    alone = """(log) => [...log.querySelectorAll('.said')].filter((said) => {
      const [body, sign] = [said.querySelector('.body'), said.querySelector('.sign')]
      return sign.getBoundingClientRect().top >= body.getBoundingClientRect().bottom - 2
    }).length"""
    assert alice.log.evaluate(alone) == 0


@everywhere
def test_a_time_says_how_long_ago_it_was(alice: RoomPage, item: str) -> None:
    """And the whole of it on hover; a day has its date there."""
    alice.join(item)
    alice.say("just said")
    for shown, whole in ((alice.words.now, r"20\d\d.*\d:\d\d:\d\d"), (alice.words.today, r"20\d\d")):
        time = alice.log.get_by_text(shown, exact=True)
        time.hover()
        expect(time).to_have_attribute("title", re.compile(whole))
