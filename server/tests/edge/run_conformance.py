"""Runs Autobahn's cases against an address and prints one line of JSON for each: a program of its own.

kosoku changes the interpreter that it runs in (its import path, a function of
``binascii``), so it is kept out of everybody else's.
"""

import asyncio
import json
import sys

from kosoku import FailureError, run_fuzzingclient


async def main(url: str, excluded: list[str]) -> None:
    """Run every case but the excluded ones."""
    try:
        results = await run_fuzzingclient(url, None, excluded or None, 8)
    except FailureError as failure:
        results = failure.results
    for one in results:
        print(json.dumps([one.case_id, one.behavior.value, one.behavior_close.value, one.result, one.result_close]))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2:]))
