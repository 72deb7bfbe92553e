"""Every server frame goes out and comes in again as it was."""

from collections.abc import Callable
from datetime import UTC
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.protocol.codec import decode_server_frame, encode
from server.protocol.entries import MAX_INTEGER, Entry, Member
from server.protocol.server_frames import (
    Ack,
    EntryFrame,
    Error,
    Goaway,
    Limits,
    Page,
    Pong,
    Presence,
    ServerFrame,
    Status,
    TypingFrame,
    Welcome,
)

_integers = st.integers(0, MAX_INTEGER)
_offsets = st.integers(1, MAX_INTEGER)
_texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
_bodies = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=100)
_times = st.datetimes(timezones=st.just(UTC))
_fields: dict[str, Any] = {
    "offset": _offsets,
    "key": st.from_regex(r"\A[0-9a-f]{32}\Z"),
    "kind": st.from_regex(r"\A[a-z][a-z0-9_]{0,31}\Z"),
    "client_id": _offsets,
    "author": st.none() | _texts,
    "name": st.none() | _texts,
    "target": st.none() | _offsets,
    "body": _bodies,
    "at": _times,
}
_entries = st.lists(st.builds(Entry, **_fields), max_size=3).map(tuple)
_member = st.builds(Member, client_id=_offsets, author=st.none() | _texts, name=st.none() | _texts)
_members = st.lists(_member, max_size=3).map(tuple)
_stores = st.sampled_from(["ok", "degraded"])

_FRAMES: dict[Callable[..., Any], dict[str, Any]] = {
    Welcome: {
        "contract": _integers,
        "client_id": _offsets,
        "author": st.none() | _texts,
        "name": st.none() | _texts,
        "item_id": _texts,
        "resume_token": _texts,
        "epoch": _texts,
        "head": _integers,
        "oldest": _offsets,
        "recovered": st.none() | st.booleans(),
        "page": st.none() | _entries,
        "store": _stores,
        "members": st.none() | _members,
        "member_count": _integers,
        "person_count": st.none() | _integers,
        "limits": st.builds(Limits, **dict.fromkeys(Limits.model_fields, _integers)),
        "heartbeat_seconds": _integers,
    },
    EntryFrame: _fields,
    Page: {"ref": _integers, "epoch": _texts, "entries": _entries, "oldest": _offsets, "head": _integers},
    Ack: {"ref": _integers, "offset": _offsets, "at": _times},
    Presence: {
        "full": st.booleans(),
        "joined": _members,
        "left": _members,
        "member_count": _integers,
        "person_count": st.none() | _integers,
    },
    TypingFrame: {"client_ids": st.lists(_offsets, max_size=3).map(tuple)},
    Status: {"store": _stores},
    Error: {
        "ref": st.none() | _integers,
        "code": _texts,
        "message": _texts,
        "location": st.none() | st.lists(_texts | _integers, max_size=3).map(tuple),
        "temporary": st.booleans(),
        "retry_after_ms": st.none() | _integers,
    },
    Pong: {"ref": _integers},
    Goaway: {"reason": _texts, "reconnect_within_ms": _integers},
}


def test_every_server_frame_is_tried() -> None:
    """FR11: The property below leaves no frame out."""
    assert set(get_args(get_args(ServerFrame)[0])) == set(_FRAMES)


@pytest.mark.parametrize("model", _FRAMES)
# A deadline would measure the machine, not the code.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_server_frame_round_trips(model: Callable[..., Any], data: st.DataObject) -> None:
    """FR11: A frame that was encoded reads as the same frame."""
    frame = data.draw(st.builds(model, **_FRAMES[model]))
    assert decode_server_frame(encode(frame)) == frame
