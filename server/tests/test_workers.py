"""``python -m server --workers N``: real processes over a real Redis, killed and stopped in every way."""

import asyncio
import os
import re
import resource
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from server.protocol.close_codes import CloseCode
from server.protocol.entries import SUBPROTOCOL, Entry
from server.settings import Settings
from server.tests.edge.sockets import Client, bearer
from server.tests.stores import postgres_server, redis_server
from server.workers.keeping import Workers
from server.workers.process import Worker
from server.workers.restarts import MAX_DELAY_SECONDS, MAX_FAILURES, SETTLED_SECONDS, Restarts

PATIENCE = 40.0
"""Seconds that nothing here should take."""

SERVES = re.compile(r"worker (\d+): It serves, as process (\d+)")


class Parent:
    """A server with workers: its process, what it has said, and who its workers are."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said = ""
        self._heard = asyncio.Condition()
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            async with self._heard:
                self.said += line.decode()
                self._heard.notify_all()
        async with self._heard:
            self._heard.notify_all()

    async def hear(self, pattern: str, times: int = 1) -> "re.Match[str]":
        """Wait until a line has been said so often; return the last of them."""
        async with asyncio.timeout(PATIENCE), self._heard:
            await self._heard.wait_for(lambda: len(re.findall(pattern, self.said)) >= times)
        return list(re.finditer(pattern, self.said))[times - 1]

    async def ready(self) -> int:
        """Wait until all workers serve; return the port."""
        return int((await self.hear(r"Parley is at \S+:(\d+) with \d+ workers"))[1])

    def pids(self) -> dict[int, int]:
        """Return the newest process of each worker."""
        return {int(number): int(pid) for number, pid in SERVES.findall(self.said)}

    async def ended(self) -> int:
        """Wait for its end, and for that of everybody who could still write for it."""
        status = await asyncio.wait_for(self.process.wait(), PATIENCE)
        await asyncio.wait_for(self._listening, PATIENCE)
        return status

    async def clean_up(self) -> None:
        """Leave nothing behind, whatever the test found."""
        if self.process.returncode is None:
            self.process.kill()
        for pid in self.pids().values():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        await self.ended()


@asynccontextmanager
async def workers(store_url: str, number: int = 2, **settings: str) -> AsyncIterator[Parent]:
    """Run a server with workers while the context is open."""
    given = {"PARLEY_AUTH": "demo", "PARLEY_PORT": "0", "PARLEY_STORE_URL": store_url} | settings
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    command = [sys.executable, "-m", "server", "--workers", str(number)]
    parent = Parent(
        await asyncio.create_subprocess_exec(*command, env={**kept, **given}, stderr=asyncio.subprocess.PIPE)
    )
    try:
        yield parent
    finally:
        await parent.clean_up()


@asynccontextmanager
async def a_client(port: int) -> AsyncIterator[Client]:
    offered = [Subprotocol(SUBPROTOCOL), Subprotocol(bearer("t"))]
    async with connect(f"ws://127.0.0.1:{port}/items/foo/ws", subprotocols=offered, close_timeout=1) as socket:
        yield Client(socket)


class Talker:
    """Somebody who writes, reads, and comes back whenever the connection is lost."""

    def __init__(self, port: int, name: str, keys: "count[int]") -> None:
        self._port = port
        self._name = name
        self._keys = keys
        self._token: str | None = None
        self._position: dict[str, object] | None = None
        self.acked: dict[str, int] = {}
        self.read: list[tuple[int, str]] = []
        self.losses = 0

    async def talk(self, times: int, warmed_up: asyncio.Event) -> None:
        """Write so often, each time once, however often the connection is lost."""
        keys = [next(self._keys) for _ in range(times)]
        waiting = [(f"{key:032x}", f"{self._name} says {key}") for key in keys]
        while waiting:
            with suppress(ConnectionClosed, OSError):
                async with a_client(self._port) as client:
                    await self._join(client)
                    while waiting:
                        await self._say(client, *waiting[0])
                        waiting.pop(0)
                        warmed_up.set()
                    return
            self.losses += 1

    async def read_to(self, head: int) -> None:
        """Read until this offset has been read."""
        async with a_client(self._port) as client:
            await self._join(client)
            while not self.read or self.read[-1][0] < head:
                await self._note(client)

    async def _join(self, client: Client) -> None:
        welcome = await client.join(name=self._name, resume_token=self._token, position=self._position)
        self._epoch = welcome.epoch
        self._token = welcome.resume_token
        assert welcome.recovered is (None if self._position is None else True)
        if welcome.page is not None:
            for entry in welcome.page:
                self._take(entry)

    async def _say(self, client: Client, key: str, body: str) -> None:
        await client.say("send", ref=1, key=key, kind="message", body=body)
        while (frame := await client.hear()).type != "ack":
            self._take(frame)
        self.acked[body] = frame.offset

    async def _note(self, client: Client) -> None:
        self._take(await client.hear())

    def _take(self, frame: object) -> None:
        if isinstance(frame, Entry):
            self.read.append((frame.offset, frame.body))
            self._position = {"epoch": self._epoch, "offset": frame.offset, "key": frame.key}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("fresh_url", [redis_server.fresh_url, postgres_server.fresh_url], ids=["redis", "postgresql"])
async def test_a_killed_worker_is_replaced_and_nothing_is_lost(fresh_url: Callable[[], str]) -> None:
    """ST5, LOG2, LOG4, RE1: Each worker is killed -9 amid a conversation; everybody reads all of it, in one order."""
    async with workers(fresh_url()) as parent:
        port = await parent.ready()
        keys = count(1)
        talkers = [Talker(port, f"person {number}", keys) for number in range(6)]
        # Each at least once, and until it met somebody who was writing.
        rounds = 0
        while rounds < 2 or not any(talker.losses for talker in talkers):
            rounds += 1
            await kill_amid(parent, talkers, worker=1 + rounds % 2)
        total = next(keys) - 1
        for talker in talkers:
            await talker.read_to(total)
            assert talker.read == talkers[0].read
            assert [offset for offset, _ in talker.read] == list(range(1, total + 1))
            assert talker.acked.items() <= {body: offset for offset, body in talker.read}.items()


async def kill_amid(parent: Parent, talkers: list[Talker], worker: int) -> None:
    """Kill a worker while everybody writes, and see it replaced."""
    lives = len(re.findall(rf"worker {worker}: It serves", parent.said))
    warm = [asyncio.Event() for _ in talkers]
    async with asyncio.TaskGroup() as talking:
        for talker, event in zip(talkers, warm, strict=True):
            talking.create_task(talker.talk(40, event))
        await asyncio.gather(*(event.wait() for event in warm))
        os.kill(parent.pids()[worker], signal.SIGKILL)
        await parent.hear(rf"Worker {worker} ended \(killed by SIGKILL\); another takes its place", times=1)
        await parent.hear(rf"worker {worker}: It serves", times=lives + 1)


async def test_workers_are_nodes_of_their_own() -> None:
    """ST5, PR1: Clients are spread over the workers, and see each other whichever they are on."""
    async with workers(redis_server.fresh_url(), number=3) as parent:
        port = await parent.ready()
        assert len(set(parent.pids().values())) == 3
        assert parent.process.pid not in parent.pids().values()
        async with a_client(port) as ana, a_client(port) as bob:
            await ana.join(name="Ana")
            assert (await bob.join(name="Bob")).member_count == 2


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_to_the_parent_stops_all_in_good_order(how: signal.Signals) -> None:
    """ST5, ST3: Clients of every worker hear goaway and 1012; the parent ends last, with status 0."""
    async with workers(redis_server.fresh_url()) as parent:
        port = await parent.ready()
        async with a_client(port) as ana, a_client(port) as bob, a_client(port) as cem:
            for client in (ana, bob, cem):
                await client.join()
            parent.process.send_signal(how)
            for client in (ana, bob, cem):
                await client.hear_type("goaway")
                assert (await client.closed())[0] == CloseCode.SERVICE_RESTART
        assert await parent.ended() == 0
        assert_gone(parent)
        assert parent.said.count("Finished server process") == 2
        assert "Killed" not in parent.said


async def test_a_worker_that_does_not_stop_is_killed() -> None:
    """ST5: One that hangs cannot hold the exit."""
    async with workers(
        redis_server.fresh_url(), PARLEY_DRAIN_SECONDS="0", PARLEY_GRACEFUL_TIMEOUT_SECONDS="0"
    ) as parent:
        await parent.ready()
        os.kill(parent.pids()[2], signal.SIGSTOP)
        parent.process.terminate()
        assert await parent.ended() == 0
        assert_gone(parent)
        assert "did not stop within 2 s: workers 2" in parent.said


async def test_workers_end_when_their_parent_was_killed() -> None:
    """ST5: No worker is left over, whatever became of the parent; clients are sent away in good order."""
    async with workers(redis_server.fresh_url()) as parent:
        port = await parent.ready()
        async with a_client(port) as ana:
            await ana.join()
            parent.process.kill()
            assert (await ana.closed())[0] == CloseCode.SERVICE_RESTART
        await parent.ended()  # All of them had its standard error, and have closed it.
        assert parent.said.count("The parent is gone, so this worker stops.") == 2
        assert parent.said.count("Finished server process") == 2


async def test_a_loop_of_crashes_ends_with_a_sentence() -> None:
    """ST5: When no worker stays, the parent does not go on for ever: it says so, and ends with a status."""
    async with workers(redis_server.fresh_url()) as parent:
        await parent.ready()
        while "so Parley stops" not in parent.said:
            for pid in parent.pids().values():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            lines = parent.said.count("\n")
            await parent.hear(r"\n", times=lines + 1)
        assert await parent.ended() == 1
        assert parent.said.count("none of them stays, so Parley stops") == 1
        assert "Traceback" not in parent.said


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux bounds another process")
async def test_a_worker_that_cannot_be_started_is_tried_again() -> None:
    """ST5: A machine without a file descriptor to spare costs one place for a while, and nobody else's."""
    async with workers(redis_server.fresh_url()) as parent:
        port = await parent.ready()
        bounds = resource.prlimit(parent.process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(parent.process.pid, resource.RLIMIT_NOFILE, (3, bounds[1]))
        os.kill(parent.pids()[1], signal.SIGKILL)
        await parent.hear(r"Worker 1 ended \(it could not be started: .*\); another takes its place")
        async with a_client(port) as ana:
            await ana.join()
        resource.prlimit(parent.process.pid, resource.RLIMIT_NOFILE, bounds)
        await parent.hear(r"worker 1: It serves", times=2)
        assert "Traceback" not in parent.said


SLOW_TO_STOP = """
import signal, socket, sys, time
def stop(*_):
    time.sleep(0.2)
    sys.exit()
signal.signal(signal.SIGTERM, stop)
socket.socket(fileno=int(sys.argv[1])).send(b".")
while True:
    signal.pause()
"""


async def test_a_bug_of_the_parent_leaves_no_worker_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """ST5: What should not happen ends in good order too: those who serve are waited for."""
    started: list[asyncio.subprocess.Process] = []
    others_run = asyncio.Event()

    async def start(number: int, _: object) -> Worker:
        if number == 3:
            await others_run.wait()
            raise RuntimeError("a bug")
        near, far = socket.socketpair()
        near.setblocking(False)
        with far:
            command = (sys.executable, "-c", SLOW_TO_STOP, str(far.fileno()))
            started.append(await asyncio.create_subprocess_exec(*command, pass_fds=[far.fileno()]))
        if number == 2:
            others_run.set()
        return Worker(number, started[-1], near)

    monkeypatch.setattr(Worker, "start", start)
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.RaisesGroup(RuntimeError):
        await Workers(Settings(auth="demo", workers=3), [listener]).run()
    assert len(started) == 2
    assert all(process.returncode is not None for process in started)


@pytest.mark.timeout(120)
async def test_what_no_worker_can_start_with_is_told_once() -> None:
    """ST5: A store that cannot be opened is told by one worker, and the parent ends with its status."""
    async with workers("redis://127.0.0.1:1", number=4) as parent:
        assert await parent.ended() == 3
        assert parent.said.count("The store that PARLEY_STORE_URL names cannot be opened") == 1
        assert "worker 2" not in parent.said
        assert "Traceback" not in parent.said


async def test_a_signal_ends_a_start_that_waits_for_its_store() -> None:
    """ST5: Who stops it again at once does not wait for a store that is not there."""
    settings = {"PARLEY_DRAIN_SECONDS": "0", "PARLEY_GRACEFUL_TIMEOUT_SECONDS": "0"}
    async with workers("redis://127.0.0.1:1", 2, **settings) as parent:
        await parent.hear("is not there yet")
        parent.process.terminate()
        assert await parent.ended() == 0
        assert "cannot be opened" not in parent.said


@pytest.mark.parametrize(
    ("url", "place"), [("memory://", "in memory"), ("sqlite:///data/none.db", "in an SQLite file")]
)
async def test_a_store_of_one_node_is_refused(url: str, place: str) -> None:
    """ST5: Where messages would be lost between workers none starts, and a sentence says what to do."""
    async with workers(url) as parent:
        assert await parent.ended() == 2
        assert parent.said == (
            f"2 workers cannot share a store {place}, and messages would be lost between them: set "
            "PARLEY_STORE_URL to a redis:// or postgresql:// address, or PARLEY_WORKERS to 1.\n"
        )


async def test_log_lines_of_machines_name_the_worker() -> None:
    """Each JSON line of a worker says which one wrote it."""
    async with workers(redis_server.fresh_url(), PARLEY_LOG_FORMAT="json") as parent:
        await parent.hear(r'"worker": 2, .*It serves')
        assert '"worker": 1,' in parent.said


def assert_gone(parent: Parent) -> None:
    for pid in parent.pids().values():
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_restarts_come_later_each_time_that_a_worker_did_not_last() -> None:
    """ST5: With full jitter, up to a bound; after some of them there is no sense in another."""
    restarts = Restarts(lambda: 1.0)
    waits = []
    while not restarts.is_hopeless:
        waits.append(restarts.ended(1.0))
    assert waits == [0.5, 1, 2, 4, 8, 16]
    assert len(waits) == MAX_FAILURES
    assert [restarts.ended(0.0) for _ in range(2)] == [MAX_DELAY_SECONDS] * 2
    for _ in range(2_000):  # As where others stay: some 17 hours of it.
        assert restarts.ended(0.0) == MAX_DELAY_SECONDS
    assert Restarts(lambda: 0.25).ended(0.0) == 0.125


def test_a_worker_that_had_settled_begins_anew() -> None:
    """ST5: A long life says that it can work."""
    restarts = Restarts(lambda: 1.0)
    for _ in range(MAX_FAILURES):
        restarts.ended(0.0)
    assert restarts.ended(SETTLED_SECONDS) == 0.5
    assert not restarts.is_hopeless


def test_one_worker_is_the_default() -> None:
    """Nobody gets several without asking for them."""
    assert Settings(auth="demo").workers == 1
