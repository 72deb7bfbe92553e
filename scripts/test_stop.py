"""Stops a server by SIGTERM fifty times, with every sort of socket open, and prints how long it took.

``npm run test:stop``; ``-- 10`` for ten times. It is not a part of ``npm test``, which
does it three times and does not look at the clock.
"""

import asyncio
import sys
from statistics import median

from server.tests.stopping import LIMIT_SECONDS, seconds_to_stop


async def main(times: int) -> int:
    """Print the figures; fail if it ever took too long."""
    took = []
    for number in range(1, times + 1):
        took.append(await seconds_to_stop())
        print(f"{number:3} of {times}: {took[-1]:.2f} s", flush=True)
    in_time = sum(seconds <= LIMIT_SECONDS for seconds in took)
    print(f"{in_time} of {times} within {LIMIT_SECONDS:.0f} s; median {median(took):.2f} s, longest {max(took):.2f} s")
    return 0 if in_time == times else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)))
