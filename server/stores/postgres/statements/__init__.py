"""The statements, each in a file of its own, which says what makes it atomic.

Every call to the store is one of them: a caller that stalls or goes away never
leaves a transaction open.
"""

from pathlib import Path


def _read(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text("utf-8")


APPEND = _read("append")
APPEND_CHANGES = _read("append_changes")
BEGIN_SWEEP = _read("begin_sweep")
CHANGES = _read("changes")
CHANGE_MEMBERS = _read("change_members")
END_EPOCH = _read("end_epoch")
EPOCH = _read("epoch")
EVERYBODY = _read("everybody")
FORGET_KEYS = _read("forget_keys")
KEEP_TIME = _read("keep_time")
KEPT_TIME = _read("kept_time")
MEMBERS = _read("members")
MESSAGES_BEFORE = _read("messages_before")
PAGE_AFTER = _read("page_after")
PAGE_BEFORE = _read("page_before")
PROBE_WRITING = _read("probe_writing")
RENEW_LEASE = _read("renew_lease")
ROOMS_AHEAD = _read("rooms_ahead")
SET_RIGHT = _read("set_right")
STANDINGS = _read("standings")
SWEEP_ENTRIES = _read("sweep_entries")
SWEEP_MEMBERS = _read("sweep_members")
TARGETS = _read("targets")
TELL_NODES = _read("tell_nodes")
