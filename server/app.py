"""Puts the parts together: the one place that knows them all.

``create_app(settings)`` is for ``python -m server`` and for tests; ``app`` is
what ``fastapi dev`` imports.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from server import tutorial
from server.auth.identity import Verifier
from server.auth.resume_tokens import ResumeTokens
from server.auth.verifiers import make_verifier
from server.core.ports import Store
from server.edge import endpoint
from server.edge.budgets import Budgets, NodeRates, PersonRates, Rates
from server.edge.clock import Clock, LoopClock
from server.edge.complaints import Complaints
from server.edge.door import Door
from server.edge.draining import GuestBook
from server.edge.following import following
from server.edge.hosts import Hosts, KnownHosts
from server.edge.http import API_OPTIONS, add_http
from server.edge.hub import Hub, HubSettings
from server.edge.quotas import Census, Quotas
from server.edge.spa import CLIENT_DIST, add_spa
from server.edge.telemetry import guard_loggers
from server.open_files import told_when_out_of_files
from server.protocol.entries import MAX_BODY_LENGTH, MAX_FRAME_BYTES, MAX_PAGE_ENTRIES
from server.protocol.server_frames import Limits
from server.settings import Settings, load_settings, unknown_settings
from server.stores.factory import open_store
from server.watchdog import watched

telemetry = logging.getLogger(__name__)


def create_app(settings: Settings, clock: Clock | None = None, client: Path = CLIENT_DIST) -> FastAPI:
    """Return the application; its store is open while its lifespan runs, and ``client`` is the built page.

    Raises:
        BadSettings: the settings name no verifier, or a key that does not fit.
    """
    verifier = make_verifier(settings)
    app = FastAPI(lifespan=partial(_lifespan, settings, verifier, clock or LoopClock()), **API_OPTIONS)
    app.state.drain = partial(_drain, app)
    app.include_router(endpoint.router)
    if settings.tutorial == "on":
        app.include_router(tutorial.router)
    app.add_middleware(KnownHosts, hosts=_hosts(settings))
    add_http(app, is_ready=partial(_is_ready, app))
    add_spa(app, client)
    return app


@asynccontextmanager
async def _lifespan(settings: Settings, verifier: Verifier, clock: Clock, app: FastAPI) -> AsyncIterator[None]:
    # No days are no limit.
    age = timedelta(days=settings.max_entry_age_days) or None
    async with open_store(
        settings.store_url,
        max_entries_per_room=settings.max_entries_per_room,
        max_entry_age=age,
        min_free_bytes=settings.min_free_disk_mb * 1024 * 1024,
    ) as store:
        hub = Hub(store, clock, _hub_settings(settings))
        async with following(hub, store, clock):
            app.state.door = _door(settings, verifier, clock, hub, store)
            try:
                with watched(settings.watchdog_seconds), told_when_out_of_files():
                    yield
            finally:
                await hub.close()


def _hub_settings(settings: Settings) -> HubSettings:
    return HubSettings(
        grace_seconds=settings.grace_seconds,
        reload_grace_seconds=settings.reload_grace_seconds,
        presence_tick_seconds=settings.presence_tick_ms / 1000,
        listed_members=settings.listed_members,
        replay_entries=settings.replay_entries,
    )


def _door(settings: Settings, verifier: Verifier, clock: Clock, hub: Hub, store: Store) -> Door:
    secret = settings.secret
    key = store.signing_key if secret is None else secret.get_secret_value().encode()
    limits = Limits(
        frame_bytes=MAX_FRAME_BYTES,
        body_length=MAX_BODY_LENGTH,
        page_entries=MAX_PAGE_ENTRIES,
        replay_entries=settings.replay_entries,
        pending_sends=settings.pending_sends,
        listed_members=settings.listed_members,
        messages_per_second=settings.messages_per_second,
        message_burst=settings.message_burst,
    )
    return Door(
        hub=hub,
        guests=GuestBook(clock, settings.drain_seconds),
        census=Census(
            Quotas(
                per_address=settings.connections_per_address,
                per_author=settings.connections_per_person,
                per_room=settings.connections_per_room,
                in_all=settings.connections,
            )
        ),
        budgets=Budgets(_rates(settings), hub.has_entries),
        complaints=Complaints(clock),
        clock=clock,
        verifier=verifier,
        resume_tokens=ResumeTokens(key),
        limits=limits,
        heartbeat_seconds=settings.heartbeat_seconds,
        hello_timeout_seconds=settings.hello_timeout_seconds,
        hosts=_hosts(settings),
        allowed_origins=settings.allowed_origins,
        plain_socket=tutorial.item_socket if settings.tutorial == "on" else None,
    )


def _hosts(settings: Settings) -> Hosts:
    return Hosts(settings.allowed_hosts, is_demo=settings.auth == "demo")


def _rates(settings: Settings) -> NodeRates:
    return NodeRates(
        person=PersonRates(
            settings.person_messages_per_second,
            settings.person_bytes_per_second,
            settings.person_joins_per_minute,
            settings.person_rooms_per_hour,
            settings.person_read_bytes_per_second,
        ),
        address=PersonRates(
            settings.address_messages_per_second,
            settings.address_bytes_per_second,
            settings.address_joins_per_minute,
            settings.address_rooms_per_hour,
            settings.address_read_bytes_per_second,
        ),
        room=Rates(settings.room_messages_per_second, settings.room_bytes_per_second),
        node=Rates(settings.node_messages_per_second, settings.node_bytes_per_second),
        requests_per_second=settings.address_requests_per_second,
    )


def _is_ready(app: FastAPI) -> bool:
    door: Door | None = getattr(app.state, "door", None)
    return door is not None and door.hub.status == "ok" and not door.hub.is_full and not door.guests.is_draining


async def _drain(app: FastAPI) -> None:
    door: Door = app.state.door
    await door.guests.drain()


def __getattr__(name: str) -> Any:
    # ``app`` is made when it is asked for, so that importing ``create_app``
    # needs no settings.
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    guard_loggers()  # AU8: whoever imports `app` has set up logging without us.
    for sentence in unknown_settings():
        telemetry.warning("%s", sentence)
    return create_app(load_settings())
