"""What persons, rooms and the node may spend, with a clock in hand."""

from contextlib import ExitStack
from dataclasses import replace

import pytest

from server.edge.budgets import (
    BURST_SECONDS,
    ENTRY_COST_BYTES,
    REQUEST_BURST_SECONDS,
    Budgets,
    NodeRates,
    PersonRates,
    Rates,
)
from server.edge.quotas import Visit

PLENTY = 1e9
PERSON = PersonRates(
    messages_per_second=4, bytes_per_second=PLENTY, joins_per_minute=6, rooms_per_hour=3, read_bytes_per_second=100
)
RATES = NodeRates(
    person=PERSON,
    address=replace(PERSON, messages_per_second=8),
    room=Rates(PLENTY, PLENTY),
    node=Rates(PLENTY, PLENTY),
    requests_per_second=2,
)
NOW = 1_000.0
ALL_AT_ONCE = int(4 * BURST_SECONDS)


def visit(author: str | None = "ana", item_id: str = "foo", address: str = "192.0.2.1") -> Visit:
    return Visit(address, author, item_id)


def budgets(rates: NodeRates = RATES, *, has_entries: bool = True) -> Budgets:
    return Budgets(rates, lambda _: has_entries)


def sends_taken(table: Budgets, visits: list[Visit], count: int, now: float = NOW, size: int = 100) -> int:
    """Return how many sends are taken, of so many by each of some connections that are open together."""
    with ExitStack() as stack:
        allowances = [stack.enter_context(table.opened(one, lambda: now)) for one in visits]
        return sum(allowance.take_send(now, size) == 0 for _ in range(count) for allowance in allowances)


@pytest.mark.parametrize(
    ("visits", "taken"),
    [
        ([visit()] * 100, ALL_AT_ONCE),
        ([visit(item_id=f"room {number}") for number in range(100)], ALL_AT_ONCE),
        ([visit(address=f"192.0.2.{number}") for number in range(100)], ALL_AT_ONCE),
        ([visit("ana"), visit("bob")] * 50, 2 * ALL_AT_ONCE),
        ([visit(None)] * 100, 2 * ALL_AT_ONCE),
        ([visit(None, address=f"2001:db8:1:2::{number:x}") for number in range(100)], 2 * ALL_AT_ONCE),
        ([visit(None), visit(None, address="198.51.100.1")] * 50, 4 * ALL_AT_ONCE),
    ],
    ids=["room", "rooms", "addresses", "two", "address", "site", "two-addresses"],
)
def test_a_person_has_one_budget_over_all_connections(visits: list[Visit], taken: int) -> None:
    """BP16: However many there are, in whatever rooms; without an author an address has one."""
    assert sends_taken(budgets(), visits, 10) == taken


def test_a_person_who_comes_back_has_spent_what_they_spent() -> None:
    """BP16: Hanging up fills no budget; time does."""
    table = budgets()
    assert sends_taken(table, [visit()], 100) == ALL_AT_ONCE
    assert sends_taken(table, [visit()], 100) == 0
    assert sends_taken(table, [visit()], 100, NOW + 1) == 4


def test_bytes_are_counted_with_what_an_entry_takes_beside_them() -> None:
    """BP16: A day of one person over a hundred connections writes no more than the rate and one burst."""
    rate = 16_384
    table = budgets(replace(RATES, person=PersonRates(PLENTY, rate, PLENTY, PLENTY, PLENTY)))
    taken = 0
    for second in range(600):
        taken += sends_taken(table, [visit()] * 100, 2, NOW + second, size=8_000)
    assert taken * (8_000 + ENTRY_COST_BYTES) <= 4 * 65_536 + 600 * rate
    assert taken > 600


@pytest.mark.parametrize("shared", ["room", "node"])
def test_a_room_and_a_node_have_one_budget_for_all_persons(shared: str) -> None:
    """BP16: And a person in another room notices nothing of a room's."""
    rates = replace(RATES, room=Rates(10, PLENTY)) if shared == "room" else replace(RATES, node=Rates(10, PLENTY))
    table = budgets(rates)
    assert sends_taken(table, [visit(f"person {number}") for number in range(50)], 10) == 10 * BURST_SECONDS
    assert sends_taken(table, [visit("ana", "bar")], 10) == (10 if shared == "room" else 0)


def test_what_one_budget_refuses_costs_nothing_in_the_others() -> None:
    """BP16: Who is refused in a full room can still talk elsewhere."""
    table = budgets(replace(RATES, room=Rates(1, PLENTY)))
    assert sends_taken(table, [visit("bob")], 100) == BURST_SECONDS
    assert sends_taken(table, [visit("ana")], 100) == 0
    assert sends_taken(table, [visit("ana", "bar")], 100) == BURST_SECONDS


def test_other_frames_cost_a_person_and_no_room() -> None:
    """BP16: A thousand who type and ping keep nobody from writing."""
    table = budgets(replace(RATES, room=Rates(1, PLENTY)))
    with table.opened(visit(), lambda: NOW) as allowance:
        assert sum(allowance.take(NOW, 30) == 0 for _ in range(100)) == ALL_AT_ONCE
    assert sends_taken(table, [visit("bob")], 1) == 1


def test_a_person_reads_within_one_budget() -> None:
    """BP16, BP13: Over all connections; and what is owed is remembered when they come back."""
    table = budgets()
    with table.opened(visit(), lambda: NOW) as one, table.opened(visit(item_id="bar"), lambda: NOW) as other:
        assert one.reads is other.reads
        assert one.reads is not None
        one.reads.charge(2_000, NOW)
        assert other.reads is not None
        assert other.reads.wait(NOW) == pytest.approx(10, abs=0.1)
    with table.opened(visit(), lambda: NOW + 1) as again, table.opened(visit("bob"), lambda: NOW) as bob:
        assert again.reads is not None
        assert bob.reads is not None
        assert again.reads.wait(NOW + 1) == pytest.approx(9, abs=0.1)
        assert bob.reads.wait(NOW + 1) == 0


def test_rooms_that_one_person_begins_are_counted() -> None:
    """BP17: So many in an hour, over all connections; in a room that has begun nothing is."""
    table = budgets(has_entries=False)
    rooms = [visit(item_id=f"room {number}") for number in range(5)]
    assert sends_taken(table, rooms, 3) == 9  # Three rooms, in each of which all that follows is free.
    with table.opened(visit(item_id="another"), lambda: NOW) as allowance:
        assert allowance.take_send(NOW, 100) == pytest.approx(1200)
        assert allowance.take_send(NOW + 1201, 100) == 0
    assert sends_taken(table, [visit("bob", "room 4")], 1) == 1
    assert sends_taken(budgets(), rooms, 3) == 15


def test_only_a_room_that_has_begun_is_counted() -> None:
    """BP17: A first send that comes to nothing costs no room, unless another one of that room is on its way."""
    table = budgets(has_entries=False)
    for number in range(10):
        with table.opened(visit(item_id=f"room {number}"), lambda: NOW) as allowance:
            assert [allowance.take_send(NOW, 100) for _ in range(3)] == [0, 0, 0]
            for _ in range(3):
                allowance.settle(is_appended=False)
    with table.opened(visit(item_id="foo"), lambda: NOW) as one, table.opened(visit("bob"), lambda: NOW) as bob:
        assert (one.take_send(NOW, 100), bob.take_send(NOW, 100)) == (0, 0)
        one.settle(is_appended=False)
        bob.settle(is_appended=True)
        one.settle(is_appended=False)
    assert sends_taken(table, [visit(item_id=f"another {number}") for number in range(5)], 1) == 2


@pytest.mark.parametrize("who", [visit(), visit(None)], ids=["person", "address"])
def test_joins_are_counted(who: Visit) -> None:
    """BP18: So many in a minute, a minute's worth at once."""
    table = budgets()
    assert [table.join(who, NOW) == 0 for _ in range(7)] == [True] * 6 + [False]
    assert table.join(who, NOW) == pytest.approx(10)
    assert table.join(visit("bob", address="198.51.100.1"), NOW) == 0
    assert table.join(who, NOW + 10) == 0


def test_requests_are_counted() -> None:
    """BP18: For each address."""
    table = budgets()
    assert sum(table.request("192.0.2.1", NOW) == 0 for _ in range(100)) == 2 * REQUEST_BURST_SECONDS
    assert table.request("192.0.2.2", NOW) == 0
    assert table.request("192.0.2.1", NOW + 0.5) == 0


def test_a_request_that_was_answered_from_memory_costs_a_quarter() -> None:
    """BP18: And nobody saves up more than the burst that way."""
    table = budgets()
    for _ in range(1_000):
        table.request_was_cheap("192.0.2.1")
    taken = 0
    while table.request("192.0.2.1", NOW) == 0:
        table.request_was_cheap("192.0.2.1")
        table.request_was_cheap("192.0.2.2")
        taken += 1
    assert taken == pytest.approx(4 * 2 * REQUEST_BURST_SECONDS, abs=4)


def test_accounts_are_forgotten_when_they_have_rested() -> None:
    """BP16: Nothing is kept of those who were here long ago, and everything of those who are."""
    table = budgets()
    with table.opened(visit("stays", "stays"), lambda: NOW) as allowance:
        while not allowance.take(NOW, 100):
            pass
        for number in range(1_000):
            now = NOW + number
            table.join(visit(f"guest {number}"), now)
            sends_taken(table, [visit(f"guest {number}", f"room {number}")], 3, now)
        assert len(table) < 100
    assert sends_taken(table, [visit("stays", "stays")], 1, NOW) == 0


def test_accounts_have_a_bound() -> None:
    """BP16: Whoever has many addresses costs no more memory than so many."""
    table = Budgets(RATES, lambda _: True, max_resting=50)
    for number in range(1_000):
        table.request(f"2001:db8:0:{number:x}::1", NOW)
    assert len(table) == 50
