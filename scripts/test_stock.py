"""Attacks our server and uvicorn as it comes in the same ways, and prints what each made of it.

``npm run test:stock``. It is not a part of ``npm test``: how another server
fares is worth knowing and nothing to fail for. Ours has its own tests of the
same attacks, in ``server/tests/edge/abuse``.
"""

import asyncio
import sys

from server.tests.edge.abuse.attacks import (
    ATTACKS,
    BLACK_HOLE,
    MAX_GROWTH,
    MEGABYTE,
    SHORT_PINGS,
    STALLED_READER,
    UNHURRIED,
    Attack,
    Verdict,
    commit,
)
from server.tests.edge.abuse.targets import parley, stock
from server.tests.edge.sockets import PATIENCE


async def verdicts(attack: Attack) -> tuple[Verdict, Verdict]:
    """Attack ours, then the other, each in a fresh process."""
    ours = UNHURRIED if attack in (STALLED_READER, BLACK_HOLE) else {}
    theirs = []
    if attack is BLACK_HOLE:
        ours, theirs = {**UNHURRIED, **SHORT_PINGS}, ["--ws-ping-interval=0.5", "--ws-ping-timeout=0.5"]
    async with parley(**ours) as target:
        first = await commit(attack, target)
    async with stock(*theirs) as target:
        return first, await commit(attack, target)


def line(attack: Attack, name: str, verdict: Verdict) -> str:
    """Return a line of the table."""
    withstood = "withstands" if attack.is_withstood(verdict) else "FAILS"
    answered = f"{verdict.longest_wait_seconds:.2f} s" if verdict.others_were_answered else "not answered"
    return (
        f"{attack.name:17} {name:7} {withstood:11} {verdict.grown_bytes / MEGABYTE:7.1f} MB   "
        f"{answered:>12}   {verdict.end or 'goes on'}"
    )


async def main() -> int:
    """Print the table; fail only if ours does."""
    print("To withstand is to send the attacker away, with the right code where he reads it; to take no more than")
    print(f"{MAX_GROWTH // MEGABYTE} MB for it; and to answer others within {PATIENCE / 2:.0f} s meanwhile.\n")
    print("attack            server              memory grown   others waited   the attacker's end")
    failures = 0
    for attack in ATTACKS:
        ours, theirs = await verdicts(attack)
        print(line(attack, "Parley", ours), line(attack, "stock", theirs), sep="\n", flush=True)
        failures += not attack.is_withstood(ours)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
