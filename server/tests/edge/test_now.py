"""The time that a welcome says."""

from datetime import UTC, datetime, timedelta

from server.tests.edge.sockets import Address


async def test_welcome_says_the_servers_time(demo: Address) -> None:
    """CL21: By it a client dates what it tells itself."""
    async with demo.client("foo") as client:
        now = (await client.join()).now
        assert now is not None
        assert abs(datetime.now(UTC) - now) < timedelta(minutes=5)
