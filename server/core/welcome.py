"""The welcome of a newcomer: its identity, the head of the log, the members."""

from dataclasses import dataclass
from datetime import datetime

from server.core.encoding import EncodedPage
from server.core.presence import Listed
from server.protocol.server_frames import Limits, StoreStatus, Welcome


@dataclass(frozen=True, slots=True)
class Facts:
    """What is certain of a connection before it says a word."""

    item_id: str
    author: str | None
    credential_name: str | None
    limits: Limits
    heartbeat_seconds: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the edge found out for ``Enter``."""

    client_id: int
    resume_token: str
    epoch: str
    head: int
    oldest: int
    recovered: bool | None
    page: EncodedPage | None
    store: StoreStatus
    listed: Listed
    now: datetime | None = None


def welcome_frame(facts: Facts, arrival: Arrival, name: str | None, contract: int) -> Welcome:
    """Return the frame without the entries of its page, which are encoded already."""
    return Welcome.model_construct(
        type="welcome",
        contract=contract,
        client_id=arrival.client_id,
        author=facts.author,
        name=name,
        item_id=facts.item_id,
        resume_token=arrival.resume_token,
        epoch=arrival.epoch,
        head=arrival.head,
        oldest=arrival.oldest,
        recovered=arrival.recovered,
        page=None,
        store=arrival.store,
        members=arrival.listed.members,
        member_count=arrival.listed.member_count,
        person_count=arrival.listed.person_count,
        limits=facts.limits,
        heartbeat_seconds=facts.heartbeat_seconds,
        now=arrival.now,
    )
