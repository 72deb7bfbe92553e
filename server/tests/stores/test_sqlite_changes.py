"""Edits, deletions and reactions in the file: what is in its rows, and in its bytes."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from server.core.ports import Appended, Draft, ErrorCode, Refused, RoomLog
from server.stores.factory import open_store
from server.stores.sqlite import statements
from server.stores.sqlite.database import SCHEMA_VERSION, connect, transaction
from server.stores.sqlite.folding_back import FOLD_BACK_SECONDS
from server.tests.stores.change_contract import EMOJI, deletion, edit, reaction, removal, stored
from server.tests.stores.drafting import Patience, WallClock, append, append_many, draft, newest
from server.tests.stores.files import bytes_in


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "parley.db"


@pytest.fixture
async def log(path: Path) -> AsyncIterator[RoomLog]:
    async with open_store(f"sqlite:///{path}") as store:
        yield store.log


def run(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(apsw.Connection(str(path))) as connection:
        return connection.execute(statement).fetchall()


async def test_deleted_text_is_in_no_row_and_no_byte(log: RoomLog, path: Path) -> None:
    """CH4: Neither what was written first nor what an edit made of it, once the WAL is folded back."""
    await append_many(log, 20)
    await append(log, draft(body="first-3f9a"))
    await append(log, edit(21, "second-77c1"))
    await append(log, edit(21, "third-e05b" * 500))  # On pages of its own.
    run(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"third-e05b" in bytes_in(path.parent)
    await append(log, deletion(21))
    assert run(path, "SELECT offset, body FROM entry WHERE offset > 20") == [(21, ""), (22, ""), (23, ""), (24, "")]
    assert run(path, "PRAGMA wal_checkpoint(TRUNCATE)") == [(0, 0, 0)]
    held = bytes_in(path.parent)
    assert [secret for secret in ("first-3f9a", "second-77c1", "third-e05b") if secret.encode() in held] == []


async def test_write_ahead_log_is_folded_back_when_texts_went(path: Path) -> None:
    """CH4: A minute later it has none of them, while the store is open; where somebody reads, a minute after that."""
    rest = Patience()
    async with open_store(f"sqlite:///{path}", sleep=rest.sleep) as store:
        await append(store.log, draft(body="a secret"))
        assert rest.asked.empty()
        await append(store.log, deletion(1))
        assert await rest.asked.get() == FOLD_BACK_SECONDS
        with closing(apsw.Connection(str(path))) as reader:
            reader.execute("BEGIN; SELECT * FROM entry").fetchall()
            rest.end()
            await rest.asked.get()
        assert b"a secret" in bytes_in(path.parent)
        rest.end()
        for _ in range(10):  # The wait ends, and the log is on its way into the file.
            await asyncio.sleep(0)
        await append(store.log, draft(), reaction(3))
        await rest.asked.get()
        assert b"a secret" not in bytes_in(path.parent)


async def test_backup_has_no_byte_of_a_deleted_text(path: Path) -> None:
    """CH4: However the pages of the file were split and joined, no row has it, so a copy of the rows has none."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    said: dict[str, dict[int, list[str]]] = {room: {} for room in "abc"}
    async with open_store(f"sqlite:///{path}", max_entries_per_room=150) as store:
        for _ in range(150):
            await say_much(store.log, chance, said)
        run(path, f"VACUUM INTO '{path.parent}/backup.db'")
    held = (path.parent / "backup.db").read_bytes()
    messages = [texts for offsets in said.values() for texts in offsets.values()]
    assert [text for *gone, _ in messages for text in gone if text.encode() in held] == []
    assert [last for *_, last in messages if last and last.encode() in held]


async def say_much(log: RoomLog, chance: random.Random, said: dict[str, dict[int, list[str]]]) -> None:
    """Append a batch to a room; note each text of each message, "" for none after a deletion."""
    room = chance.choice(list(said))
    texts = said[room]
    drafts = []
    for _ in range(chance.randint(1, 8)):
        secret = f"{chance.getrandbits(96):024x}"
        body = secret + "x" * chance.choice([0, 0, 100, 5_000])
        targets = [offset for offset, each in texts.items() if each[-1]]
        kind = chance.choice(["message", "message", "edit", "deletion"]) if targets else "message"
        target = None if kind == "message" else chance.choice(targets)
        drafts.append(draft(room, kind=kind, target=target, body="" if kind == "deletion" else body))
    for each, answer in zip(drafts, await log.append(drafts), strict=True):
        if isinstance(answer, Appended):
            texts.setdefault(each.target or answer.offset, []).append(each.body[:24])


async def test_change_is_appended_with_its_form_or_not_at_all(log: RoomLog, path: Path) -> None:
    """CH3, LOG10: When SQLite refuses the one there is not the other, and the rest of the transaction is written."""
    await append(log, draft(body="first"), draft(body="other"))
    run(path, "CREATE TRIGGER fault BEFORE UPDATE ON entry WHEN new.body = 'fault' BEGIN SELECT RAISE(ABORT, 'x'); END")
    answers = await log.append([edit(2, "changed"), edit(1, "fault"), reaction(1)])
    assert answers[1] == Refused(ErrorCode.WRONG_FIELD)
    page = await newest(log)
    assert [(entry.kind, entry.body) for entry in page.entries] == [
        ("message", "first"),
        ("message", "changed"),
        ("edit", "changed"),
        ("reaction", "👍"),
    ]
    assert page.entries[0].changes is not None
    assert page.entries[0].changes.offset == 4


async def test_batch_without_changes_looks_for_no_target(log: RoomLog, path: Path) -> None:
    """CH3: A message, and a kind that this server does not know, cost no look at another entry."""
    await append(log, draft())
    run(path, "UPDATE entry SET changes = 'no JSON'")
    await append(log, draft(), draft(kind="poll", target=1))
    assert run(path, "SELECT count(*) FROM entry") == [(3,)]


@pytest.mark.parametrize("statement", [statements.TARGETS, statements.REWRITE_ENTRIES])
async def test_change_goes_straight_to_its_entry(log: RoomLog, path: Path, statement: str) -> None:
    """CH3: Its target is found and written by its offset, however many entries there are."""
    with closing(apsw.Connection(str(path))) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", ("[]",)).fetchall()
    steps = [str(step) for *_, step in plan]
    assert "SEARCH entry USING PRIMARY KEY (room_id=? AND offset=?)" in steps
    assert [step for step in steps if step.startswith(("SCAN entry", "SCAN target", "SCAN room"))] == []


async def test_log_answers_as_the_reference_does_where_targets_are_trimmed(path: Path) -> None:
    """CH1, LOG9: A message is changed for as long as it is kept, by batches that trim what they are about too."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    bound, clock = chance.randint(1, 12), WallClock()
    urls = (f"sqlite:///{path}", "memory://")
    stores = [open_store(url, now=clock, max_entries_per_room=bound) for url in urls]
    async with stores[0] as store, stores[1] as reference:
        for _ in range(80):
            drafts = [any_draft(chance, await newest_offset(store.log)) for _ in range(chance.randint(1, 8))]
            assert await store.log.append(drafts) == await reference.log.append(drafts)
            page, like = await newest(store.log), await newest(reference.log)
            assert (page.entries, page.oldest, page.head) == (like.entries, like.oldest, like.head)


async def newest_offset(log: RoomLog) -> int:
    return (await newest(log, limit=1)).head


def any_draft(chance: random.Random, head: int) -> Draft:
    author, target = chance.choice(["ana", None]), max(1, head + chance.randint(-12, 6))
    match chance.randrange(6):
        case 0:
            return edit(target, f"edit {chance.random()}", author=author)
        case 1:
            return deletion(target, author=author)
        case 2:
            return reaction(target, chance.choice(EMOJI), author=author)
        case 3:
            return removal(target, chance.choice(EMOJI), author=author)
        case _:
            return draft(author=author)


def to_version_2(path: Path) -> None:
    """Make a file what the version before would have written."""
    run(path, "DROP TABLE change_run; ALTER TABLE room DROP COLUMN messages")
    run(path, "UPDATE meta SET value = 2 WHERE name = 'schema_version'")


async def test_file_of_the_second_version_is_brought_up(path: Path) -> None:
    """LOG2, LOG17, LOG18: Its messages are found and counted as though they had been written today."""
    async with open_store(f"sqlite:///{path}") as store:
        await append(store.log, draft(), edit(1), reaction(1), draft(), draft("bar"), draft(), reaction(5))
    to_version_2(path)
    for _ in range(2):
        async with open_store(f"sqlite:///{path}", max_entries_per_room=3) as store:
            page = await store.log.read_messages("foo", before=None, limit=50)
            assert [entry.offset for entry in page.entries] == [1, 4, 5, 6]
            assert run(path, "SELECT name, messages FROM room ORDER BY name") == [("bar", 1), ("foo", 3)]
        assert run(path, "SELECT value FROM meta WHERE name = 'schema_version'") == [(SCHEMA_VERSION,)]
    async with open_store(f"sqlite:///{path}", max_entries_per_room=3) as store:
        await append(store.log, draft())
        page = await newest(store.log)
        assert (page.oldest, page.head, len(page.entries)) == (4, 7, 4)


@pytest.mark.parametrize("statement", [statements.MESSAGES_BEFORE, statements.OLDEST_RUNS, statements.RAISE_OLDEST])
async def test_messages_are_found_by_the_runs_of_changes(log: RoomLog, path: Path, statement: str) -> None:
    """LOG18: No statement goes through the changes between them, nor through the runs of other rooms."""
    bounds = {"room": "foo", "rooms": '["foo"]', "before": 9, "limit": 9, "max_bytes": 9, "since": 0, "oldest": 9}
    with closing(apsw.Connection(str(path))) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", bounds).fetchall()
    steps = [str(step) for *_, step in plan]
    assert [step for step in steps if step.startswith("SEARCH change_run USING PRIMARY KEY (room_id=?")]
    assert [step for step in steps if step.startswith(("SCAN entry", "SCAN change_run", "SCAN room"))] == []


def runs_in(path: Path) -> list[tuple[object, ...]]:
    return run(path, "SELECT name, first, last FROM change_run JOIN room ON id = room_id ORDER BY name, first")


async def test_only_changes_are_noted(path: Path) -> None:
    """LOG18: Those that follow one another make one run, however they came; those of what is gone go with it."""
    async with open_store(f"sqlite:///{path}", max_entries_per_room=2) as store:
        await append(store.log, draft(), draft("bar"))
        assert runs_in(path) == []
        await append(store.log, edit(1), reaction(1))
        await append(store.log, removal(1), draft(), reaction(5), draft(kind="poll"))
        assert runs_in(path) == [("foo", 6, 6)]
        await append(store.log, edit(5)._replace(body="best"), reaction(5, "🎉"))
        await append(store.log, removal(5), removal(5, "🎉"))
        assert runs_in(path) == [("foo", 6, 6), ("foo", 8, 11)]
        await append(store.log, draft())
        assert runs_in(path) == [("foo", 8, 11)]


async def test_sweep_shortens_the_run_that_it_reaches(path: Path) -> None:
    """LOG16, LOG17: What is left of a run is noted, and the messages that are left are counted."""
    async with open_store(f"sqlite:///{path}") as store:
        await append(store.log, draft(), reaction(1), draft(), edit(3), edit(3, "best"), removal(1), draft())
        with closing(connect(path)) as connection, transaction(connection):
            for statement in (statements.RAISE_OLDEST, statements.TRIM_ENTRIES, statements.TRIM_RUNS):
                connection.execute(statement, {"room": "foo", "oldest": 5})
        assert runs_in(path) == [("foo", 5, 6)]
        assert run(path, "SELECT oldest, messages FROM room") == [(5, 1)]
        page = await store.log.read_messages("foo", before=None, limit=9)
        assert [entry.offset for entry in page.entries] == [5, 7]


async def test_runs_are_what_the_entries_say(path: Path) -> None:
    """LOG17, LOG18: Whatever was appended and trimmed, they are those that a migration would find, as is the count."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    async with open_store(f"sqlite:///{path}", max_entries_per_room=chance.randint(1, 20)) as store:
        for _ in range(100):
            head = await newest_offset(store.log)
            await store.log.append([any_draft(chance, head) for _ in range(chance.randint(1, 30))])
    noted = (runs_in(path), run(path, "SELECT name, messages FROM room"))
    to_version_2(path)
    async with open_store(f"sqlite:///{path}"):
        assert (runs_in(path), run(path, "SELECT name, messages FROM room")) == noted


async def test_file_of_the_first_version_is_brought_up(path: Path) -> None:
    """LOG2, CH3: What is in it is as it was, and can be edited from now on; then it is a file of this version."""
    async with open_store(f"sqlite:///{path}") as store:
        await append_many(store.log, 3)
        before = await newest(store.log)
    to_version_2(path)
    run(path, "ALTER TABLE entry DROP COLUMN changes; UPDATE meta SET value = 1 WHERE name = 'schema_version'")
    for body in ("better", "best"):
        async with open_store(f"sqlite:///{path}") as store:
            page = await newest(store.log)
            assert page.entries[1:3] == before.entries[1:]
            assert page.epoch == before.epoch
            await append(store.log, edit(1, body))
            assert (await stored(store.log, 1)).body == body
        assert run(path, "SELECT value FROM meta WHERE name = 'schema_version'") == [(SCHEMA_VERSION,)]


async def test_changes_are_there_when_it_is_opened_again(path: Path) -> None:
    """LOG2, CH3: The stored form is in the file, to the millisecond and in its order."""
    async with open_store(f"sqlite:///{path}") as store:
        await append(store.log, draft(), draft(), edit(1), reaction(1, author=None), reaction(1, "🎉"), deletion(2))
        before = await newest(store.log)
    async with open_store(f"sqlite:///{path}") as store:
        assert await newest(store.log) == before
        await append(store.log, removal(1, "🎉"))
        changes = (await stored(store.log, 1)).changes
        assert changes is not None
        assert [(one.emoji, one.author) for one in changes.reactions] == [("👍", None)]
