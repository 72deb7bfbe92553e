-- The file of a SQLite store, schema version 3.
-- Run once, in the transaction that also writes the first rows of meta: a file
-- holds all of this or nothing.

-- What the store has once: schema_version, epoch, signing_key, and time_mark, how
-- far time is known to have passed (missing in a file of an older version, until then).
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value NOT NULL
) WITHOUT ROWID;

-- Where each room's log stands. Offsets oldest to head are kept, without a gap;
-- messages says how many of them are no change of a message; last_at is the time
-- of the entry at head, in milliseconds since 1970 in UTC.
CREATE TABLE room (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  head     INTEGER NOT NULL,
  oldest   INTEGER NOT NULL,
  last_at  INTEGER NOT NULL,
  messages INTEGER NOT NULL DEFAULT 0
);

-- Entries stand in the order of their offsets, so a page is one run on disk. Each
-- is in its stored form: body is its newest text, and changes, in JSON, what later
-- entries made of it; null for nearly all. Times in it are like at.
CREATE TABLE entry (
  room_id   INTEGER NOT NULL,
  offset    INTEGER NOT NULL,
  key       TEXT NOT NULL,
  kind      TEXT NOT NULL,
  client_id INTEGER NOT NULL,
  author    TEXT,
  name      TEXT,
  target    INTEGER,
  body      TEXT NOT NULL,
  at        INTEGER NOT NULL,
  changes   TEXT,
  PRIMARY KEY (room_id, offset)
) WITHOUT ROWID;

-- Where the changes stand among the messages, so that no page walks through them: the
-- runs of those that follow one another, each as long as it can be, none before
-- oldest. A message is not in it, and costs nothing here.
CREATE TABLE change_run (
  room_id INTEGER NOT NULL,
  first   INTEGER NOT NULL,
  last    INTEGER NOT NULL,
  PRIMARY KEY (room_id, first)
) WITHOUT ROWID;

-- What makes an append happen once. A table of its own: retention trims
-- entries, and a key is remembered for 24 hours whatever is trimmed. With a
-- rowid, so that what grows at random places is the narrow index alone. The key of
-- 32 hex digits stands in 16 bytes, another as text; digest is the first half of
-- one, which is whole in rows of older versions.
CREATE TABLE remembered_key (
  room_id INTEGER NOT NULL,
  key     TEXT NOT NULL,
  author  TEXT,
  digest  BLOB NOT NULL,
  offset  INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  UNIQUE (room_id, key)
);

CREATE INDEX remembered_key_at ON remembered_key (at);

-- Filled and emptied to learn whether the disk takes a write again.
CREATE TABLE probe (filler BLOB NOT NULL);
