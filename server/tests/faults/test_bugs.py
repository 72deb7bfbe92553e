"""The judge is judged: it finds each bug that is put into a real server, and nothing where there is none."""

import random
from pathlib import Path

import pytest

from server.tests.faults.bugs import BUGS
from server.tests.faults.checker import check
from server.tests.faults.trials import TRIALS

pytestmark = pytest.mark.timeout(180)


async def _faults(trial: str, bug: str | None, folder: Path) -> dict[str, str]:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    history = await TRIALS[trial](folder, bug, seed)
    return {finding.fault.name: str(finding) for finding in reversed(check(history, presence=trial == "came back"))}


@pytest.mark.parametrize("trial", TRIALS)
async def test_nothing_is_found_without_a_bug(trial: str, tmp_path: Path) -> None:
    """LOG1, LOG2, LOG4, FO2, RE1, PR6, PR7, ST1: The control of every bug: the same trial, the server as it is."""
    assert await _faults(trial, None, tmp_path) == {}


@pytest.mark.parametrize("bug", BUGS)
async def test_bug_is_caught(bug: str, tmp_path: Path) -> None:
    """The finding that the bug must lead to is there; others may be, since one bug has many faces."""
    found = await _faults(BUGS[bug].trial, bug, tmp_path)
    assert BUGS[bug].fault.name in found, found
    print(found[BUGS[bug].fault.name])


def test_there_are_enough_bugs_of_many_kinds() -> None:
    """Ten at least are asked for; each trial is for some bug, and no bug's trial is missing."""
    assert len(BUGS) >= 10
    assert {bug.trial for bug in BUGS.values()} == TRIALS.keys()
