"""The table of errors, and the frames made from it."""

import pytest

from server.protocol.errors import (
    ERROR_RULES,
    ErrorCode,
    LocalProtocolError,
    ProtocolError,
    RemoteProtocolError,
    error_frame,
)


@pytest.mark.parametrize("code", ErrorCode)
def test_error_frame_says_what_its_rule_says(code: ErrorCode) -> None:
    """FR8: Code, message and whether to try again come from the table; the rest is null."""
    frame = error_frame(code)
    rule = ERROR_RULES[code]
    assert (frame.code, frame.message, frame.temporary) == (code, rule.message, rule.temporary)
    assert (frame.ref, frame.location, frame.retry_after_ms) == (None, None, None)


def test_no_rule_is_without_a_code() -> None:
    """FR8: The table and the codes are the same set."""
    assert list(ERROR_RULES) == list(ErrorCode)


def test_only_what_may_pass_is_temporary() -> None:
    """ST2, BP6: What another try may mend is temporary; everything else is surely not stored."""
    temporary = {code for code, rule in ERROR_RULES.items() if rule.temporary}
    assert temporary == {
        ErrorCode.STORE_UNAVAILABLE,
        ErrorCode.STORE_FULL,
        ErrorCode.TOO_MANY_PENDING,
        ErrorCode.TOO_FAST,
    }


def test_error_frame_carries_what_is_known() -> None:
    """FR8, CL14: Ref, location, detail and when to come back."""
    frame = error_frame(ErrorCode.STORE_UNAVAILABLE, 7, location=("body", 1), detail="soon", retry_after_ms=500)
    assert (frame.ref, frame.location, frame.retry_after_ms) == (7, ("body", 1), 500)
    assert frame.message == "the store is away, send it again later: soon"


def test_fault_is_ours_or_theirs() -> None:
    """FR10: A remote error is answered by its frame; a local one is a bug."""
    frame = error_frame(ErrorCode.NOT_JSON)
    error = RemoteProtocolError(frame)
    assert error.frame is frame
    assert issubclass(RemoteProtocolError, ProtocolError)
    assert issubclass(LocalProtocolError, ProtocolError)
    assert not issubclass(LocalProtocolError, RemoteProtocolError)
