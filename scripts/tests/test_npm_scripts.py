"""What `npm start` and `npm test` say when something is in the way, and how they count."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NODE = shutil.which("node") or "node"


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    return subprocess.run(
        [NODE, "scripts/start.mjs"],
        cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip


def evaluate(program: str) -> object:
    command = [NODE, "--input-type=module", "--eval", program]
    return json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def require_node(pretence: str) -> subprocess.CompletedProcess[str]:
    program = f"{pretence};const {{ requireNode }} = await import('./scripts/lib/node.mjs'); requireNode()"
    command = [NODE, "--input-type=module", "--eval", program]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_an_old_python_is_told_in_one_sentence(tmp_path: Path) -> None:
    """Nothing is set up with a Python that could not run the server."""
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\necho /usr/bin/python\necho 3 10 4\n", "utf-8")
    old.chmod(0o755)
    ended = start(PARLEY_PYTHON=str(old))
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == f"Parley needs Python 3.11 or newer, and PARLEY_PYTHON={old} is Python 3.10.4.\n"


def test_a_taken_port_is_told_before_anything_is_set_up(taken_port: int) -> None:
    """Whoever waits for a set-up should not learn afterwards that it was in vain."""
    ended = start(PARLEY_PORT=str(taken_port))
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == (
        f"Port {taken_port} is taken, by another Parley perhaps; stop it, or choose another port and, beside a Parley "
        f"of this folder, another store: PARLEY_PORT={taken_port + 1} PARLEY_STORE_URL=memory://.\n"
    )


@pytest.mark.parametrize("port", ["x", "0", "65536", "80.5"])
def test_a_port_that_is_none_is_told(port: str) -> None:
    """With the setting's name, so that one knows what to mend."""
    ended = start(PARLEY_PORT=port)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == f"PARLEY_PORT={port} is no port; it is a number from 1 to 65535.\n"


def test_an_old_node_is_told_in_one_sentence() -> None:
    """The first module runs on it, and no other is read."""
    ended = require_node("Object.defineProperty(process.versions, 'node', { value: '18.20.8' })")
    assert ended.returncode == 1
    assert ended.stderr == "Parley needs Node 20.19 or newer, and this is Node 18.20.8.\n"


def test_windows_is_told_in_one_sentence_what_to_use_instead() -> None:
    """The server locks its store as only Unix does, so it could not start there anyway."""
    ended = require_node("Object.defineProperty(process, 'platform', { value: 'win32' })")
    assert ended.returncode == 1
    assert ended.stderr == (
        "Parley does not run on Windows itself: use the Windows Subsystem for Linux (WSL), Linux or macOS.\n"
    )


@pytest.mark.parametrize(
    ("output", "passed", "failed", "skipped"),
    [
        ("===== 12 passed in 3.20s =====", 12, 0, 0),
        ("== 1 failed, 2 passed, 1 skipped, 2 errors in 75.02s (0:01:15) ==", 2, 3, 1),
        ("      Tests  1 failed | 12 passed | 3 skipped (16)", 12, 1, 3),
        ("=== no tests ran in 0.01s ===", 0, 0, 0),
        ("a test that prints 3 passed", 0, 0, 0),
    ],
)
def test_tests_are_counted_by_closing_lines(output: str, passed: int, failed: int, skipped: int) -> None:
    """Pytest's and Vitest's, and nothing that a test happened to print."""
    program = (
        "import { countTests } from './scripts/lib/steps.mjs';"
        f"console.log(JSON.stringify(countTests({json.dumps(output)})))"
    )
    assert evaluate(program) == {"passed": passed, "failed": failed, "skipped": skipped}


@pytest.mark.parametrize(("ci", "failed"), [("", False), ("true", True)])
def test_a_skipped_test_fails_where_nobody_would_read_of_it(ci: str, failed: bool) -> None:
    """Locally it is only counted."""
    program = (
        f"process.env.CI = {json.dumps(ci)};"
        "const { hasFailed } = await import('./scripts/lib/steps.mjs');"
        "console.log(JSON.stringify(hasFailed(0, { passed: 1, failed: 0, skipped: 1 })))"
    )
    assert evaluate(program) is failed


def test_a_command_and_what_it_started_end_together() -> None:
    """A step that hangs is ended as a whole, so that nothing of it holds a port or the run."""
    program = (
        "import { run } from './scripts/lib/processes.mjs';"
        "const { status } = await run('sh', ['-c', 'sleep 60 & wait'], { timeoutSeconds: 0.2 });"
        "console.log(JSON.stringify(status))"
    )
    assert evaluate(program) == 124
