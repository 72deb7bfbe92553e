"""Measures what people who ask for much cost a server and everybody else, and writes it into docs/reliability.md.

``npm run measure:abuse``; with ``-- --print`` it writes nothing. Each scenario runs against a
real server process with its default settings over SQLite, and gives rows of the
table: what was done, what was measured, and what is asked for. It reads ``/proc``,
so it needs Linux; and it needs a machine that does nothing else, of two cores at least.
"""

import argparse
import asyncio
import os
import platform
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import NamedTuple

import jwt

from server.tests.edge.abuse import reading
from server.tests.edge.abuse.crowd import crowd
from server.tests.edge.abuse.targets import Target, parley
from server.tests.edge.abuse.writing import write
from server.tests.faults.report import ATTACKED, PAGE, with_attacked_section
from server.tests.unhurried import UNHURRIED

SECONDS = 20.0
"""For how long waits are measured, before and during an attack."""

MEGABYTE = 1_000_000


class Row(NamedTuple):
    """A measurement: what was done, what came of it, and the aim."""

    what: str
    measured: str
    aim: str


Scenario = Callable[[Target], Awaitable[Sequence[Row]]]


async def memory(target: Target) -> Sequence[Row]:
    """Stalled and honest newcomers to rooms of the longest messages."""
    await reading.fill(target, "controls", reading.CONTROLS)
    await reading.fill(target, "chinese", reading.LONG_CHINESE)
    stalled = await reading.grown_by(target, "controls", 300, "stalled")
    honest = await reading.grown_by(target, "chinese", 500, "newcomer")
    return (
        Row("300 say `hello` and read nothing, after 100 × 8,000 × U+0001", f"{stalled / MEGABYTE:.0f} MB", ""),
        Row("500 come into a room of 100 long Chinese messages", f"{honest / MEGABYTE:.0f} MB", ""),
        Row("both together", f"{(stalled + honest) / MEGABYTE:.0f} MB", "200 MB at the most"),
    )


async def waiting(manner: str, what: str, target: Target) -> Sequence[Row]:
    """Others wait while many read pages of long messages."""
    await reading.fill(target, "controls", reading.CONTROLS)
    before = await reading.waits(target, SECONDS)
    async with crowd(target.port, "controls", 300, manner):
        during = await reading.waits(target, SECONDS)
    return (
        Row(f"{what}: a bystander's ack, p50", _change(before.ack_p50, during.ack_p50), "5 ms more at the most"),
        Row(f"{what}: a bystander's ack, p99", _change(before.ack_p99, during.ack_p99), ""),
        Row(f"{what}: a newcomer elsewhere, p50", _change(before.newcomer_p50, during.newcomer_p50), ""),
        Row(f"{what}: a newcomer elsewhere, p99", _change(before.newcomer_p99, during.newcomer_p99), "below 100 ms"),
    )


async def same_page(target: Target) -> Sequence[Row]:
    """Everybody reads the newest page."""
    return await waiting("reader", "300 read the newest page as fast as they may", target)


async def any_page(target: Target) -> Sequence[Row]:
    """Everybody reads other pages."""
    return await waiting("roamer", "300 read any page as fast as they may", target)


async def writing(_: Target) -> Sequence[Row]:
    """One token writes, under a login, with the rates as they come and with none."""
    return (
        Row(
            "one token writes 8,000 characters at a time over 100 connections, in a second",
            f"{await _written(UNHURRIED) / 1000:,.0f} → {await _written({}) / 1000:,.0f} kB",
            "what an operator survives for a day",
        ),
    )


async def _written(rates: Mapping[str, str]) -> float:
    """Return how many bytes a second are acked, which is what the store grows by once its journal is used again."""
    key, claims = "k" * 32, {"sub": "ana", "items": "*", "exp": int(time.time()) + 3600}
    with tempfile.TemporaryDirectory(prefix="parley-") as folder:
        settings = {"AUTH": "jwt", "JWT_KEY": key, "STORE_URL": f"sqlite:///{folder}/parley.db", **rates}
        settings["PERSON_JOINS_PER_MINUTE"] = "1000"  # They come in twice.
        async with parley(**settings) as target:
            token = jwt.encode(claims, key, algorithm="HS256")
            # What may come at once is gone before anything is measured.
            await write(target.port, token, "x" * 8_000, 100, 2)
            return await write(target.port, token, "x" * 8_000, 100, SECONDS) * 8_000 / SECONDS


SCENARIOS: Sequence[Scenario] = (memory, same_page, any_page, writing)


def _change(before: float, during: float) -> str:
    return f"{before:.1f} → {during:.1f} ms"


@asynccontextmanager
async def _server() -> AsyncIterator[Target]:
    with tempfile.TemporaryDirectory(prefix="parley-") as folder:
        async with parley(STORE_URL=f"sqlite:///{folder}/parley.db") as target:
            yield target


def section(rows: Sequence[Row], when: datetime) -> str:
    """Return the part of the page."""
    begin, end = ATTACKED
    machine = f"{platform.system()} ({platform.machine()}), {os.cpu_count()} cores"
    lines = [
        begin, "", "## Asked for much", "",
        f"Real server processes with default settings over SQLite, {when:%Y-%m-%d},",
        f"Python {platform.python_version()} on {machine} shared with those who ask.",
        "Memory is what the process took at its peak beyond what it took before; waits are before → during.", "",
        "| what was done | measured | asked for |", "| --- | --: | --- |",
        *(f"| {row.what} | {row.measured} | {row.aim} |" for row in rows), "", end,
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


async def main(arguments: Sequence[str]) -> int:
    """Run every scenario, each against a fresh server."""
    parser = argparse.ArgumentParser(prog="npm run measure:abuse --", description=__doc__)
    parser.add_argument("--print", action="store_true", help="write nothing")
    options = parser.parse_args(arguments)
    rows: list[Row] = []
    for scenario in SCENARIOS:
        async with _server() as target:
            for row in await scenario(target):
                print(*row, sep="   ", flush=True)
                rows.append(row)
    text = with_attacked_section(PAGE.read_text("utf-8"), section(rows, datetime.now(UTC)))
    if not options.print:
        PAGE.write_text(text, "utf-8")
        print("wrote docs/reliability.md")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
