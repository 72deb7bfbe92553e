"""Decides from a history whether the promise was kept. Pure: the same history, the same findings.

The promise: an ack means stored, once, at that offset; everybody sees one
order, without a hole or a double; where that cannot be shown, they are told.
"""

from collections import defaultdict
from collections.abc import Iterator

from server.tests.faults.history import History, Line, Reread, Welcomed
from server.tests.faults.silence import untold
from server.tests.faults.story import RoomStory, Stay, Story
from server.tests.faults.verdict import Fault, Finding


def check(history: History, *, presence: bool = False) -> list[Finding]:
    """Return every breach that the history shows.

    Every room in it must have been read afresh at its end. ``presence`` asks as
    well whether those who stayed were shown exactly each other.
    """
    story = Story(history)
    findings: list[Finding] = []
    for name, room in story.rooms.items():
        log = room.log
        if log is None:
            raise ValueError(f"nobody read the log of {name} at the end, so nothing can be said of it")
        found = [*_log(room, log), *_acks(room, log), *_turns(room, log), *_sightings(room)]
        found += [finding for stay in room.stays.values() for finding in _stay(stay, log, story.last_life)]
        found += _ends(room, log)
        if presence:
            found += _presence(room)
        findings += [Finding(fault, name, sentence) for fault, sentence in found]
    return [*findings, *untold(history)]


Found = Iterator[tuple[Fault, str]]


def _log(room: RoomStory, log: Reread) -> Found:
    expected = range(log.oldest, log.head + 1)
    offsets = [line.offset for line in log.lines]
    if offsets != list(expected):
        missing = sorted(set(expected) - set(offsets))[:5]
        yield Fault.LOG_HOLE, f"from {log.oldest} to {log.head} these are missing: {missing}"
    places: defaultdict[str, list[int]] = defaultdict(list)
    for line in log.lines:
        places[line.key].append(line.offset)
        sent = room.sent.get(line.key)
        if sent is None:
            yield Fault.STRANGER, f"{line.offset} has {line.key}"
        elif sent.body != line.body:
            yield Fault.CHANGED, f"{line.offset} has {line.body!r}, and {sent.body!r} was sent"
    for key, at in places.items():
        if len(at) > 1:
            yield Fault.DOUBLED, f"{key} stands at {at}"


def _acks(room: RoomStory, log: Reread) -> Found:
    at = {line.offset: line for line in log.lines}
    known = {line.key for line in log.lines}
    for ack in room.acks:
        if ack.offset < log.oldest:
            continue  # It was trimmed since.
        if ack.key not in known:
            yield Fault.ACKED_LOST, f"{ack.key} of {ack.client}, acked at {ack.offset}"
        elif ack.offset not in at or at[ack.offset].key != ack.key:
            yield Fault.ACKED_ELSEWHERE, f"{ack.key} of {ack.client}, acked at {ack.offset}"
    acked = {ack.key for ack in room.acks}
    for refusal in room.refused:
        if not refusal.temporary and refusal.key in known and refusal.key not in acked:
            yield Fault.REFUSED_YET_STORED, f"{refusal.key} of {refusal.client}: {refusal.code}"


def _turns(room: RoomStory, log: Reread) -> Found:
    turns = {key: turn for turn, key in enumerate(room.sent)}
    unseen = dict(room.sent)
    last: dict[str, Line] = {}
    for line in log.lines:
        sent = unseen.pop(line.key, None)
        if sent is None:
            continue
        before = last.get(sent.client)
        if before is not None and turns[before.key] > turns[line.key]:
            yield Fault.OUT_OF_TURN, f"{sent.client} sent {line.key} before {before.key}, which stands before it"
        last[sent.client] = line


def _sightings(room: RoomStory) -> Found:
    for (_, _, offset), seen in room.sightings.items():
        (first, who), *others = seen
        for other, another in others:
            if other.key != first.key:
                yield Fault.TWO_AT_ONE_OFFSET, f"{offset} is {first.key} for {who} and {other.key} for {another}"
            else:
                yield Fault.CHANGED, f"{offset} is {first} for {who} and {other} for {another}"


def _stay(stay: Stay, log: Reread, last_life: int) -> Found:
    welcome = stay.welcome
    who = f"{stay.client} on connection {stay.connection}"
    if welcome.recovered:
        yield from _recovery(welcome, who, log if stay.life == last_life else None)
    if welcome.page is not None and not _runs_to(welcome.page, welcome.head):
        yield Fault.HOLE, f"the page of {who} does not run up to {welcome.head}"
    at = start = first_expected(welcome)
    for line in stay.heard:
        if line.offset <= at:
            yield Fault.REPEATED, f"{who} stood at {at} and was handed {line.offset}"
        elif line.offset > at + 1:
            fault = Fault.FALSE_RECOVERY if welcome.recovered and at == start else Fault.HOLE
            yield fault, f"{who} stood at {at} and was handed {line.offset}"
        at = max(at, line.offset)


def first_expected(welcome: Welcomed) -> int:
    """Return the offset after which a welcomed client reads on."""
    return welcome.position.offset if welcome.recovered and welcome.position is not None else welcome.head


def _runs_to(page: tuple[Line, ...], head: int) -> bool:
    # LOG18: a page leaves out changes and nothing else, and nobody here changes anything.
    return [line.offset for line in page] == list(range(head - len(page) + 1, head + 1))


def _recovery(welcome: Welcomed, who: str, log: Reread | None) -> Found:
    position = welcome.position
    if position is None or position.epoch != welcome.epoch:
        yield Fault.FALSE_RECOVERY, f"{who} had no position of epoch {welcome.epoch}"
        return
    if position.offset > welcome.head:
        yield Fault.FALSE_RECOVERY, f"{who} stood at {position.offset}, beyond the head {welcome.head}"
    if position.offset + 1 < welcome.oldest:
        yield Fault.FALSE_RECOVERY, f"{who} stood at {position.offset}, and {welcome.oldest} was the oldest kept"
    if welcome.head - position.offset > welcome.replay_limit:
        yield Fault.FALSE_RECOVERY, f"{who} missed {welcome.head - position.offset}, beyond {welcome.replay_limit}"
    keys = {line.offset: line.key for line in log.lines} if log and log.epoch == position.epoch else {}
    if keys.get(position.offset, position.key) != position.key:
        yield Fault.FALSE_RECOVERY, f"{who} held another message at {position.offset} than the log"


def _ends(room: RoomStory, log: Reread) -> Found:
    for closed in room.sent_away:
        yield Fault.SENT_AWAY, f"{closed.client} was closed with {closed.code}"
    for stayed in room.stayed:
        stay = room.stays[stayed.client, stayed.connection]
        at = max([first_expected(stay.welcome), *(line.offset for line in stay.heard)])
        if at < log.head or stay.welcome.epoch != log.epoch:
            yield Fault.BEHIND, f"{stayed.client} stayed at {at}, and the head is {log.head}"


def _presence(room: RoomStory) -> Found:
    here = {stayed.client_id for stayed in room.stayed}
    for stayed in room.stayed:
        shown = members_shown(room.stays[stayed.client, stayed.connection])
        if shown - here:
            yield Fault.GHOST, f"{stayed.client} is shown {sorted(shown - here)}"
        if here - shown:
            yield Fault.MISSED, f"{stayed.client} is not shown {sorted(here - shown)}"


def members_shown(stay: Stay) -> set[int]:
    """Return who a client believes is here."""
    shown = set(stay.welcome.members)
    for told in stay.told:
        shown = set(told.joined) if told.full else (shown | told.joined) - told.left
    return shown
