"""The statements of the SQLite log.

A batch goes in, and a page comes out, as one JSON text: each call into SQLite
gives up the interpreter's lock and has to win it back from a busy event loop,
so a batch costs the same few calls however many drafts it holds. What makes
them atomic is said with each.
"""

from server.protocol.changes import CHANGE_KINDS

BEGIN = "BEGIN IMMEDIATE"
"""Takes the write lock at once: what a batch reads is true until it commits."""

ROOMS = """
-- Where some rooms stand. Within a batch's transaction, or one moment by itself.
SELECT json_group_array(json_array(name, head, oldest, last_at, messages))
FROM room
WHERE name IN (SELECT value FROM json_each(?))
"""

COLUMNS = "offset, key, kind, client_id, author, name, target, body, at, json(changes)"
"""An entry as ``rows.entry_of_row`` takes it."""

REMEMBERED = """
-- What is known of the keys of a batch. Within the batch's transaction, so that
-- nobody can use a key between this look and the append. In either form: as 16
-- bytes, or as the text that it is in rows of older versions.
SELECT json_group_array(json_array(
  room.name, wanted.value ->> 1, known.author, lower(hex(known.digest)), known.offset, known.at
))
FROM json_each(?) AS wanted
CROSS JOIN room ON room.name = wanted.value ->> 0
CROSS JOIN remembered_key AS known
  ON known.room_id = room.id AND known.key IN (wanted.value ->> 1, unhex(wanted.value ->> 2))
"""

TARGETS = f"""
-- What the changes of a batch are about, with the edit that its text comes from,
-- in their stored forms. Within the batch's transaction, so that nobody changes
-- them between this look and the rewriting.
SELECT json_group_array(json_array(wanted.room, {COLUMNS}))
FROM (
  SELECT DISTINCT room.name AS room, room.id AS id, target.offset AS message, target.changes ->> 'edit' AS edit
  FROM json_each(?) AS asked
  CROSS JOIN room ON room.name = asked.value ->> 0
  CROSS JOIN entry AS target ON target.room_id = room.id AND target.offset = asked.value ->> 1
) AS wanted
CROSS JOIN entry ON entry.room_id = wanted.id AND entry.offset IN (wanted.message, wanted.edit)
"""

_CHANGE_KINDS = ", ".join(repr(kind) for kind in sorted(CHANGE_KINDS))

CHANGES_AMONG = f"""
-- Which of the entries that the replies of a batch are about are changes: no text is
-- read. Within the batch's transaction, so that they are what it appends to.
SELECT json_group_array(json_array(asked.value ->> 0, entry.offset))
FROM json_each(?) AS asked
CROSS JOIN room ON room.name = asked.value ->> 0
CROSS JOIN entry ON entry.room_id = room.id AND entry.offset = asked.value ->> 1
WHERE entry.kind IN ({_CHANGE_KINDS})
"""

OLDEST_RUNS = """
-- The oldest runs of changes of some rooms, so many of each. Within the batch's
-- transaction, which may trim what lies among them.
SELECT json_group_array(json_array(room.name, json((
  SELECT json_group_array(json_array(first, last))
  FROM (SELECT first, last FROM change_run WHERE room_id = room.id ORDER BY first LIMIT :limit)
))))
FROM room WHERE name IN (SELECT value FROM json_each(:rooms))
"""

MOVE_ROOMS = """
-- Makes new rooms and moves the others on. Within the batch's transaction: the
-- head moves with the entries or not at all.
INSERT INTO room (name, head, oldest, last_at, messages)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?) WHERE true
ON CONFLICT (name) DO UPDATE
SET head = excluded.head, oldest = excluded.oldest, last_at = excluded.last_at, messages = excluded.messages
"""

INSERT_ENTRIES = """
-- Puts entries in their places. Within the batch's transaction; the primary key
-- makes it fail rather than put two entries at one offset.
INSERT INTO entry (room_id, offset, key, kind, client_id, author, name, target, body, at)
SELECT room.id, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
       value ->> 6, value ->> 7, value ->> 8, value ->> 9
FROM json_each(?) CROSS JOIN room ON room.name = value ->> 0
"""

REMEMBER_KEYS = """
-- Remembers the keys of the same rows. Within the batch's transaction: there is
-- no entry without its key. A flood of short messages costs hardly more than this,
-- a day long: so in as few bytes as it can be.
INSERT INTO remembered_key (room_id, key, author, digest, offset, at)
SELECT room.id, coalesce(unhex(value ->> 11), value ->> 2),
       value ->> 5, unhex(value ->> 10), value ->> 1, value ->> 9
FROM json_each(?) CROSS JOIN room ON room.name = value ->> 0
"""

ADD_RUNS = """
-- Notes runs of changes that were appended; one that goes on where the room's last
-- run ends makes that longer. Within the transaction that appends them.
INSERT INTO change_run (room_id, first, last)
SELECT room.id, coalesce((
  SELECT iif(last = (added.value ->> 1) - 1, first, NULL)
  FROM change_run WHERE room_id = room.id ORDER BY first DESC LIMIT 1
), added.value ->> 1), added.value ->> 2
FROM json_each(?) AS added CROSS JOIN room ON room.name = added.value ->> 0 WHERE true
ON CONFLICT (room_id, first) DO UPDATE SET last = excluded.last
"""

REWRITE_ENTRIES = """
-- Puts the stored forms of some entries in the place of what was there. Within the
-- transaction that appends what changed them: there is never the one without the other.
-- Materialized: else SQLite goes through all entries, and looks for the form of each.
WITH form AS MATERIALIZED (
  SELECT room.id AS room_id, value ->> 1 AS offset, value ->> 2 AS body, value ->> 3 AS changes
  FROM json_each(?) CROSS JOIN room ON room.name = value ->> 0
)
UPDATE entry SET body = form.body, changes = form.changes
FROM form
WHERE entry.room_id = form.room_id AND entry.offset = form.offset
"""

TRIM_ENTRIES = """
-- Drops what a room no longer keeps. Within the transaction that raised oldest.
DELETE FROM entry
WHERE room_id = (SELECT id FROM room WHERE name = :room) AND offset < :oldest
"""

TRIM_RUNS = """
-- Drops the runs of changes that a room no longer keeps, and shortens the one that
-- it keeps the end of. Within the transaction that raised oldest.
DELETE FROM change_run
WHERE room_id = (SELECT id FROM room WHERE name = :room) AND first < :oldest AND last < :oldest;
UPDATE change_run SET first = :oldest
WHERE room_id = (SELECT id FROM room WHERE name = :room) AND first < :oldest
"""

FIND_RUNS = f"""
-- Finds the runs of changes in a file that has none noted: while changes follow one
-- another, offset and number grow alike. Within the transaction that migrates it.
INSERT INTO change_run (room_id, first, last)
SELECT room_id, min(offset), max(offset)
FROM (
  SELECT room_id, offset, offset - row_number() OVER (PARTITION BY room_id ORDER BY offset) AS run
  FROM entry WHERE kind IN ({_CHANGE_KINDS})
)
GROUP BY room_id, run
"""

FORGET_KEYS = """
-- Forgets some keys that are old enough, the oldest first. One statement,
-- so atomic by itself.
DELETE FROM remembered_key
WHERE rowid IN (SELECT rowid FROM remembered_key WHERE at < :before ORDER BY at LIMIT :limit)
"""

_KEPT = """
-- A room, and the first offset in it that is not too old: found by halving, since
-- `at` never goes back in a room. With :since 0 it is `oldest`, at once.
WITH RECURSIVE stood AS (
  SELECT id, head, oldest FROM room WHERE name = :room
),
halved (low, high) AS (
  SELECT oldest, iif(:since > 0, head + 1, oldest) FROM stood
  UNION ALL
  SELECT iif(at < :since, offset + 1, low), iif(at < :since, high, offset)
  FROM halved CROSS JOIN stood CROSS JOIN entry ON entry.room_id = stood.id AND entry.offset = (low + high) / 2
  WHERE low < high
),
kept (first) AS (
  SELECT low FROM halved WHERE low = high
)
"""

_SIZE = """octet_length(body) + coalesce(octet_length(author), 0) + coalesce(octet_length(name), 0)
    + coalesce(octet_length(changes), 0)"""
"""What counts of an entry against the bound of a page; SQLite reads no text for it."""

_PAGE = """
-- A page and where the log stood. One statement, so one moment; no row if the
-- room was never written in. It is filled from one end until its bytes are
-- reached, and has one entry at least.
{kept}, {found},
sized AS (
  SELECT offset, sum({size}) OVER filling AS size, row_number() OVER filling AS number
  FROM stood CROSS JOIN found CROSS JOIN entry ON room_id = stood.id AND offset BETWEEN low AND high
  WINDOW filling AS (ORDER BY offset {order} ROWS UNBOUNDED PRECEDING)
)
SELECT first, head, (
  SELECT json_group_array(json_array({columns}) ORDER BY offset)
  FROM sized CROSS JOIN entry USING (offset)
  WHERE room_id = stood.id AND (size <= :max_bytes OR number = 1)
)
FROM stood CROSS JOIN kept
"""

_RUN = """
-- Offsets have no gap, so the bounds are arithmetic.
found (low, high) AS (
  SELECT {low}, {high} FROM stood CROSS JOIN kept
)"""

_STOP = "min(:before, head + 1)"

PAGE_AFTER = _PAGE.format(
    kept=_KEPT,
    found=_RUN.format(low="max(:after + 1, first)", high="max(:after + 1, first) + :limit - 1"),
    size=_SIZE,
    order="ASC",
    columns=COLUMNS,
)

PAGE_BEFORE = _PAGE.format(
    kept=_KEPT,
    found=_RUN.format(low=f"max({_STOP} - :limit, first)", high=f"{_STOP} - 1"),
    size=_SIZE,
    order="DESC",
    columns=COLUMNS,
)

_MESSAGES = f"""
-- The messages before the last entry of the page, that entry itself, and the one
-- at the beginning where the page comes to it. Messages stand in the gaps between runs
-- of changes, and each gap has one at least: so as few runs are read as messages.
edge (place, last) AS MATERIALIZED (
  SELECT {_STOP} - 1, NULL FROM stood
  UNION ALL
  SELECT * FROM (
    SELECT change_run.first, change_run.last
    FROM stood CROSS JOIN change_run ON room_id = stood.id AND change_run.first < {_STOP} - 1
    ORDER BY change_run.first DESC LIMIT :limit
  )
),
gap (low, high) AS (
  SELECT max(kept.first, coalesce(lead(last) OVER (ORDER BY place DESC) + 1, kept.first)), place - 1
  FROM edge CROSS JOIN kept
),
counted (low, high, messages) AS (
  SELECT low, high, sum(high - low + 1) OVER (ORDER BY high DESC ROWS UNBOUNDED PRECEDING)
  FROM gap WHERE low <= high
),
latest (low, high, messages) AS MATERIALIZED (
  SELECT max(low, low + messages - (:limit - 1)), high, messages
  FROM counted WHERE messages - (high - low + 1) < :limit - 1
),
found (low, high) AS (
  SELECT low, high FROM latest
  UNION ALL
  SELECT {_STOP} - 1, {_STOP} - 1 FROM stood CROSS JOIN kept WHERE {_STOP} > first
  UNION ALL
  SELECT first, first FROM stood CROSS JOIN kept
  WHERE first < {_STOP} - 1
    AND coalesce((SELECT max(messages) FROM latest), 0) < :limit - 1
    AND NOT EXISTS (SELECT 1 FROM latest WHERE low = first)
)"""

MESSAGES_BEFORE = _PAGE.format(kept=_KEPT, found=_MESSAGES, size=_SIZE, order="DESC", columns=COLUMNS)

AGED_ROOMS = """
-- The next rooms after one, in the order of their IDs, each with whether its
-- oldest entry is too old. One moment by itself, on the reader's connection.
SELECT json_group_array(json_array(id, name, at < :since))
FROM (
  SELECT room.id, room.name, coalesce(entry.at, :since) AS at
  FROM room LEFT JOIN entry ON entry.room_id = room.id AND entry.offset = room.oldest
  WHERE room.id > :after
  ORDER BY room.id LIMIT :limit
)
"""

KEPT = f"""
-- Where a room begins, and where it would if what is too old were gone.
{_KEPT}
SELECT stood.oldest, kept.first FROM stood CROSS JOIN kept
"""

RAISE_OLDEST = """
-- Notes where a room begins, and how many messages it has left. Within the
-- transaction that drops what was before, before it does.
UPDATE room SET oldest = :oldest, messages = messages - (:oldest - oldest) + (
  SELECT coalesce(sum(min(last, :oldest - 1) - first + 1), 0)
  FROM change_run WHERE room_id = room.id AND first < :oldest
)
WHERE name = :room
"""

ROOMS_AHEAD = """
-- Rooms whose newest entry is of a time to come. One moment by itself.
SELECT json_group_array(name) FROM (SELECT name FROM room WHERE last_at > :latest LIMIT :limit)
"""

FIRST_AHEAD = f"""
-- The first entry of a room that is not before :since, and the room's head.
{_KEPT}
SELECT kept.first, stood.head FROM stood CROSS JOIN kept
"""

DATE_ENTRIES = """
-- Gives a run of entries another time. Within the transaction that found where it begins.
UPDATE entry SET at = :now
WHERE room_id = (SELECT id FROM room WHERE name = :room) AND offset BETWEEN :first AND :last
"""

DATE_KEYS = """
-- Does the same to their keys, so that these are forgotten in their time. As above.
UPDATE remembered_key SET at = :now
WHERE at > :now AND room_id = (SELECT id FROM room WHERE name = :room)
"""

DATE_ROOM = """
-- Notes that the newest entry has another time. As above.
UPDATE room SET last_at = :now WHERE name = :room
"""

TIME_MARK = """
-- How far time is known to have passed.
SELECT value FROM meta WHERE name = 'time_mark'
"""

KEEP_TIME_MARK = """
-- Puts it in the place of the former. One statement, so atomic by itself.
INSERT INTO meta (name, value) VALUES ('time_mark', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""

FOLD_BACK = "PRAGMA wal_checkpoint(TRUNCATE)"
"""Brings what is in the write-ahead log into the file, and cuts the log to nothing."""

EPOCH = "SELECT value FROM meta WHERE name = 'epoch'"

FILL_PROBE = "INSERT INTO probe (filler) VALUES (zeroblob(:size))"

EMPTY_PROBE = "DELETE FROM probe"
