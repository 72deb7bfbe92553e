"""What every room log does with edits, deletions and reactions."""

import random
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

import pytest

from server.core.ports import Appended, Draft, ErrorCode, Refused, RoomLog
from server.protocol.changes import CHANGE_KINDS, MAX_REACTIONS, MAX_REACTIONS_BYTES, MAX_REACTIONS_OF_ONE, fold
from server.protocol.entries import Entry
from server.stores.factory import open_store
from server.tests.stores.contract import LogFixtures
from server.tests.stores.drafting import WallClock, append, append_together, draft, newest

EMOJI = ("👍", "🎉", "👍🏽")


class Who(TypedDict, total=False):
    """Who says something, where it is not Ana in her first tab."""

    author: str | None
    client_id: int
    name: str | None


def edit(target: int, body: str = "better", **who: Unpack[Who]) -> Draft:
    return draft(kind="edit", target=target, body=body, **who)


def deletion(target: int, **who: Unpack[Who]) -> Draft:
    return draft(kind="deletion", target=target, body="", **who)


def reaction(target: int, emoji: str = "👍", **who: Unpack[Who]) -> Draft:
    return draft(kind="reaction", target=target, body=emoji, **who)


def removal(target: int, emoji: str = "👍", **who: Unpack[Who]) -> Draft:
    return draft(kind="reaction_removal", target=target, body=emoji, **who)


async def stored(log: RoomLog, offset: int) -> Entry:
    """Return an entry as the store has it, read by itself."""
    (entry,) = (await log.read("foo", after=offset - 1, before=None, limit=1)).entries
    assert entry.offset == offset
    return entry


@dataclass
class Told:
    """What a message should show, worked out from a history in its own way."""

    author: str
    body: str
    last: int | None = None
    edited: int | None = None
    deleted: bool = False
    reactions: list[tuple[str, str]] = field(default_factory=list)

    def hear(self, offset: int, said: Draft) -> None:
        assert said.author is not None
        mark = (said.body, said.author)
        self.last = offset
        match said.kind:
            case "edit":
                self.body, self.edited = said.body, offset
            case "deletion":
                self.body, self.edited, self.deleted, self.reactions = "", None, True, []
            case "reaction" if mark not in self.reactions:
                self.reactions.append(mark)
            case "reaction_removal" if mark in self.reactions:
                self.reactions.remove(mark)


def check(entry: Entry, told: Told) -> None:
    """Check that a stored message shows what it should."""
    assert entry.body == told.body
    if told.last is None:
        assert entry.changes is None
        return
    changes = entry.changes
    assert changes is not None
    assert (changes.offset, changes.edit) == (told.last, told.edited)
    assert (changes.edited_at is not None, changes.deleted_at is not None) == (told.edited is not None, told.deleted)
    assert [(one.emoji, one.author) for one in changes.reactions] == told.reactions


class ChangeContract(LogFixtures):
    """The stored form of a message follows what is said about it."""

    async def test_edit_shows_in_its_target(self, log: RoomLog) -> None:
        """CH3: The message has the new text, and says which entry brought it and when; the edit is an entry too."""
        await append(log, draft(body="first"), draft(body="other"))
        (place,) = await append(log, edit(1, "second"))
        message, other, change = (await newest(log)).entries
        assert (message.body, message.kind, message.offset) == ("second", "message", 1)
        assert message.changes is not None
        assert (message.changes.offset, message.changes.edit, message.changes.edited_at) == (3, 3, place.at)
        assert (message.changes.deleted_at, message.changes.reactions) == (None, ())
        assert (other.body, other.changes) == ("other", None)
        assert (change.kind, change.target, change.body, change.changes) == ("edit", 1, "second", None)

    async def test_only_the_newest_edit_has_its_text(self, log: RoomLog) -> None:
        """CH4: What an edit took the place of is in no entry any more."""
        await append(log, draft(body="first"))
        await append(log, edit(1, "second"), edit(1, "third"))
        await append(log, edit(1, "fourth"))
        assert [entry.body for entry in (await newest(log)).entries] == ["fourth", "", "", "fourth"]
        assert [(await stored(log, offset)).body for offset in range(1, 5)] == ["fourth", "", "", "fourth"]

    async def test_deletion_leaves_no_text(self, log: RoomLog) -> None:
        """CH4: Neither the message nor an edit of it says again what it said, whichever way it is read."""
        await append(log, draft(body="a secret"), draft(body="other"), reaction(1), edit(1, "a secret, too"))
        (place,) = await append(log, deletion(1))
        pages = [await newest(log), await log.read("foo", after=0, before=None, limit=9)]
        pages.append(await log.read("foo", after=None, before=6, limit=9))
        for page in pages:
            assert [entry.body for entry in page.entries] == ["", "other", "👍", "", ""]
            changes = page.entries[0].changes
            assert changes is not None
            assert (changes.offset, changes.edit, changes.edited_at) == (5, None, None)
            assert (changes.deleted_at, changes.reactions) == (place.at, ())

    @pytest.mark.parametrize("change", [edit(1), deletion(1), reaction(1), removal(1)])
    async def test_change_of_what_is_not_there_is_refused(self, log: RoomLog, change: Draft) -> None:
        """CH1: A room without the message, a deleted one, a change, and an offset to come are no targets."""
        fresh = iter(f"{number:032x}" for number in range(2**64, 2**64 + 9))
        refused = Refused(ErrorCode.BAD_TARGET)
        assert await log.append([change._replace(key=next(fresh))]) == [refused]
        await append(log, draft(), reaction(1), deletion(1))
        for target in (1, 2, 3, 4, 99):
            assert await log.append([change._replace(key=next(fresh), target=target)]) == [refused]
        assert (await newest(log)).head == 3

    async def test_refused_change_changes_nothing_for_its_batch(self, log: RoomLog) -> None:
        """LOG10, CH1: Those beside it in a batch are appended, without a hole."""
        answers = await log.append([draft(body="a"), edit(7), draft(body="b"), edit(1, "c")])
        assert [getattr(answer, "offset", None) for answer in answers] == [1, None, 2, 3]
        assert [entry.body for entry in (await newest(log)).entries] == ["c", "b", "c"]

    @pytest.mark.parametrize(
        ("writer", "other"),
        [
            ({"author": "ana"}, {"author": "bob"}),
            ({"author": "ana"}, {"author": None}),
            ({"author": None}, {"author": "ana"}),
            ({"author": None}, {"author": None, "client_id": 8}),
        ],
    )
    async def test_only_ones_own_is_edited_and_deleted(self, log: RoomLog, writer: Who, other: Who) -> None:
        """CH2: By author, or by client ID where there is none; everybody may react."""
        await append(log, draft(body="mine", **writer))
        refused = Refused(ErrorCode.NOT_YOURS)
        assert await log.append([edit(1, **other), deletion(1, **other)]) == [refused, refused]
        await append(log, reaction(1, **other))
        assert (await stored(log, 1)).body == "mine"
        await append(log, edit(1, "still mine", **writer), deletion(1, **writer))

    async def test_ones_own_is_edited_from_another_tab(self, log: RoomLog) -> None:
        """CH2: An author is the same person whatever the client ID."""
        await append(log, draft(author="ana", client_id=7))
        await append(log, edit(1, "from the phone", author="ana", client_id=8))
        assert (await stored(log, 1)).body == "from the phone"

    async def test_reactions_are_kept_in_their_order(self, log: RoomLog) -> None:
        """CH3: Each person's each emoji once; taken back, and set again, it comes last."""
        await append(
            log, draft(), reaction(1, author="ana"), reaction(1, author="bob"), reaction(1, "🎉", author="ana")
        )
        assert await self._marks(log) == [("👍", "ana"), ("👍", "bob"), ("🎉", "ana")]
        await append(log, removal(1, author="ana"))
        assert await self._marks(log) == [("👍", "bob"), ("🎉", "ana")]
        await append(log, reaction(1, author="ana"))
        assert await self._marks(log) == [("👍", "bob"), ("🎉", "ana"), ("👍", "ana")]

    async def _marks(self, log: RoomLog) -> list[tuple[str, str | None]]:
        changes = (await stored(log, 1)).changes
        assert changes is not None
        return [(one.emoji, one.author) for one in changes.reactions]

    async def test_reactions_are_bounded(self, log: RoomLog) -> None:
        """CH5, CH7: One beyond the bound is refused; one that is there already is not one more."""
        await append(
            log, draft(), *(reaction(1, client_id=number, author=None) for number in range(1, MAX_REACTIONS + 1))
        )
        assert await log.append([reaction(1, client_id=101, author=None)]) == [Refused(ErrorCode.TOO_MANY_REACTIONS)]
        assert await log.append([reaction(1, client_id=7, author=None)]) == [Refused(ErrorCode.NO_CHANGE)]
        await append(log, removal(1, client_id=7, author=None), reaction(1, client_id=101, author=None))

    async def test_reactions_of_one_person_are_bounded(self, log: RoomLog) -> None:
        """CH5: Nobody takes up the room of the others, whether with many emoji or with long names."""
        emoji = [chr(0x1F600 + number) for number in range(MAX_REACTIONS_OF_ONE + 1)]
        await append(log, draft(), *(reaction(1, one, author="ana") for one in emoji[:-1]))
        refused = [Refused(ErrorCode.TOO_MANY_REACTIONS)]
        assert await log.append([reaction(1, emoji[-1], client_id=99, author="ana")]) == refused
        assert await log.append([reaction(1, emoji[0], author="ana")]) == [Refused(ErrorCode.NO_CHANGE)]
        await append(log, reaction(1, emoji[-1], author="bob"))
        await append(log, removal(1, emoji[0], author="ana"), reaction(1, emoji[-1], author="ana"))
        long = await append_together(log, [reaction(1, one, author="安" * 200, name="😀" * 64) for one in emoji])
        assert 8 <= sum(isinstance(answer, Appended) for answer in long) < 10
        await append(log, reaction(1, author="carol"))

    async def test_reactions_are_bounded_in_bytes(self, log: RoomLog) -> None:
        """CH5: Long names and authors fill a message sooner; what is there already may be taken away and put back."""
        await append(log, draft())
        family = "👨🏿‍👩🏿‍👧🏿‍👦🏿"
        many = [reaction(1, family, author=f"{number}{'安' * 80}", name="😀" * 64) for number in range(40)]
        answers = await append_together(log, many)
        fit = [answer for answer in answers if isinstance(answer, Appended)]
        assert answers[len(fit) :] == [Refused(ErrorCode.TOO_MANY_REACTIONS)] * (40 - len(fit))
        changes = (await stored(log, 1)).changes
        assert changes is not None
        reactions = changes.model_dump_json(include={"reactions"}).encode()
        assert len(changes.reactions) == len(fit)
        assert MAX_REACTIONS_BYTES * 0.9 < len(reactions) <= MAX_REACTIONS_BYTES + len('{"reactions":[]}')
        await append(log, removal(1, family, author=many[0].author))
        await append(log, many[-1])

    async def test_reactions_that_race_are_all_kept(self, log: RoomLog) -> None:
        """CH3: Changes of one message that come together each find what the others left."""
        await append(log, draft())
        answers = await append_together(log, [reaction(1, author=f"user-{number}") for number in range(40)])
        assert sorted(answer.offset for answer in answers if isinstance(answer, Appended)) == list(range(2, 42))
        page = await newest(log)
        expected = [(entry.body, entry.author) for entry in page.entries[1:]]
        assert await self._marks(log) == expected

    async def test_change_that_changes_nothing_is_refused(self, log: RoomLog) -> None:
        """CH7: What is there already, or is gone already, is no entry; in one call as in several."""
        refused = Refused(ErrorCode.NO_CHANGE)
        await append(log, draft(body="first"), reaction(1), edit(1, "second"))
        again = [removal(1, "🎉"), removal(1, author="bob"), reaction(1), edit(1, "second")]
        assert await log.append(again) == [refused] * 4
        assert [await log.append([each._replace(key=f"{number:032x}")]) for number, each in enumerate(again)] == [
            [refused]
        ] * 4
        assert (await newest(log)).head == 3
        answers = await log.append([removal(1), removal(1), edit(1, "third"), edit(1, "third"), edit(1, "second")])
        assert [getattr(answer, "offset", answer) for answer in answers] == [4, refused, 5, refused, 6]
        await append(log, reaction(1, author="bob"), draft(body="second"), edit(8, "second, too"))
        assert await self._marks(log) == [("👍", "bob")]

    async def test_change_that_is_not_for_everybody_says_that_first(self, log: RoomLog) -> None:
        """CH7, CH1, CH2: Nobody learns by a refusal what he may not change, and what was deleted is no target."""
        await append(log, draft(body="first"), draft())
        assert await log.append([edit(1, "first", author="bob")]) == [Refused(ErrorCode.NOT_YOURS)]
        await append(log, deletion(2))
        assert await log.append([deletion(2)]) == [Refused(ErrorCode.BAD_TARGET)]

    async def test_change_that_is_sent_again_is_acked_though_it_would_change_nothing(self, log: RoomLog) -> None:
        """LOG4, CH7: Its key comes first: an ack that was lost is told again."""
        first = [reaction(1), edit(1, "second"), removal(1)]
        await append(log, draft(body="first"))
        places = [await append(log, each) for each in first]
        assert [await append(log, each) for each in first] == places

    async def test_nobody_erases_a_room_by_reacting(self, url: str) -> None:
        """LOG17, LOG18, CH7: Marks set and taken back without end leave every message, and a page full of them."""
        async with open_store(url, max_entries_per_room=60) as store:
            log = store.log
            await append(log, *(draft(body=f"message {number}") for number in range(60)))
            for _ in range(20):
                marks = [reaction(60, author="mallory"), removal(60, author="mallory")] * 20
                drafts = [each._replace(key=draft().key) for each in marks]
                for at in range(0, 40, 2):  # Two at once, so that each call is judged by what is there.
                    await append(log, *drafts[at : at + 2])
                gone = [removal(60, author="mallory") for _ in range(40)]
                assert await log.append(gone) == [Refused(ErrorCode.NO_CHANGE)] * 40
            page = await log.read_messages("foo", before=None, limit=100)
            assert [entry.offset for entry in page.entries] == [*range(1, 61), 860]
            assert (page.oldest, page.head) == (1, 860)
            assert len((await log.read("foo", after=0, before=None, limit=1_000)).entries) == 860

    async def test_change_happens_once_for_its_key(self, log: RoomLog) -> None:
        """LOG4: Sent again, also after a deletion, it is acked as it was and changes nothing."""
        await append(log, draft(body="first"))
        first = edit(1, "second")
        (place,) = await append(log, first)
        await append(log, edit(1, "third"))
        assert await log.append([first]) == [place]
        assert (await stored(log, 1)).body == "third"
        await append(log, deletion(1))
        assert await log.append([first]) == [place]
        assert (await newest(log)).head == 4

    async def test_change_under_a_key_of_its_batch_is_refused(self, log: RoomLog) -> None:
        """LOG5: Beside the message that has the key, whether that is new or sent again; the room goes on."""
        for key in ("a" * 32, "b" * 32):
            first = draft(key=key, body=key)
            (place,) = await append(log, first)
            change = edit(place.offset, "other")._replace(key=key)
            assert await log.append([first, change]) == [place, Refused(ErrorCode.KEY_REUSED)]
        new = draft(key="c" * 32)
        answers = await log.append([new, edit(1, "other")._replace(key="c" * 32)])
        assert answers[1] == Refused(ErrorCode.KEY_REUSED)
        assert (await stored(log, 1)).body == "a" * 32
        assert (await append(log, draft()))[0].offset == 4

    async def test_rooms_do_not_share_their_changes(self, log: RoomLog) -> None:
        """LOG12: A change is about a message of its own room."""
        await append(log, draft("a", body="a"), draft("b", body="b"))
        await append(log, edit(1, "c")._replace(room="b"))
        assert [(await newest(log, room)).entries[0].body for room in "ab"] == ["a", "c"]

    async def test_unknown_kind_with_a_target_changes_nothing(self, log: RoomLog) -> None:
        """LOG13: What a newer server appends about a message is stored, whatever it means."""
        await append(log, draft(body="hello"), draft(kind="poll", target=1, body="?"), draft(kind="poll", target=9))
        assert (await stored(log, 1)).changes is None

    @pytest.mark.parametrize(
        ("before", "limit", "expected"),
        [
            pytest.param(None, 50, [1, 2, 6, 10, 11], id="all"),
            pytest.param(None, 3, [6, 10, 11], id="newest"),
            pytest.param(None, 1, [11], id="one"),
            pytest.param(10, 50, [1, 2, 6, 9], id="before, ending with a change"),
            pytest.param(10, 2, [6, 9], id="before, of a length"),
            pytest.param(7, 2, [2, 6], id="before, ending with a message"),
            pytest.param(5, 50, [1, 2, 4], id="before, amid changes"),
            pytest.param(2, 50, [1], id="before the second"),
            pytest.param(1, 50, [], id="before the first"),
            pytest.param(99, 2, [10, 11], id="before what is not there yet"),
        ],
    )
    async def test_messages_are_read_without_what_changed_them(
        self, log: RoomLog, before: int | None, limit: int, expected: list[int]
    ) -> None:
        """LOG18: A page of messages leaves changes out of its middle; its last entry is the one before ``before``."""
        await append(log, draft(), draft(target=1), edit(1), reaction(2), removal(2), draft())
        await append(log, reaction(1), reaction(2), edit(2), draft(kind="poll", target=1), deletion(1))
        page = await log.read_messages("foo", before=before, limit=limit)
        assert ([entry.offset for entry in page.entries], page.oldest, page.head) == (expected, 1, 11)
        whole = (await newest(log)).entries
        assert page.entries == tuple(whole[offset - 1] for offset in expected)

    async def test_messages_of_an_unwritten_room_are_none(self, log: RoomLog) -> None:
        """LOG18, LOG8: Where nobody wrote, head is 0 and oldest 1."""
        page = await log.read_messages("silent", before=None, limit=50)
        assert (page.entries, page.oldest, page.head) == ((), 1, 0)

    async def test_messages_are_found_however_many_changes_came_since(self, log: RoomLog) -> None:
        """LOG18: Page by page, every message once, from the head to the first."""
        for _ in range(8):
            await append(log, *(draft() for _ in range(4)))
            head = (await newest(log, limit=1)).head
            for number in range(15):
                await append(
                    log,
                    *(reaction(head, str(mark), author=str(number)) for mark in range(20)),
                    *(removal(head, str(mark), author=str(number)) for mark in range(20)),
                )
        found: list[int] = []
        before: int | None = None
        for _ in range(20):
            page = await log.read_messages("foo", before=before, limit=5)
            assert page.entries[-1].offset == (page.head if before is None else before - 1)
            assert len(page.entries) <= 5
            found = [entry.offset for entry in page.entries if entry.kind == "message"] + found
            before = page.entries[0].offset
            if before == page.oldest:
                break
        assert found == [group * 604 + place for group in range(8) for place in range(1, 5)]

    async def test_retention_counts_messages(self, url: str) -> None:
        """LOG17: However many changes there are, so many messages are kept; changes go with what they follow."""
        async with open_store(url, max_entries_per_room=3) as store:
            log = store.log
            await append(log, draft(), reaction(1), draft(), edit(3), edit(3, "best"), removal(1), draft())
            page = await newest(log)
            assert (page.oldest, page.head, len(page.entries)) == (1, 7, 7)
            for number in range(30):
                mark = reaction(3, author=str(number))
                await append(log, mark, mark._replace(kind="reaction_removal", key=f"{number:032x}"))
            page = await newest(log)
            assert (page.oldest, page.head, page.entries[2].body) == (1, 67, "best")
            await append(log, draft())
            page = await newest(log)
            assert (page.oldest, page.head, len(page.entries), page.entries[0].body) == (3, 68, 66, "best")
            await append(log, draft(), draft(), reaction(70), draft(body="last"))
            page = await newest(log)
            assert (page.oldest, [entry.kind for entry in page.entries]) == (
                69,
                ["message"] * 2 + ["reaction", "message"],
            )
            messages = await log.read_messages("foo", before=None, limit=9)
            assert [entry.offset for entry in messages.entries] == [69, 70, 72]

    async def test_log_answers_as_the_reference_does_with_changes(self, url: str) -> None:
        """LOG17, LOG18, SE9: Whatever is said and asked, the answer is the memory log's."""
        seed = random.randrange(2**32)
        print(f"seed {seed}")
        chance = random.Random(seed)
        bound = chance.randint(1, 12)
        clock = WallClock()
        stores = [open_store(each, now=clock, max_entries_per_room=bound) for each in (url, "memory://")]
        async with stores[0] as store, stores[1] as reference:
            head = 1
            for _ in range(80):
                drafts = [_anything(chance, head) for _ in range(chance.choice([1, 1, 1, 2, 5]))]
                # One by one: a batch may trim what one of its own changes is about.
                for said in drafts:
                    assert await store.log.append([said]) == await reference.log.append([said])
                offset, limit = chance.randint(1, head + 2), chance.randint(1, 12)
                after, before = chance.choice([(None, None), (offset - 1, None), (None, offset)])
                page, like = [
                    await log.read("foo", after=after, before=before, limit=limit) for log in (store.log, reference.log)
                ]
                assert (page.entries, page.oldest, page.head) == (like.entries, like.oldest, like.head)
                page, like = [
                    await log.read_messages("foo", before=before, limit=limit) for log in (store.log, reference.log)
                ]
                assert (page.entries, page.oldest, page.head) == (like.entries, like.oldest, like.head)
                head = max(1, page.head)

    async def test_histories_lead_to_what_they_say(self, log: RoomLog) -> None:
        """CH3, CH4, CH6: A history is read as it says, and so is a page that is followed from any moment on."""
        seed = random.randrange(2**32)
        print(f"seed {seed}")
        chance = random.Random(seed)
        told: dict[int, Told] = {}
        pages: list[tuple[Entry, ...]] = []
        for _ in range(30):
            drafts = [self._any_draft(chance, told) for _ in range(chance.randint(1, 6))]
            for said, answer in zip(drafts, await log.append(drafts), strict=True):
                if isinstance(answer, Appended):
                    self._hear(told, answer.offset, said)
            pages.append((await newest(log)).entries)
        for entry in pages[-1]:
            if entry.kind == "message":
                check(entry, told[entry.offset])
            elif entry.kind == "edit":
                is_newest = told[entry.target or 0].edited == entry.offset
                assert bool(entry.body) == is_newest
        for page in pages:
            assert _folded(page, pages[-1]) == pages[-1]

    def _any_draft(self, chance: random.Random, told: dict[int, Told]) -> Draft:
        author = chance.choice(["ana", "bob"])
        target = chance.choice([*told, max(told, default=0) + 1])
        kind = chance.choice(
            ["message", "message", "edit", "edit", "deletion", "reaction", "reaction", "reaction_removal"]
        )
        body = {"deletion": "", "message": "hello", "edit": f"edit {chance.random()}"}.get(kind, chance.choice(EMOJI))
        return draft(kind=kind, target=None if kind == "message" else target, body=body, author=author)

    def _hear(self, told: dict[int, Told], offset: int, said: Draft) -> None:
        if said.kind == "message":
            told[offset] = Told(said.author or "", said.body)
        else:
            message = told[said.target or 0]
            assert not message.deleted
            assert said.kind not in ("edit", "deletion") or message.author == said.author
            message.hear(offset, said)


def _anything(chance: random.Random, head: int) -> Draft:
    """Return a message, a reply or a change of one that may be there, or be gone, or be to come."""
    kind = chance.choice(["message", "message", "edit", "reaction", "reaction", "reaction_removal", "deletion"])
    target = chance.choice([None, chance.randint(1, head + 2)]) if kind == "message" else chance.randint(1, head + 2)
    body = {"message": "hello", "edit": chance.choice("ab"), "deletion": ""}.get(kind, chance.choice(EMOJI))
    return draft(kind=kind, target=target, body=body, author=chance.choice(["ana", "bob"]))


def _folded(page: tuple[Entry, ...], later: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return a page with what came after it folded in, as a client does that follows."""
    entries = {entry.offset: entry for entry in page}
    for entry in later[len(page) :]:
        entries[entry.offset] = entry
        if entry.kind in CHANGE_KINDS and entry.target in entries:
            entries[entry.target] = fold(entries[entry.target], entry)
    # An edit whose text went later keeps it for whoever heard it; it is shown nowhere.
    return tuple(_as_read(entry, later) for entry in entries.values())


def _as_read(entry: Entry, later: tuple[Entry, ...]) -> Entry:
    return later[entry.offset - 1] if entry.kind == "edit" else entry
