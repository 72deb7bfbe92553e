"""The benchmark works: every target and every workload come to figures. How high they are is no matter here."""

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from bench.report.page import page
from bench.results import Results, load

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the benchmark pins processes to cores: Linux only")

ROOT = Path(__file__).parents[2]


def smoke(file: Path, *options: str) -> Results:
    """Run it in a process of its own, because it pins itself to a core."""
    command = [sys.executable, "-m", "bench", "--smoke", "--out", str(file), *options]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return load(file)


@pytest.mark.timeout(120)
def test_every_target_hands_out_every_message_once(tmp_path: Path) -> None:
    """A target that does not start, or loses or doubles a delivery, has no figure."""
    results = smoke(tmp_path / "results.json", "--only", "room_1000")
    targets = results.targets("room_1000")
    assert {"memory", "sqlite", "redis", "chapter", "socketio", "nats", "jetstream"} <= set(targets)
    for target in targets:
        assert results.failure("room_1000", target) is None
        assert results.figure("room_1000", target, "deliveries") > 0
        assert results.figure("room_1000", target, "p50_ms") <= results.figure("room_1000", target, "p99_ms")


@pytest.mark.timeout(120)
def test_every_kind_of_workload_comes_to_figures(tmp_path: Path) -> None:
    """Of this server in memory, that of the others being the same."""
    names = ["rooms_500", "stalled_1", "coming_back", "handshakes", "joins", "idle", "logs"]
    file = tmp_path / "results.json"
    results = smoke(file, "--targets", "memory", "--only", *names)
    assert list(results.cells) == names
    assert all(results.failure(name, "memory") is None for name in names)
    assert results.figure("coming_back", "memory", "clients") == 200
    assert results.figure("idle", "memory", "lost") == 0
    assert math.isnan(results.figure("stalled_1", "memory", "cut_off_after_seconds"))
    assert "failed" not in page(results, file.name)
    assert json.loads(file.read_text("utf-8"))["versions"]["commit"]
