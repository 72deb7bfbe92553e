"""The check that compares the numbered rules with the tests."""

from pathlib import Path

import pytest

from scripts.check_rules import PROTOCOL, complaints, main, quotes_in_python, quotes_in_typescript


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in (PROTOCOL.parent, Path("server/tests"), Path("e2e"), Path("client/tests")):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / PROTOCOL).write_text("- **LOG1** One.\n- **LOG2** Two.\n- **CL1** Three, unlike LOG9.\n", "utf-8")
    (tmp_path / "server/tests/test_log.py").write_text('def test_it() -> None:\n    """LOG1, LOG2: Both."""\n', "utf-8")
    (tmp_path / "client/tests/retry.test.ts").write_text("it('CL1: waits', () => {})\n", "utf-8")
    return tmp_path


def test_nothing_is_wrong_when_each_rule_is_quoted(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Quotes count from both languages, and several in one line."""
    assert main(project) == 0
    assert capsys.readouterr().out == "3 rules, each quoted by a test.\n"


def test_a_rule_without_a_test_is_named(project: Path) -> None:
    """A rule that only prose mentions is not tested."""
    (project / "client/tests/retry.test.ts").write_text("it('waits, as CL1: says', () => {})\n", "utf-8")
    assert complaints(project) == ["CL1 is quoted by no test."]


def test_a_quote_without_a_rule_is_named(project: Path) -> None:
    """A typing error in a quote would otherwise prove nothing and say nothing."""
    (project / "e2e/test_tabs.py").write_text('def test_it() -> None:\n    """LOG9: So."""\n', "utf-8")
    assert complaints(project) == ["e2e/test_tabs.py quotes LOG9, which shared/schema/PROTOCOL.md does not have."]


def test_a_number_given_twice_is_named(project: Path) -> None:
    """A number that means two things is tested for neither."""
    (project / PROTOCOL).write_text("- **LOG1** A.\n- **LOG1** B.\n- **LOG2** C.\n- **CL1** D.\n", "utf-8")
    assert complaints(project) == ["LOG1 is the number of 2 rules."]


def test_only_test_functions_quote() -> None:
    """Code that fulfils a rule cites it too, and is no proof of it."""
    source = 'def helper() -> None:\n    """LOG1: Not a test."""\n\nasync def test_a() -> None:\n    """LOG2: A."""\n'
    assert list(quotes_in_python(source)) == ["LOG2"]


@pytest.mark.parametrize("off", ["it.skip", "it.todo", "test.skip"])
def test_a_test_that_is_switched_off_quotes_nothing(off: str) -> None:
    """What does not run proves nothing."""
    assert list(quotes_in_typescript(f"{off}('CL1: waits', () => {{}})")) == []


def test_titles_may_stand_on_a_line_of_their_own_and_in_tables() -> None:
    """The formatter breaks long lines, and `it.each` takes its title last."""
    source = "it(\n  `CL1: waits`,\n  run,\n)\nit.each([at(1), at(2)])('CL2: %s', run)\n"
    assert list(quotes_in_typescript(source)) == ["CL1", "CL2"]
