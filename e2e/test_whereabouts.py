"""Who is here, for those who cannot see it: by ear, and without a network."""

import re

import pytest
from playwright.sync_api import expect

from e2e.complaints import Complaints
from e2e.conftest import PersonAt
from e2e.room_page import SLOW_MS, RoomPage
from e2e.tcp_proxy import TcpProxy
from e2e.test_offline import lose_network


@pytest.fixture
def ana(person_at: PersonAt, network: TcpProxy) -> RoomPage:
    """Ana, at the end of a network that can fail."""
    return person_at(network.url)


def test_who_comes_is_said_to_a_screen_reader(ana: RoomPage, bob: RoomPage, item: str) -> None:
    """Politely, once, and not of those who were there before."""
    bob.join(item, name="Bob")
    ana.join(item)
    said = ana.page.locator("[aria-live=polite]")
    bob.duplicate()
    # Two persons have the name now, so a short ID stands beside it.
    arrival = said.filter(has_text=re.compile(r"Bob.*joined the chat"))
    expect(arrival).to_have_count(1, timeout=SLOW_MS)
    expect(arrival).to_have_count(0, timeout=SLOW_MS)


def test_without_a_network_nobody_knows_who_is_here(
    ana: RoomPage, network: TcpProxy, complaints: Complaints, item: str
) -> None:
    """The list says so, where it would stand empty."""
    complaints.expect_lost_network()
    ana.join(item, name="Ana")
    ana.say("written before")
    ana.expect_sending(0)
    people = ana.page.get_by_role("region", name="Here now")
    expect(people.get_by_role("listitem")).to_have_count(1)
    lose_network(ana, network)
    ana.page.reload()
    ana.expect_messages(["written before"])
    expect(people.get_by_text("Not known until you are connected.")).to_be_visible(timeout=SLOW_MS)
    expect(people.get_by_role("listitem")).to_have_count(0)
