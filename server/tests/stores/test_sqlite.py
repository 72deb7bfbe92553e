"""The SQLite store under the contract."""

from contextlib import closing
from pathlib import Path

import apsw
import pytest

from server.tests.stores.change_contract import ChangeContract
from server.tests.stores.clock_contract import ClockContract, LastingClockContract
from server.tests.stores.contract import RoomLogContract
from server.tests.stores.durable_contract import DurableContract
from server.tests.stores.presence_contract import PresenceContract
from server.tests.stores.retention_contract import RetentionContract
from server.tests.stores.wakeup_contract import WakeupContract


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/parley.db"


class TestSqliteRoomLog(RoomLogContract):
    pass


class TestSqliteChanges(ChangeContract):
    pass


class TestSqliteRetention(RetentionContract):
    pass


class TestSqliteClock(ClockContract):
    pass


class TestSqliteLastingClock(LastingClockContract):
    async def forget_mark(self, url: str) -> None:
        with closing(apsw.Connection(url.removeprefix("sqlite:///"))) as connection:
            connection.execute("DELETE FROM meta WHERE name = 'time_mark'")


class TestSqliteWakeups(WakeupContract):
    pass


class TestSqlitePresence(PresenceContract):
    pass


class TestSqliteDurability(DurableContract):
    pass
