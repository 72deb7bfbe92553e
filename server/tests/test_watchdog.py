"""A process whose event loop hangs is ended, and no other."""

import subprocess
import sys

from server.watchdog import EXIT_HUNG, Watchdog

HANGING = """
import asyncio, threading
from server.watchdog import watched
async def main():
    with watched(1):
        print("hanging", flush=True)
        threading.Event().wait()
asyncio.run(main())
"""


def test_watchdog_gives_up_when_the_loop_does_not_turn() -> None:
    """ST6: After so many looks without a beat, and not before."""
    given_up = list[bool]()
    dog = Watchdog(3, lambda: given_up.append(True))
    for _ in range(10):
        dog.look()
        dog.look()
        dog.look()
        dog.beat()
    assert given_up == []
    for _ in range(4):
        dog.look()
    assert given_up == [True]


def test_process_that_hangs_is_ended() -> None:
    """ST6: With a line that says why, and where it hung."""
    done = subprocess.run([sys.executable, "-c", HANGING], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == EXIT_HUNG
    assert "The event loop hangs" in done.stderr
    assert "threading.py" in done.stderr
