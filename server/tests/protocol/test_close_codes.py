"""The table of close codes: every range is advice."""

import pytest

from server.protocol.close_codes import CLOSE_RULES, Advice, CloseCode

MAX_REASON_BYTES = 123
"""What a close frame holds beside its code (RFC 6455, section 5.5)."""

COMES_BACK = {Advice.COME_BACK, Advice.FRESH_CREDENTIAL}


@pytest.mark.parametrize("code", CloseCode)
def test_close_code_has_a_reason_that_fits(code: CloseCode) -> None:
    """AU2: Every code has a rule, whose reason a close frame can hold and a person can read."""
    reason = CLOSE_RULES[code].reason
    assert reason.strip()
    assert len(reason.encode()) <= MAX_REASON_BYTES


def test_no_rule_is_without_a_code() -> None:
    """AU2: The table and the codes are the same set, in the same order."""
    assert list(CLOSE_RULES) == list(CloseCode)


@pytest.mark.parametrize("code", [code for code in CloseCode if code >= 4000])
def test_range_of_a_code_is_its_advice(code: CloseCode) -> None:
    """CL2: 4000 to 4499 come back, 4500 to 4999 do not, so that an unknown code is understood too."""
    assert code < 5000
    assert (CLOSE_RULES[code].advice in COMES_BACK) == (code < 4500)


def test_one_code_asks_for_another_credential() -> None:
    """AU2: Only 1008 sends a person back to the form."""
    assert [code for code, rule in CLOSE_RULES.items() if rule.advice is Advice.ASK_AGAIN] == [1008]


def test_one_code_asks_for_a_fresh_credential() -> None:
    """AU7: Only an expired credential is retried with a fresh one."""
    assert [code for code, rule in CLOSE_RULES.items() if rule.advice is Advice.FRESH_CREDENTIAL] == [4005]


def test_one_code_asks_for_a_reload() -> None:
    """SE3: Only a contract that is no longer spoken needs a newer page."""
    assert [code for code, rule in CLOSE_RULES.items() if rule.advice is Advice.RELOAD] == [4502]


@pytest.mark.parametrize("code", [code for code in CloseCode if code < 4000])
def test_code_below_4000_is_registered(code: CloseCode) -> None:
    """AU2: Below the application's range stand only codes that a close frame may carry."""
    assert code in {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014}
