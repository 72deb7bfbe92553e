"""Edits, deletions and reactions over real sockets: who is told what, and what nobody is told any more."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.protocol.entries import Entry
from server.protocol.server_frames import Ack, Error, ServerFrame, Welcome
from server.settings import Settings
from server.tests.edge.conftest import DEMO
from server.tests.edge.sockets import PATIENCE, Address, Client, serving
from server.tests.edge.test_stalled import protocol_of, speak, stalled

CHANGES = [("edit", "second"), ("deletion", ""), ("reaction", "👍"), ("reaction_removal", "👍")]


@pytest.fixture(params=["ours, SQLite", "stock, memory"])
async def demo(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Address]:
    """Return the address of a server: by our own transport and a file, and by any other's without one."""
    is_ours = request.param.startswith("ours")
    settings = over(f"sqlite:///{tmp_path}/parley.db") if is_ours else DEMO
    async with serving(settings, is_ours=is_ours) as address:
        yield address


def over(url: str) -> Settings:
    return Settings(**{**DEMO.model_dump(), "store_url": url})


async def say(client: Client, kind: str, target: int | None, body: str) -> int:
    """Send something, and return its ref, by which its answer is known."""
    ref = int.from_bytes(os.urandom(6))
    await client.say("send", ref=ref, key=os.urandom(16).hex(), kind=kind, target=target, body=body)
    return ref


async def append(client: Client, kind: str, target: int | None = None, body: str = "") -> Ack:
    """Append something, and return the ack."""
    ref = await say(client, kind, target, body)
    answer = await client.hear_until(lambda frame: getattr(frame, "ref", None) == ref)
    assert isinstance(answer, Ack), answer
    return answer


async def refusal(client: Client, kind: str, target: int | None, body: str = "") -> str:
    """Return the code by which a change is refused, for good."""
    ref = await say(client, kind, target, body)
    answer = await client.hear_until(lambda frame: getattr(frame, "ref", None) == ref)
    assert isinstance(answer, Error), answer
    assert not answer.temporary
    return answer.code


async def entry_at(client: Client, offset: int) -> Entry:
    """Return the entry that a client is handed at an offset."""
    frame = await client.hear_until(lambda frame: getattr(frame, "offset", 0) == offset and frame.type == "entry")
    return Entry(**frame.model_dump(exclude={"type"}))


def page_of(welcome: Welcome) -> list[Entry]:
    assert welcome.page is not None
    return list(welcome.page)


@pytest.mark.parametrize(("kind", "body"), CHANGES)
async def test_change_is_acked_and_reaches_everybody(demo: Address, kind: str, body: str) -> None:
    """SE8, FO1, CH1: Like a message: once to who sent it, and as an entry to all, its author among them."""
    async with demo.client() as ana, demo.client() as bob:
        await ana.join()
        await bob.join()
        await append(ana, "message", body="first")
        if kind == "reaction_removal":
            await append(ana, "reaction", 1, body)
        head = 3 if kind == "reaction_removal" else 2
        ref = await say(ana, kind, 1, body)
        heard: list[ServerFrame] = []
        while not {"ack", "entry"} <= {frame.type for frame in heard}:
            heard += [await ana.hear_until(lambda frame: getattr(frame, "offset", 0) == head)]
        (ack,) = (frame for frame in heard if isinstance(frame, Ack))
        assert ack.ref == ref
        for entry in (await entry_at(bob, head), next(frame for frame in heard if frame.type == "entry")):
            assert (entry.kind, entry.target, entry.body, entry.at, entry.changes) == (kind, 1, body, ack.at, None)


async def test_newcomer_reads_what_the_changes_left(demo: Address) -> None:
    """CH3, CH4, RE3: The page of a welcome has the newest text, and the reactions in their order."""
    async with demo.client() as ana, demo.client() as bob, demo.client() as cyd, demo.client() as dan:
        await ana.join(name="Ana")
        await bob.join(name="Bob")
        await append(ana, "message", body="first")
        await append(ana, "edit", 1, "second")
        edit = await append(ana, "edit", 1, "third")
        await append(bob, "reaction", 1, "🎉")
        await append(ana, "reaction", 1, "👍")
        message, last = page_of(await cyd.join())
        assert (message.body, last.body) == ("third", "👍")
        assert message.changes is not None
        assert (message.changes.offset, message.changes.edit, message.changes.edited_at) == (5, 3, edit.at)
        assert [(one.emoji, one.name) for one in message.changes.reactions] == [("🎉", "Bob"), ("👍", "Ana")]
        deletion = await append(ana, "deletion", 1)
        page = page_of(await dan.join())
        assert [entry.body for entry in page] == ["", ""]
        changes = page[0].changes
        assert changes is not None
        assert (changes.offset, changes.deleted_at, changes.reactions) == (6, deletion.at, ())


async def test_page_that_is_read_shows_what_the_changes_left(demo: Address) -> None:
    """CH3, CH4, RE6: Whichever way it is asked for."""
    async with demo.client() as ana:
        await ana.join()
        for body in ("first", "other"):
            await append(ana, "message", body=body)
        await append(ana, "edit", 1, "second")
        await append(ana, "deletion", 2)
        for asked in ({"before": 3}, {"after": 0, "limit": 2}):
            await ana.say("read", ref=7, **asked)
            page = await ana.hear_type("page")
            assert [(entry.body, entry.changes.offset) for entry in page.entries] == [("second", 3), ("", 4)]


async def test_who_comes_back_is_handed_the_changes(demo: Address) -> None:
    """CH6, RE1: As entries, in their places; what a later one took the place of has no text any more."""
    async with demo.client() as ana, demo.client() as bob:
        await ana.join()
        before = await bob.join()
        await append(ana, "message", body="first")
        heard = await entry_at(bob, 1)
        bob.socket.transport.abort()
        await append(ana, "message", body="a secret")
        for kind, target, body in (("edit", 1, "second"), ("edit", 1, "third"), ("deletion", 2, "")):
            await append(ana, kind, target, body)
        async with demo.client() as again:
            position = {"epoch": before.epoch, "offset": 1, "key": heard.key}
            welcome = await again.join(resume_token=before.resume_token, position=position)
            assert (welcome.recovered, welcome.head) == (True, 5)
            missed = [await entry_at(again, offset) for offset in range(2, 6)]
        assert [(entry.kind, entry.target, entry.body) for entry in missed] == [
            ("message", None, ""),
            ("edit", 1, ""),
            ("edit", 1, "third"),
            ("deletion", 2, ""),
        ]


async def test_what_cannot_be_changed_is_refused_in_words(demo: Address) -> None:
    """CH1, CH2: By one error, for good; and nobody is told of it."""
    async with demo.client() as ana, demo.client() as bob:
        await ana.join()
        await bob.join()
        await append(ana, "message", body="first")
        await append(bob, "reaction", 1, "👍")
        assert await refusal(bob, "edit", 1, "Bob's") == "not_yours"
        assert await refusal(bob, "deletion", 1) == "not_yours"
        assert await refusal(ana, "edit", 2, "a change is no message") == "bad_target"
        assert await refusal(ana, "deletion", 99) == "bad_target"
        await append(ana, "deletion", 1)
        for kind, body in CHANGES:
            assert await refusal(ana, kind, 1, body) == "bad_target"
        assert (await append(ana, "message", body="next")).offset == 4


async def test_tab_that_was_reloaded_edits_what_it_wrote(demo: Address) -> None:
    """CH2, ID2: Without an author it is known by the client ID, which its token gives back."""
    async with demo.client() as ana:
        before = await ana.join()
        await append(ana, "message", body="first")
        await ana.socket.close(1001)
    async with demo.client() as ana:
        await ana.join(resume_token=before.resume_token)
        assert (await append(ana, "edit", 1, "second")).offset == 2


async def test_change_that_is_sent_again_is_acked_as_it_was(demo: Address) -> None:
    """LOG4, CL6: Also when the message is gone: who lost the ack learns that it was appended."""
    async with demo.client() as ana:
        await ana.join()
        await append(ana, "message", body="first")
        edit = {"key": "e" * 32, "kind": "edit", "target": 1, "body": "second"}
        await ana.say("send", ref=1, **edit)
        first = await ana.hear_type("ack")
        await append(ana, "deletion", 1)
        await ana.say("send", ref=2, **edit)
        assert await ana.hear_type("ack") == Ack(ref=2, offset=first.offset, at=first.at)


async def test_who_reads_nothing_misses_what_was_deleted_meanwhile(tmp_path: Path) -> None:
    """CH4, BP1, BP2: He is handed each entry when he reads on, as it is by then."""
    async with serving(over(f"sqlite:///{tmp_path}/parley.db")) as address, address.client() as ana:
        await ana.join()
        raw = await stalled(address)
        await ana.hear_until(lambda frame: frame.type == "presence" and frame.member_count == 2)
        protocol = protocol_of(address, raw)
        while protocol.writable.is_set():
            await speak(ana)
        message = await append(ana, "message", body="a secret")
        await append(ana, "edit", message.offset, "a secret, too")
        await append(ana, "deletion", message.offset)
        await append(ana, "message", body="the end")
        held = await read_until(raw, b'"the end"')
    assert b"secret" not in held
    assert held.count(b'"kind":"edit"') == held.count(b'"kind":"deletion"') == held.count(b'"deleted_at":"') == 1


async def read_until(raw: socket.socket, wanted: bytes) -> bytes:
    """Read what a socket is sent, up to something and what comes with it."""
    held, loop = b"", asyncio.get_running_loop()
    async with asyncio.timeout(PATIENCE):
        while wanted not in held:
            held += await loop.sock_recv(raw, 65_536)
    raw.close()
    return held
