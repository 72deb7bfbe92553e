"""What both sides talk about, and its bounds."""

import json
from datetime import datetime

import pytest
from pydantic import ValidationError

from server.protocol.client_frames import Send
from server.protocol.entries import MAX_BODY_LENGTH, MAX_FRAME_BYTES, MAX_INTEGER, Entry, Member, display_name


def test_member_without_a_name_is_called_by_the_client_id() -> None:
    """TU5: As in the chapter."""
    assert display_name(None, 1596980209979) == "Client #1596980209979"
    assert display_name("Ana", 7) == "Ana"


def test_frame_is_a_value() -> None:
    """FR2: What was checked cannot be changed."""
    member = Member(client_id=1, author=None, name=None)
    with pytest.raises(ValidationError):
        member.name = "Eve"  # type: ignore[misc]


def test_entry_takes_no_time_without_a_zone() -> None:
    """FR4: A time names one moment."""
    entry = {"offset": 1, "key": "0" * 32, "kind": "message", "client_id": 1, "author": None, "name": None}
    with pytest.raises(ValidationError, match="timezone"):
        Entry.model_validate({**entry, "target": None, "body": "", "at": datetime(2026, 11, 23)})


@pytest.mark.parametrize("character", ["\x01", "\u2028", "🦜", '"', "\\"])
def test_longest_body_fits_a_frame_in_its_worst_escape(character: str) -> None:
    """FR14: No message that the form takes is too big for the wire."""
    frame = Send(
        type="send",
        ref=MAX_INTEGER,
        key="f" * 32,
        kind="k" * 32,
        target=MAX_INTEGER,
        body=character * MAX_BODY_LENGTH,
    )
    assert len(json.dumps(frame.model_dump(), ensure_ascii=True)) <= MAX_FRAME_BYTES
