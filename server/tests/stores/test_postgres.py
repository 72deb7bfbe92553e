"""The PostgreSQL store under the contract."""

import pytest

from server.stores.postgres.target import parse_url
from server.tests.stores.change_contract import ChangeContract
from server.tests.stores.clock_contract import ClockContract, LastingClockContract
from server.tests.stores.contract import RoomLogContract
from server.tests.stores.durable_contract import DurableContract
from server.tests.stores.postgres_server import ask, fresh_url
from server.tests.stores.presence_contract import PresenceContract
from server.tests.stores.retention_contract import RetentionContract
from server.tests.stores.shared_contract import SharedContract
from server.tests.stores.wakeup_contract import WakeupContract


@pytest.fixture
def url() -> str:
    return fresh_url()


class TestPostgresRoomLog(RoomLogContract):
    pass


class TestPostgresChanges(ChangeContract):
    pass


class TestPostgresRetention(RetentionContract):
    pass


class TestPostgresClock(ClockContract):
    pass


class TestPostgresLastingClock(LastingClockContract):
    async def forget_mark(self, url: str) -> None:
        ask(url, f"UPDATE {parse_url(url).schema}.meta SET time_mark = NULL")


class TestPostgresWakeups(WakeupContract):
    pass


class TestPostgresPresence(PresenceContract):
    pass


class TestPostgresDurability(DurableContract):
    pass


class TestPostgresNodes(SharedContract):
    pass
