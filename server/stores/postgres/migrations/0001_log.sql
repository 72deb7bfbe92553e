-- The log of every room, and what the store has once.
-- Applied once, under the advisory lock and in the transaction that also notes
-- the number of this file: a database holds all of it or nothing. Everything
-- stands in the schema that the connection's search_path names first.

-- The only row is written by the node that applies the migrations.
CREATE TABLE meta (
  is_only_row boolean PRIMARY KEY DEFAULT true CHECK (is_only_row),
  epoch       text    NOT NULL,
  signing_key bytea   NOT NULL
);

-- Where each room's log stands. Offsets oldest to head are kept, without a gap;
-- last_at is the time of the entry at head. The row is the room's lock: who
-- appends holds it until the commit. Half of each page is left free, so that a
-- head that moves needs no new index entry.
CREATE TABLE room (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name    text COLLATE "C" NOT NULL UNIQUE,
  head    bigint NOT NULL DEFAULT 0,
  oldest  bigint NOT NULL DEFAULT 1,
  last_at timestamptz
) WITH (fillfactor = 50);

CREATE TABLE entry (
  room_id   bigint NOT NULL,
  "offset"  bigint NOT NULL,
  key       text   NOT NULL,
  kind      text   NOT NULL,
  client_id bigint NOT NULL,
  author    text,
  name      text,
  target    bigint,
  body      text   NOT NULL,
  at        timestamptz NOT NULL,
  PRIMARY KEY (room_id, "offset")
);

-- What makes an append happen once. A table of its own: retention trims
-- entries, and a key is remembered for 24 hours whatever is trimmed.
CREATE TABLE remembered_key (
  room_id  bigint NOT NULL,
  key      text COLLATE "C" NOT NULL,
  author   text,
  digest   bytea  NOT NULL,
  "offset" bigint NOT NULL,
  at       timestamptz NOT NULL,
  PRIMARY KEY (room_id, key)
);

CREATE INDEX remembered_key_at ON remembered_key (at);

-- Filled and rolled back to learn whether the disk takes a write again.
CREATE TABLE probe (filler bytea NOT NULL);
ALTER TABLE probe ALTER COLUMN filler SET STORAGE EXTERNAL;

-- Append a batch of drafts, given as one array a field; one row comes back for
-- each draft, in any order.
--
-- Atomic because it is one call, so one transaction, and because it holds the
-- row of every room that it writes to. It is a function, not a transaction of
-- several calls, so that a node that stalls in the middle holds no lock.
--
-- is_same: the key was first used for the same message (LOG4), or for another
-- (LOG5). is_new: the entry was written by this call.
CREATE FUNCTION append_drafts(
  rooms text[], keys text[], kinds text[], client_ids bigint[], authors text[], names text[], targets bigint[],
  bodies text[], digests bytea[], told_now timestamptz, max_entries bigint, max_trimmed bigint
)
RETURNS TABLE (ordinal bigint, "offset" bigint, at timestamptz, is_same boolean, is_new boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  moment timestamptz;
  locked_ids bigint[];
  locked_oldest bigint[];
  shrunk record;
BEGIN
  -- In the order of the names, here and below: two batches that want the same
  -- rooms never hold one each.
  INSERT INTO room (name)
  SELECT wanted.name
  FROM (SELECT DISTINCT unnest(rooms) COLLATE "C" AS name) AS wanted
  WHERE NOT EXISTS (SELECT FROM room WHERE room.name = wanted.name)
  ORDER BY wanted.name
  ON CONFLICT DO NOTHING;

  SELECT array_agg(locked.id), array_agg(locked.oldest) INTO locked_ids, locked_oldest
  FROM (SELECT id, oldest FROM room WHERE name = ANY (rooms) ORDER BY name FOR UPDATE) AS locked;

  -- Read when the rooms are ours, so that time does not go back in them.
  moment := date_trunc('milliseconds', coalesce(told_now, clock_timestamp()));

  -- A statement of its own: it sees what others committed while we waited. It
  -- counts in windows and joins nothing to itself, so that its plan, which is
  -- made once for batches of any size, fits them all.
  RETURN QUERY
  WITH draft AS (
    SELECT
      given.*, room.id AS room_id, room.head, room.oldest, greatest(moment, room.last_at) AS at,
      known."offset" AS known_offset, known.at AS known_at, known.author AS known_author, known.digest AS known_digest,
      -- Dedupe comes first: only what is fresh is counted, so there is no hole.
      known.key IS NULL AND row_number() OVER (PARTITION BY room.id, given.key ORDER BY given.ordinal) = 1 AS is_fresh
    FROM unnest(rooms, keys, kinds, client_ids, authors, names, targets, bodies, digests) WITH ORDINALITY
      AS given (room, key, kind, client_id, author, name, target, body, digest, ordinal)
    JOIN room ON room.name = given.room
    -- LATERAL, so that each key is looked up by itself, by both columns.
    LEFT JOIN LATERAL (
      SELECT * FROM remembered_key WHERE room_id = room.id AND remembered_key.key = given.key LIMIT 1
    ) AS known ON true
  ),
  counted AS (
    SELECT
      draft.*,
      head + count(*) FILTER (WHERE is_fresh) OVER (PARTITION BY room_id ORDER BY ordinal) AS "offset",
      count(*) FILTER (WHERE is_fresh) OVER (PARTITION BY room_id) AS added
    FROM draft
  ),
  placed AS (
    SELECT
      counted.*, head + added AS new_head,
      -- Retention, in bounded steps: a bound that was lowered holds nobody up.
      greatest(oldest, least(head + added - max_entries + 1, oldest + added + max_trimmed)) AS new_oldest
    FROM counted
  ),
  place AS (
    SELECT DISTINCT room_id, new_head, new_oldest, at FROM placed WHERE is_fresh
  ),
  moved AS (
    UPDATE room SET head = place.new_head, oldest = place.new_oldest, last_at = place.at
    FROM place WHERE room.id = place.room_id
  ),
  written AS (
    INSERT INTO entry (room_id, "offset", key, kind, client_id, author, name, target, body, at)
    SELECT room_id, "offset", key, kind, client_id, author, name, target, body, at
    FROM placed WHERE is_fresh AND "offset" >= new_oldest
  ),
  remembered AS (
    INSERT INTO remembered_key (room_id, key, author, digest, "offset", at)
    SELECT room_id, key, author, digest, "offset", at FROM placed WHERE is_fresh
  )
  SELECT
    placed.ordinal,
    coalesce(known_offset, first_value(placed."offset") OVER same_key),
    coalesce(known_at, placed.at),
    CASE WHEN known_offset IS NULL
      THEN author IS NOT DISTINCT FROM first_value(author) OVER same_key AND digest = first_value(digest) OVER same_key
      ELSE author IS NOT DISTINCT FROM known_author AND digest = known_digest
    END,
    is_fresh
  FROM placed
  WINDOW same_key AS (PARTITION BY room_id, key ORDER BY placed.ordinal);

  -- Room by room, so that each is one short run in the index.
  FOR shrunk IN
    SELECT room.id, former.oldest AS former_oldest, room.oldest
    FROM unnest(locked_ids, locked_oldest) AS former (id, oldest)
    JOIN room ON room.id = former.id AND room.oldest > former.oldest
  LOOP
    DELETE FROM entry
    WHERE entry.room_id = shrunk.id AND entry."offset" >= shrunk.former_oldest AND entry."offset" < shrunk.oldest;
  END LOOP;
END
$$;

-- Forget some keys that are old enough, the oldest first; return how many.
-- One transaction that nobody waits for: keys that another node is forgetting
-- are skipped, and after a power cut they are forgotten again.
CREATE FUNCTION forget_keys(told_now timestamptz, key_memory interval, max_forgotten bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  forgotten bigint;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  DELETE FROM remembered_key WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM remembered_key
    WHERE at < coalesce(told_now, clock_timestamp()) - key_memory
    ORDER BY at LIMIT max_forgotten
    FOR UPDATE SKIP LOCKED
  ));
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  RETURN forgotten;
END
$$;

-- Tell every node that listens. Hints only, so their commit waits for no disk.
CREATE FUNCTION tell_nodes(channel text, hints text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM pg_notify(channel, hint) FROM unnest(hints) AS hint;
END
$$;

-- Write and take back, which a full disk does not let pass.
CREATE FUNCTION probe_writing(bytes integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO probe (filler) VALUES (convert_to(repeat('x', bytes), 'UTF8'));
  RAISE EXCEPTION 'it could be written' USING ERRCODE = 'PRLOK';
EXCEPTION WHEN SQLSTATE 'PRLOK' THEN
  RETURN;
END
$$;
