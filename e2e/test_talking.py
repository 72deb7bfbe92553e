"""Two people, two tabs, one conversation."""

from playwright.sync_api import expect

from e2e.room_page import RoomPage, joined
from e2e.surroundings import everywhere


def test_two_tabs_talk(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """FO1: What one writes both read, and the author sees it as sent."""
    alice.join(item)
    bob.join(item)
    alice.say("Has it shipped?")
    bob.expect_messages(["Has it shipped?"])
    bob.say("This morning.")
    for person in (alice, bob):
        person.expect_messages(["Has it shipped?", "This morning."])
    expect(alice.log.get_by_title(alice.words.sent, exact=True)).to_have_count(1)
    alice.expect_sending(0)


def test_both_see_one_order_when_both_write_at_once(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """LOG3, FO2: Messages written in turns without waiting stand in one order everywhere, each once."""
    alice.join(item)
    bob.join(item)
    alices, bobs = ([f"{name} {number}" for number in range(12)] for name in ("alice", "bob"))
    for one, other in zip(alices, bobs, strict=True):
        alice.say(one)
        bob.say(other)
    order = alice.expect_all_of([*alices, *bobs])
    bob.expect_messages(order)
    assert [body for body in order if body in alices] == alices
    assert [body for body in order if body in bobs] == bobs


def test_who_comes_is_seen(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """PR1: The newcomer is told to those who are here, and sees them."""
    alice.join(item)
    bob.join(item)
    alice.expect_line(joined(bob.client_id))
    for person in (alice, bob):
        expect(person.page.get_by_role("button", name="2 here")).to_be_visible()
    assert bob.coming_and_going() == []


def test_a_name_goes_with_its_messages(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """The name that somebody joined with stands over what he wrote, and in the list of those here."""
    alice.join(item, name="Ana")
    bob.join(item)
    alice.say("it is me")
    bob.expect_messages(["it is me"])
    expect(bob.log.get_by_text("Ana", exact=True)).to_have_count(1)
    expect(bob.page.get_by_role("region", name="Here now").get_by_text("Ana", exact=True)).to_be_visible()


def test_hostile_text_stays_text(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """Markup is shown as it was written, and only web addresses become links."""
    hostile = [
        "<img src=x onerror=\"document.title='owned'\">",
        "<script>document.title='owned'</script>",
        "javascript:document.title='owned'",
        "[click](javascript:document.title='owned')",
    ]
    alice.join(item)
    bob.join(item)
    alice.say(*hostile)
    bob.expect_messages(hostile)
    assert bob.log.get_by_role("link").count() == 0
    assert bob.log.get_by_role("img").count() == 0
    assert "owned" not in bob.page.title()


@everywhere
def test_a_web_address_is_a_link(alice: RoomPage, bob: RoomPage, item: str) -> None:
    """A link opens elsewhere and tells the other site nothing."""
    alice.join(item)
    bob.join(item)
    bob.say("see https://example.org/a?b=1 there")
    link = alice.log.get_by_role("link", name="https://example.org/a?b=1")
    expect(link).to_have_attribute("href", "https://example.org/a?b=1")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_two_items_in_one_browser_do_not_mix(alice: RoomPage, item: str) -> None:
    """LOG12, CL10: Two tabs of one browser in two rooms each see their own."""
    other_item = f"{item}-other"
    alice.join(item)
    second = RoomPage(alice.page.context.new_page(), alice.url).join(other_item)
    assert second.client_id != alice.client_id
    alice.say("for the first")
    second.say("for the second")
    both = ["for the first", "for the second"]
    for tab, body in ((alice, "for the first"), (second, "for the second")):
        tab.expect_messages([body])
        tab.reload()
        tab.expect_messages([body])
        expect(tab.messages(both)).to_have_text([body])
