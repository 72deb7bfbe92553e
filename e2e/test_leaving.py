"""Whoever goes, in whatever way, is told to have left."""

import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from e2e.browser import launch_arguments, require_browser
from e2e.complaints import Complaints
from e2e.room_page import RoomPage, joined, left
from e2e.server_process import ServerProcess
from e2e.tcp_proxy import TcpProxy
from e2e.waiting import until

NewRoomPage = Callable[[], RoomPage]


@pytest.fixture
def new_person(open_page: Callable[..., Page], hasty_server: ServerProcess) -> NewRoomPage:
    return lambda: RoomPage(open_page(), hasty_server.url)


def test_a_closed_tab_has_left(new_person: NewRoomPage, item: str) -> None:
    """PR4: A tab is closed, and the others read that it left."""
    alice, bob = new_person().join(item), new_person().join(item)
    gone = alice.client_id
    bob.say("are you there?")
    alice.expect_messages(["are you there?"])
    alice.page.close()
    bob.expect_line(left(gone))
    expect(bob.page.get_by_role("button", name="1 here")).to_be_visible()


def test_two_of_three_tabs_close_at_once(new_person: NewRoomPage, item: str) -> None:
    """PR4: Both are announced, once each, to the one who stays."""
    alice, carol = new_person().join(item), new_person().join(item)
    alices_other_tab = RoomPage(alice.page.context.new_page(), alice.url).join(item)
    gone = {left(alice.client_id), left(alices_other_tab.client_id)}
    alice.page.context.close()
    for line in gone:
        carol.expect_line(line)
    expect(carol.page.get_by_role("button", name="1 here")).to_be_visible()
    assert {line for line in carol.coming_and_going() if "left" in line} == gone


def test_the_leave_button_leaves_at_once(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """PR3: Who leaves is announced without a grace, and finds the form again."""
    alice.join(item)
    bob.join(item)
    gone = alice.client_id
    alice.leave()
    # This server waits 25 s for a page that is only reloaded; this is sooner.
    expect(bob.log.get_by_text(left(gone), exact=True)).to_be_visible(timeout=10_000)
    expect(alice.join_button).to_be_visible()


@pytest.fixture
def other_browser(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A second browser with all its processes in one group, which a test may kill; it says on `stderr` where it is."""
    arguments = ["--headless", "--no-proxy-server", "--remote-debugging-port=0", f"--user-data-dir={tmp_path}"]
    with (tmp_path / "stderr").open("wb") as stderr:
        process = subprocess.Popen(
            [require_browser(), *launch_arguments(), *arguments, "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            start_new_session=True,
        )
    yield process
    kill_all(process)


def kill_all(process: subprocess.Popen[bytes]) -> None:
    """Kill -9 a browser with all its processes; for a renderer that is killed alone its browser says goodbye."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


@pytest.fixture
def doomed_page(other_browser: subprocess.Popen[bytes], playwright: Playwright, tmp_path: Path) -> Page:
    """A page of that browser."""
    listening = re.compile(r"DevTools listening on (ws://\S+)")
    said = until(lambda: listening.search((tmp_path / "stderr").read_text("utf-8", "replace")), "the second browser")
    return playwright.chromium.connect_over_cdp(said[1]).new_page(locale="en-GB")


def test_a_killed_browser_has_left(
    new_person: NewRoomPage,
    doomed_page: Page,
    other_browser: subprocess.Popen[bytes],
    hasty_server: ServerProcess,
    item: str,
) -> None:
    """PR5: A browser that dies without a close frame is announced after the grace."""
    bob = new_person().join(item)
    alice = RoomPage(doomed_page, hasty_server.url).join(item)
    gone = alice.client_id
    bob.expect_line(joined(gone))
    kill_all(other_browser)
    bob.expect_line(left(gone))


def test_a_client_on_a_dead_network_has_left(
    new_person: NewRoomPage, open_page: Callable[..., Page], hasty_server: ServerProcess, item: str
) -> None:
    """PR5: A client from which nothing comes any more, not even an end, is found gone."""
    with TcpProxy(hasty_server.port) as network:
        bob = new_person().join(item)
        alice = RoomPage(open_page(), network.url).join(item)
        gone = alice.client_id
        network.black_hole()
        bob.expect_line(left(gone))


def test_a_client_whose_connection_is_cut_has_left(
    new_person: NewRoomPage,
    open_page: Callable[..., Page],
    hasty_server: ServerProcess,
    complaints: Complaints,
    item: str,
) -> None:
    """PR5, ID2: Away for longer than the grace is gone; the same client ID may come again."""
    complaints.expect_lost_network()
    with TcpProxy(hasty_server.port) as network:
        bob = new_person().join(item)
        alice = RoomPage(open_page(), network.url).join(item)
        gone = alice.client_id
        network.cut()
        bob.expect_line(left(gone))
        network.restore()
        alice.expect_connected()
        expect(bob.log.get_by_text(joined(gone), exact=True)).to_have_count(2)
        assert alice.client_id == gone
