"""Edits, deletions and reactions over PostgreSQL: what races, what stays in the rows, and what was there before."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import cast

import asyncpg
import pytest

from server.core.ports import Appended, ErrorCode, Refused, RoomLog, Store
from server.stores.factory import open_store
from server.stores.postgres import schema, statements
from server.stores.postgres.pool import Pool
from server.stores.postgres.target import parse_url
from server.tests.stores.change_contract import deletion, edit, reaction, stored
from server.tests.stores.drafting import append, append_together, draft, newest, offsets
from server.tests.stores.postgres_server import ask, fresh_url

MIGRATIONS = Path(schema.__file__).with_name("migrations")

OLD_APPEND = """SELECT {schema}.append_drafts(
  ARRAY['foo'], ARRAY[$1], ARRAY['message'], ARRAY[7], ARRAY['ana'], ARRAY['Ana'], ARRAY[NULL::bigint],
  ARRAY['from an older node'], ARRAY[''::bytea], NULL, 1000, 1000
)"""


@pytest.fixture
def url() -> str:
    return fresh_url()


@pytest.fixture
async def nodes(url: str) -> AsyncIterator[list[Store]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(open_store(url)) for _ in range(3)]


class Meddling:
    """Does something once, when a batch was worked out and the database is about to be told."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.rooms: list[Sequence[str]] = []
        """The rooms of each batch with changes, draft by draft."""
        self._deed: Callable[[], Awaitable[object]] | None = None
        self._fetch = Pool.fetch

    def do(self, deed: Callable[[], Awaitable[object]]) -> None:
        """Have this done before the next batch that has changes in it."""
        self._deed = deed

    @property
    def is_done(self) -> bool:
        """Whether there was such a batch."""
        return self._deed is None

    async def fetch(self, pool: Pool, statement: str, *arguments: object) -> list[asyncpg.Record]:
        """Stand in for ``Pool.fetch``."""
        self.asked.append(statement)
        deed = self._deed
        if statement == statements.APPEND_CHANGES:
            self.rooms.append(cast("Sequence[str]", arguments[0]))
            self._deed = None
            if deed is not None:
                await deed()
        return await self._fetch(pool, statement, *arguments)


@pytest.fixture
def meddling(monkeypatch: pytest.MonkeyPatch) -> Iterator[Meddling]:
    found = Meddling()

    async def fetch(pool: Pool, statement: str, *arguments: object) -> list[asyncpg.Record]:
        return await found.fetch(pool, statement, *arguments)

    monkeypatch.setattr(Pool, "fetch", fetch)
    yield found
    assert found.is_done


async def marks(log: RoomLog, offset: int = 1) -> list[tuple[str, str | None]]:
    changes = (await stored(log, offset)).changes
    assert changes is not None
    return [(one.emoji, one.author) for one in changes.reactions]


def rows_of(url: str) -> str:
    """Return every row of every table, as text."""
    name = parse_url(url).schema
    tables = ask(url, "SELECT table_name FROM information_schema.tables WHERE table_schema = $1", name)
    rows = [row for (table,) in tables for row in ask(url, f'SELECT each::text FROM {name}."{table}" AS each')]
    return "\n".join(row[0] for row in rows)


# What races.


async def test_reactions_by_way_of_every_node_are_all_kept(nodes: list[Store]) -> None:
    """CH3, LOG1: Each finds what the others left, on whichever node; no offset is skipped."""
    await append(nodes[0].log, draft())
    racing = [
        append_together(node.log, [reaction(1, author=f"{number} by {index}") for number in range(30)])
        for index, node in enumerate(nodes)
    ]
    assert all(isinstance(answer, Appended) for told in await asyncio.gather(*racing) for answer in told)
    page = await newest(nodes[0].log)
    assert offsets(page) == list(range(1, 92))
    assert await marks(nodes[1].log) == [(entry.body, entry.author) for entry in page.entries[1:]]


async def test_target_that_moved_is_read_again(nodes: list[Store], meddling: Meddling) -> None:
    """CH3: What another node left between the look and the append is kept, and folded into."""
    one, other = nodes[0].log, nodes[1].log
    await append(one, draft(body="first"))
    meddling.do(lambda: append(other, edit(1, "second"), reaction(1, author="bob")))
    await append(one, reaction(1, author="cyd"))
    entry = await stored(one, 1)
    assert entry.body == "second"
    assert entry.changes is not None
    assert (entry.changes.edit, entry.changes.offset) == (2, 4)
    assert await marks(one) == [("👍", "bob"), ("👍", "cyd")]


async def test_nothing_overtakes_what_is_tried_again(nodes: list[Store], meddling: Meddling) -> None:
    """SE8: The drafts of a room wait for the one before them; those of another do not, and are there once."""
    one, other = nodes[0].log, nodes[1].log
    await append(one, draft(), draft("bar"))
    meddling.do(lambda: append(other, reaction(1, author="bob")))
    await append(one, draft(body="a"), draft("bar", body="x"), reaction(1), draft(body="b"), draft("bar", body="y"))
    assert [(entry.body, entry.author) for entry in (await newest(one)).entries][2:] == [
        ("a", "ana"),
        ("👍", "ana"),
        ("b", "ana"),
    ]
    assert [entry.body for entry in (await newest(one, "bar")).entries] == ["hello", "x", "y"]
    # The first was worked out before the other node's; the last is what was tried again.
    assert [sorted(rooms) for rooms in (meddling.rooms[0], meddling.rooms[-1])] == [
        ["bar", "bar", "foo", "foo", "foo"],
        ["foo", "foo", "foo"],
    ]


async def test_nothing_overtakes_what_waits_for_its_target(nodes: list[Store]) -> None:
    """SE8: A change of what is appended with it comes before what follows it."""
    await append(nodes[0].log, draft(body="a"), edit(1, "b"), draft(body="c"), edit(3, "d"), reaction(1))
    entries = (await newest(nodes[0].log)).entries
    assert [(entry.kind, entry.body) for entry in entries] == [
        ("message", "b"),
        ("edit", "b"),
        ("message", "d"),
        ("edit", "d"),
        ("reaction", "👍"),
    ]


async def test_nothing_overtakes_what_is_tried_again_one_by_one(nodes: list[Store], meddling: Meddling) -> None:
    """SE8, LOG10: Nor when a row at fault has the others written singly."""
    one, other = nodes[0].log, nodes[1].log
    await append(one, draft())
    long_key = "k" * 1_000_000  # More than an index takes.
    meddling.do(lambda: _meddle_again(meddling, other))
    answers = await one.append([draft(key=long_key), reaction(1), draft(body="b")])
    assert answers[0] == Refused(ErrorCode.WRONG_FIELD)
    assert [(entry.body, entry.author) for entry in (await newest(one)).entries][1:] == [
        ("👍", "bob"),
        ("👍", "ana"),
        ("b", "ana"),
    ]


async def _meddle_again(meddling: Meddling, other: RoomLog) -> None:
    # The batch as a whole fails; the change is tried by itself after that.
    meddling.do(lambda: append(other, reaction(1, author="bob")))


async def test_target_that_was_deleted_meanwhile_is_none(nodes: list[Store], meddling: Meddling) -> None:
    """CH1: A deletion by way of another node comes first or second, never in between."""
    one, other = nodes[0].log, nodes[1].log
    await append(one, draft(body="first"))
    meddling.do(lambda: append(other, deletion(1)))
    assert await one.append([edit(1, "second")]) == [Refused(ErrorCode.BAD_TARGET)]
    assert [entry.body for entry in (await newest(one)).entries] == ["", ""]


async def test_target_that_was_trimmed_meanwhile_is_none(url: str, meddling: Meddling) -> None:
    """CH1, LOG9: So does what pushes it out of the log."""
    async with open_store(url, max_entries_per_room=3) as one, open_store(url, max_entries_per_room=3) as other:
        await append(one.log, draft())
        meddling.do(lambda: append(other.log, draft(), draft(), draft()))
        assert await one.log.append([reaction(1)]) == [Refused(ErrorCode.BAD_TARGET)]


async def test_target_may_be_pushed_out_by_the_batch_of_its_change(url: str) -> None:
    """LOG17: What is no longer kept leaves no trace, and its changes go with it."""
    async with open_store(url, max_entries_per_room=1) as store:
        await append(store.log, draft(), edit(1, "a"), edit(1, "b"))
        await append(store.log, edit(1, "c"), draft(body="d"))
        assert [entry.body for entry in (await newest(store.log)).entries] == ["d"]


async def test_change_that_races_with_itself_happens_once(nodes: list[Store], meddling: Meddling) -> None:
    """LOG4: The same by way of another node, in between, is the one that is acked."""
    one, other = nodes[0].log, nodes[1].log
    await append(one, draft())
    change = edit(1, "second")
    told: list[Appended] = []

    async def send_it_there() -> None:
        told.extend(await append(other, change))

    meddling.do(send_it_there)
    assert await append(one, change) == told
    assert (await newest(one)).head == 2


async def test_key_that_another_message_took_meanwhile_changes_nothing(nodes: list[Store], meddling: Meddling) -> None:
    """LOG5: The change is refused, and its target is as it was."""
    one, other = nodes[0].log, nodes[1].log
    await append(one, draft())
    change = reaction(1)
    meddling.do(lambda: append(other, draft(key=change.key)))
    assert await one.append([change]) == [Refused(ErrorCode.KEY_REUSED)]
    assert (await stored(one, 1)).changes is None


async def test_change_whose_answer_was_lost_happens_once(url: str, meddling: Meddling) -> None:
    """LOG4: The statement that is run once more finds that it has happened."""
    async with open_store(url) as store:
        await append(store.log, draft(body="first"))
        arguments: list[object] = []
        fetch = Pool.fetch

        async def fetch_twice(pool: Pool, statement: str, *given: object) -> list[asyncpg.Record]:
            if statement == statements.APPEND_CHANGES:
                arguments.extend(given)
                await fetch(pool, statement, *given)
            return await fetch(pool, statement, *given)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Pool, "fetch", fetch_twice)
            places = await append(store.log, edit(1, "second"), reaction(1), draft(body="other"))
        assert arguments
        assert [place.offset for place in places] == [2, 3, 4]
        assert [entry.body for entry in (await newest(store.log)).entries] == ["second", "second", "👍", "other"]


# What it costs, and what it leaves.


async def test_batch_without_changes_asks_nothing_more(url: str, meddling: Meddling) -> None:
    """CH3: A message is appended by one statement, and so is a reply to one that was seen here."""
    async with open_store(url) as store, store.log.watch("foo"):
        await append(store.log, draft())
        meddling.asked.clear()
        await append(store.log, draft(), draft(target=1), draft(kind="poll", target=1), draft())
    asked = {statements.APPEND, statements.APPEND_CHANGES, statements.TARGETS} & set(meddling.asked)
    assert asked == {statements.APPEND}
    assert meddling.asked.count(statements.APPEND) == 1


async def test_reply_to_what_was_not_seen_costs_a_look(url: str, meddling: Meddling) -> None:
    """SE9: A node knows the messages that it appended and read, and for other targets asks."""
    async with open_store(url) as store:
        await append(store.log, draft(), draft())
    async with open_store(url) as store, store.log.watch("foo"):
        await append(store.log, draft(target=1))
        assert meddling.asked.count(statements.TARGETS) == 1
        await append(store.log, draft(target=3))
        await newest(store.log)
        await append(store.log, draft(target=2), draft(kind="reaction", target=2, body="a"))
        assert meddling.asked.count(statements.TARGETS) == 2
        assert await store.log.append([draft(target=6)]) == [Refused(ErrorCode.BAD_TARGET)]
        assert meddling.asked.count(statements.TARGETS) == 3


async def test_row_at_fault_is_refused_without_its_change(url: str) -> None:
    """LOG10: What the database does not take in a target, nobody reads, and its batch does not suffer for."""
    async with open_store(url) as store:
        ask(url, f"ALTER TABLE {parse_url(url).schema}.entry ADD CHECK (body <> 'bad')")
        await append(store.log, draft(body="good"))
        answers = await store.log.append([reaction(1), edit(1, "bad"), reaction(1, "🎉")])
        assert answers[1] == Refused(ErrorCode.WRONG_FIELD)
        assert [entry.body for entry in (await newest(store.log)).entries] == ["good", "👍", "🎉"]
        assert await marks(store.log) == [("👍", "ana"), ("🎉", "ana")]


@pytest.mark.parametrize("is_one_batch", [True, False])
async def test_no_row_has_what_was_edited_and_deleted(url: str, is_one_batch: bool) -> None:
    """CH4: Neither the message, nor an edit of it, nor whatever else is kept for them."""
    async with open_store(url) as store:
        await append(store.log, draft(body="secret 0"), draft(body="plain to see"))
        changes = [edit(1, "secret 1"), edit(1, "secret 2"), deletion(1)]
        if is_one_batch:
            await append(store.log, *changes[:2])
            assert "secret 0" not in rows_of(url)
            assert "secret 1" not in rows_of(url)
            await append(store.log, changes[2])
        else:
            for change in changes:
                await append(store.log, change)
        rows = rows_of(url)
    assert "plain to see" in rows
    assert "secret" not in rows


async def test_text_that_an_edit_superseded_in_its_own_batch_is_nowhere(url: str) -> None:
    """CH4: All of it may come at once, the message too."""
    async with open_store(url) as store:
        await append(store.log, draft(body="secret 0"), edit(1, "secret 1"), edit(1, "secret 2"), deletion(1))
        assert [entry.body for entry in (await newest(store.log)).entries] == [""] * 4
        assert "secret" not in rows_of(url)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai"])
async def test_times_are_the_databases_own(url: str, zone: str) -> None:
    """CH3, LOG6: A message was edited when its edit was appended, in UTC, whatever the database's time zone is."""
    async with open_store(f"{url}&TimeZone={zone}") as store:
        await append(store.log, draft())
        (place,) = await append(store.log, edit(1))
        changes = (await stored(store.log, 1)).changes
        assert changes is not None
        assert changes.edited_at == place.at
        assert str(changes.edited_at.tzinfo) == "UTC"


# What was there before.


async def test_store_of_the_release_before_is_taken_on(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LOG3, CH3: What was written before is read as it was, and can be changed; a node of then goes on appending."""
    older = OLD_APPEND.format(schema=parse_url(url).schema)
    for path in sorted(MIGRATIONS.glob("000[123]_*.sql")):
        shutil.copy(path, tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "_MIGRATIONS", tmp_path)
        key = await schema.prepare(parse_url(url), lambda size: b"x" * size)
    where = f"ALTER FUNCTION {parse_url(url).schema}.append_drafts SET search_path = {parse_url(url).schema}"
    ask(url, where)
    ask(url, older, "k1")
    async with open_store(url) as store:
        assert store.signing_key == key
        (entry,) = (await newest(store.log)).entries
        assert (entry.body, entry.changes) == ("from an older node", None)
        await append(store.log, edit(1, "second"))
        ask(url, where)
        ask(url, older, "k2")
        await append(store.log, edit(3, "third"), reaction(1))
        assert [entry.body for entry in (await newest(store.log)).entries] == [
            "second",
            "second",
            "third",
            "third",
            "👍",
        ]
        page = await store.log.read_messages("foo", before=None, limit=50)
        assert [entry.offset for entry in page.entries] == [1, 3, 5]
    async with open_store(url, max_entries_per_room=2) as store:
        await append(store.log, draft())
        page = await newest(store.log)
        assert (page.oldest, page.head) == (3, 6)
