"""How much is tried, and what is written down of it.

The quick lane is a part of ``npm test``; ``FAULT_LANE=full`` makes the same
tests try as much as docs/reliability.md tells of. Nothing else depends on it.
"""

import json
import os
import random
from collections import Counter
from pathlib import Path

from server.tests.faults.history import Acked, Heard, History, Sent, Welcomed

FULL = os.environ.get("FAULT_LANE") == "full"
_RESULTS = os.environ.get("FAULT_RESULTS")

TIMEOUT_SECONDS = 1_800 if FULL else 180
"""For a test that hangs; nothing is asserted of how long anything takes."""


def scaled(quick: int, full: int) -> int:
    """Return the number for this lane."""
    return full if FULL else quick


def fresh_seed() -> int:
    """Return a seed, which is printed."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    return seed


def write_down(scenario: str, store: str, seed: int, tried: str, **figures: float) -> None:
    """Keep a result for the report, if somebody wants one."""
    result = {"scenario": scenario, "store": store, "seed": seed, "tried": tried, "figures": figures}
    print(json.dumps(result))
    if _RESULTS is not None:
        with Path(_RESULTS).open("a", encoding="utf-8") as file:
            file.write(json.dumps(result) + "\n")


def counts(history: History) -> dict[str, int]:
    """Return what a history is made of, for the report."""
    sent = Counter(event.key for event in history if isinstance(event, Sent))
    welcomes = [event for event in history if isinstance(event, Welcomed)]
    return {
        "acked": len({event.key for event in history if isinstance(event, Acked)}),
        "sent_again": sum(number > 1 for number in sent.values()),
        "handed_out": sum(isinstance(event, Heard) for event in history),
        "came_back": sum(welcome.connection > 1 for welcome in welcomes),
        "recovered": sum(welcome.recovered is True for welcome in welcomes),
        "told_of_a_gap": sum(welcome.recovered is False for welcome in welcomes),
    }
