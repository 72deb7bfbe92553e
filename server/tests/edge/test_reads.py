"""Whose turn it is to read: newcomers first, then rooms and readers by what they have had."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from server.edge import reads
from server.edge.reads import MAX_REST_SECONDS, MOST_PAGES, QUIET_TURNS, Reads
from server.tests.doubles import FakeClock
from server.tests.edge.people import settled, until

LARGE, SMALL = 184 * 1024, 4 * 1024


class Store:
    """Reads that end when a test says so, and the order in which they began."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.reads = Reads(self.clock)
        self.began: list[str] = []
        self._tasks: list[asyncio.Task[int]] = []
        self._ends: dict[str, asyncio.Event] = {}

    def ask(self, name: str, room: str, reader: str, size: int = LARGE) -> asyncio.Task[int]:
        task = asyncio.create_task(self.reads.page(room, reader, self._read(name, size), lambda read: read))
        self._tasks.append(task)
        return task

    def come(self, name: str, room: str) -> None:
        self._tasks.append(asyncio.create_task(self.reads.first(room, self._read(name, 0))))

    async def end(self, name: str) -> None:
        await until(lambda: name in self._ends)
        self._ends[name].set()
        await settled()

    async def end_all(self) -> None:
        while any(not task.done() for task in self._tasks):
            await settled()
            for event in self._ends.values():
                event.set()

    def _read(self, name: str, size: int) -> Callable[[], Awaitable[int]]:
        async def read() -> int:
            self.began.append(name)
            self._ends[name] = asyncio.Event()
            await self._ends[name].wait()
            return size

        return read


async def in_turn(store: Store) -> list[str]:
    """End one read after another, each when it is the only one to end; return the order in which they began."""
    ended = 0
    await settled()
    while ended < len(store.began):
        await store.end(store.began[ended])
        ended += 1
    return store.began


async def test_newcomers_go_before_pages() -> None:
    """BP14: However many pages wait, whoever comes in is looked after at once."""
    store = Store()
    for number in range(50):
        store.ask(f"page {number}", "foo", f"reader {number}")
    await settled()
    assert len(store.began) == MOST_PAGES
    store.come("newcomer", "bar")
    await settled()
    assert store.began[-1] == "newcomer"
    await store.end_all()


async def test_reader_of_many_pages_waits_for_those_who_read_few() -> None:
    """BP14: Who has had less goes first, whatever stood in the line before them."""
    store = Store()
    store.ask("greedy", "foo", "greedy")
    for number in range(6):
        store.ask(f"other {number}", "foo", f"reader {number}")
    await store.end("greedy")
    store.ask("greedy again", "foo", "greedy")
    store.ask("late", "foo", "reader 6")
    order = await in_turn(store)
    assert order[-2:] == ["late", "greedy again"]
    assert len(order) == 9


async def test_room_of_many_readers_waits_for_a_room_of_one() -> None:
    """BP14: Three hundred who read in one room take no more turns than one who reads in another."""
    store = Store()
    for number in range(300):
        store.ask(f"crowd {number}", "foo", f"reader {number}")
    await settled()
    for number in range(3):
        store.ask(f"lone {number}", "bar", f"lone {number}")
    order = await in_turn(store)
    assert [name for name in order[:10] if name.startswith("lone")] == ["lone 0", "lone 1", "lone 2"]
    assert len(order) == 303


async def test_storm_of_many_rooms_costs_each_room_a_few_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """BP14: Where everybody comes back at once, nobody's turn takes a look at all rooms that wait."""
    rooms, looks = 1_000, 0
    before = reads._Shares.of

    def counted(shares: reads._Shares, name: str) -> int:
        nonlocal looks
        looks += 1
        return before(shares, name)

    monkeypatch.setattr(reads._Shares, "of", counted)
    store = Store()
    for number in range(rooms):
        store.come(f"newcomer {number}", f"room {number}")
    await store.end_all()
    assert store.began == [f"newcomer {number}" for number in range(rooms)]
    assert looks < 20 * rooms


async def test_reads_are_paid_by_their_bytes() -> None:
    """BP14: For each long page there are many short ones."""
    store = Store()
    for number in range(4):
        store.ask(f"long {number}", "foo", "a")
    for number in range(40):
        store.ask(f"short {number}", "bar", "b", SMALL)
    order = await in_turn(store)
    assert sum(name.startswith("short") for name in order[: order.index("long 3")]) >= 36


async def test_few_pages_are_under_way_and_leave_turns_to_others() -> None:
    """BP14: A page makes room for the next one some turns of the event loop after it."""
    store = Store()
    first = store.ask("0", "foo", "a")
    for number in range(1, 4):
        store.ask(str(number), "foo", "a")
    await settled()
    assert store.began == ["0", "1"]
    store._ends["0"].set()
    await first
    for _ in range(QUIET_TURNS - 1):
        await asyncio.sleep(0)
    assert store.began == ["0", "1"]
    await settled()
    assert store.began == ["0", "1", "2"]
    await store.end_all()


async def test_who_gives_up_leaves_their_place_to_others() -> None:
    """BP14: While they wait, and in the moment at which it is their turn."""
    store = Store()
    tasks = [store.ask(str(number), "foo", str(number)) for number in range(5)]
    await settled()
    tasks[2].cancel()
    tasks[0].cancel()
    await until(lambda: "3" in store.began)
    assert "2" not in store.began
    tasks[1].cancel()
    await until(lambda: "4" in store.began)
    late = store.ask("late", "foo", "late")
    tasks[3].cancel()
    tasks[4].cancel()
    await settled()
    assert store.began[-1] == "late"
    await store.end_all()
    assert await late == LARGE


async def test_who_gives_up_at_their_turn_leaves_it_to_the_next() -> None:
    """BP14: They were told of their turn, and are gone before they take it."""
    store = Store()
    tasks = [store.ask(str(number), "foo", str(number)) for number in range(4)]
    await settled()
    tasks[0].cancel()
    await asyncio.wait([tasks[0]])
    for _ in range(QUIET_TURNS + 1):
        await asyncio.sleep(0)
        tasks[2].cancel()
    await settled()
    assert "3" in store.began
    await store.end_all()


async def test_store_rests_after_a_page() -> None:
    """BP14: For as long as the page took and longer, but never for long; newcomers do not wait for that."""
    store = Store()
    for number in range(MOST_PAGES + 1):
        store.ask(str(number), "foo", "a")
    await settled()
    store.clock.advance(5)
    await store.end("0")
    assert len(store.began) == MOST_PAGES
    store.come("newcomer", "foo")
    await settled()
    assert store.began[-1] == "newcomer"
    store.clock.advance(MAX_REST_SECONDS)
    await settled()
    assert store.began[-1] == str(MOST_PAGES)
    await store.end_all()
