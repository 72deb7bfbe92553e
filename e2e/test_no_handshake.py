"""Sockets that are refused before their handshake, which no browser tells a page: plain HTTP is asked why."""

from playwright.sync_api import Route, expect

from e2e.complaints import LOST_SOCKET, Complaints
from e2e.conftest import PersonAt
from e2e.room_page import SLOW_MS, RoomPage
from e2e.surroundings import everywhere
from e2e.tcp_proxy import TcpProxy


@everywhere
def test_a_proxy_that_passes_no_upgrade_is_told_as_such(
    person_at: PersonAt, network: TcpProxy, complaints: Complaints, item: str
) -> None:
    """CL19: The server answers by plain HTTP and no socket opens: that is no network that will come back."""
    complaints.expect(LOST_SOCKET)
    complaints.expect("426")
    alice = person_at(network.url).open()
    network.rewrite(b"Upgrade: websocket", b"X-Dropped: websocket")
    alice.fill_form(item)
    expect(alice.page.get_by_role("alert")).to_contain_text(alice.words.no_upgrade, timeout=SLOW_MS)
    network.restore()
    alice.join_button.click()
    alice.expect_connected()


def test_a_request_that_is_too_large_is_told_as_such(alice: RoomPage, complaints: Complaints, item: str) -> None:
    """CL19, AU11: Headers that the server refuses with 431 are no server that does not answer."""
    complaints.expect(LOST_SOCKET)
    complaints.expect("431")
    alice.open()
    # The product around it keeps much in cookies.
    cookies = alice.page.context
    for number in range(9):
        cookies.add_cookies([{"name": f"c{number}", "value": "x" * 4_000, "url": f"{alice.url}/items/"}])
    alice.fill_form(item)
    expect(alice.page.get_by_role("alert")).to_contain_text("The request to join is too large.", timeout=SLOW_MS)
    cookies.clear_cookies()
    alice.join_button.click()
    alice.expect_connected()


def test_a_login_page_in_the_servers_place_is_told_as_such(
    person_at: PersonAt, network: TcpProxy, complaints: Complaints, item: str
) -> None:
    """CL19: Whoever has to log in again is told to reload, which leads there."""
    complaints.expect(LOST_SOCKET)
    alice = person_at(network.url).open()
    alice.page.route("**/items/*/ws", lambda route: route.fulfill(status=302, headers={"location": "/login"}))
    network.rewrite(b"Upgrade: websocket", b"X-Dropped: websocket")
    alice.fill_form(item)
    expect(alice.page.get_by_role("alert")).to_contain_text("wants you to log in first", timeout=SLOW_MS)


def test_somebody_else_in_the_servers_place_is_told_and_tried_again(
    person_at: PersonAt, network: TcpProxy, complaints: Complaints, item: str
) -> None:
    """CL19: A 404 of a proxy may be passing: the page says what it is, and comes back by itself."""
    complaints.expect(LOST_SOCKET)
    complaints.expect("404")

    def not_here(route: Route) -> None:
        route.fulfill(status=404)

    far = person_at(network.url).open()
    far.page.route("**/items/*/ws", not_here)
    network.rewrite(b"Upgrade: websocket", b"X-Dropped: websocket")
    far.fill_form(item)
    expect(far.page.get_by_text("Something else answers in the server's place (404).")).to_be_visible(timeout=SLOW_MS)
    network.restore()
    far.expect_connected()
