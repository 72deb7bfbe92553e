-- Where the messages stand among the changes. Applied like the files before it.
-- A node of an older release goes on with append_drafts and sweep_entries, as
-- they are from here on: so it counts as this one does. It refuses no change that
-- changes nothing, and reads pages with changes in them, as it always did.

-- How many of the entries that a room keeps are no change of a message. First, so
-- that nobody appends from here on until this is applied.
ALTER TABLE room ADD COLUMN messages bigint NOT NULL DEFAULT 0;

-- The kinds are those of CHANGE_KINDS; whoever asks names them in these words.
CREATE INDEX entry_message ON entry (room_id, "offset")
WHERE kind NOT IN ('deletion', 'edit', 'reaction', 'reaction_removal');

UPDATE room SET messages = counted.messages
FROM (
  SELECT room_id, count(*) AS messages FROM entry
  WHERE kind NOT IN ('deletion', 'edit', 'reaction', 'reaction_removal')
  GROUP BY room_id
) AS counted
WHERE counted.room_id = room.id;

-- Raise the oldest offset that a room keeps, and drop what was before. Under the
-- lock of the room.
CREATE FUNCTION raise_oldest(room_id bigint, former bigint, first bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE room SET oldest = $3, messages = messages - (
    SELECT count(*) FROM entry
    WHERE entry.room_id = $1 AND entry."offset" >= $2 AND entry."offset" < $3
      AND kind NOT IN ('deletion', 'edit', 'reaction', 'reaction_removal')
  )
  WHERE id = $1;
  DELETE FROM entry WHERE entry.room_id = $1 AND entry."offset" >= $2 AND entry."offset" < $3;
END
$$;

-- Append a batch of drafts, given as one array a field; one row comes back for
-- each draft, in any order.
--
-- Atomic because it is one call, so one transaction, and because it holds the
-- row of every room that it writes to. It is a function, not a transaction of
-- several calls, so that a node that stalls in the middle holds no lock.
--
-- max_entries counts messages: changes go with the message that they follow.
--
-- is_same: the key was first used for the same message (LOG4), or for another
-- (LOG5). is_new: the entry was written by this call.
CREATE OR REPLACE FUNCTION append_drafts(
  rooms text[], keys text[], kinds text[], client_ids bigint[], authors text[], names text[], targets bigint[],
  bodies text[], digests bytea[], told_now timestamptz, max_entries bigint, max_trimmed bigint
)
RETURNS TABLE (ordinal bigint, "offset" bigint, at timestamptz, is_same boolean, is_new boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  moment timestamptz;
  locked_ids bigint[];
  locked_heads bigint[];
  crowded record;
  step bigint;
BEGIN
  -- In the order of the names, here and below: two batches that want the same
  -- rooms never hold one each.
  INSERT INTO room (name)
  SELECT wanted.name
  FROM (SELECT DISTINCT unnest(rooms) COLLATE "C" AS name) AS wanted
  WHERE NOT EXISTS (SELECT FROM room WHERE room.name = wanted.name)
  ORDER BY wanted.name
  ON CONFLICT DO NOTHING;

  SELECT array_agg(locked.id), array_agg(locked.head) INTO locked_ids, locked_heads
  FROM (SELECT id, head FROM room WHERE name = ANY (rooms) ORDER BY name FOR UPDATE) AS locked;

  -- Read when the rooms are ours, so that time does not go back in them.
  moment := date_trunc('milliseconds', coalesce(told_now, clock_timestamp()));

  -- A statement of its own: it sees what others committed while we waited. It
  -- counts in windows and joins nothing to itself, so that its plan, which is
  -- made once for batches of any size, fits them all.
  RETURN QUERY
  WITH draft AS (
    SELECT
      given.*, room.id AS room_id, room.head, room.messages, greatest(moment, room.last_at) AS at,
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
  placed AS (
    SELECT
      draft.*,
      head + count(*) FILTER (WHERE is_fresh) OVER (PARTITION BY room_id ORDER BY ordinal) AS "offset",
      head + count(*) FILTER (WHERE is_fresh) OVER (PARTITION BY room_id) AS new_head,
      messages + count(*) FILTER (
        WHERE is_fresh AND kind NOT IN ('deletion', 'edit', 'reaction', 'reaction_removal')
      ) OVER (PARTITION BY room_id) AS new_messages
    FROM draft
  ),
  place AS (
    SELECT DISTINCT room_id, new_head, new_messages, at FROM placed WHERE is_fresh
  ),
  moved AS (
    UPDATE room SET head = place.new_head, messages = place.new_messages, last_at = place.at
    FROM place WHERE room.id = place.room_id
  ),
  written AS (
    INSERT INTO entry (room_id, "offset", key, kind, client_id, author, name, target, body, at)
    SELECT room_id, "offset", key, kind, client_id, author, name, target, body, at
    FROM placed WHERE is_fresh
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

  -- Retention, room by room, so that each is one short run in the index, and in
  -- bounded steps: a bound that was lowered holds nobody up.
  FOR crowded IN
    SELECT room.id, room.oldest, room.messages - max_entries AS surplus, room.head - former.head AS added
    FROM unnest(locked_ids, locked_heads) AS former (id, head)
    JOIN room ON room.id = former.id AND room.messages > max_entries AND room.head > former.head
  LOOP
    step := crowded.added + max_trimmed;
    PERFORM raise_oldest(crowded.id, crowded.oldest, least(crowded.oldest + step, (
      SELECT entry."offset" FROM entry
      WHERE entry.room_id = crowded.id AND entry."offset" >= crowded.oldest
        AND entry.kind NOT IN ('deletion', 'edit', 'reaction', 'reaction_removal')
      ORDER BY entry."offset" OFFSET least(crowded.surplus, step) LIMIT 1
    )));
  END LOOP;
END
$$;

-- Take some entries that are too old out of the next room, after one, that has
-- any; the rooms stand in the order of their IDs. Returns the room to go on
-- after, null after the last.
--
-- Atomic because it is one call. It holds one room at the most, the one that it
-- takes from, and holds nothing while it waits for it: so it blocks nobody but
-- that room's writers, for the few milliseconds of max_trimmed entries. Of two
-- nodes that sweep at once the second finds less. After a power cut it is done again.
CREATE OR REPLACE FUNCTION sweep_entries(
  after_id bigint, told_now timestamptz, max_age interval, max_rooms bigint, max_trimmed bigint
) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  since timestamptz := kept_since(told_now, max_age);
  aged bigint;
  former record;
  first bigint;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  SELECT looked.id INTO aged
  FROM (SELECT id, oldest FROM room WHERE id > after_id ORDER BY id LIMIT max_rooms) AS looked
  JOIN entry ON entry.room_id = looked.id AND entry."offset" = looked.oldest
  WHERE entry.at < since
  ORDER BY looked.id LIMIT 1;
  IF aged IS NULL THEN
    RETURN (SELECT max(id) FROM (SELECT id FROM room WHERE id > after_id ORDER BY id LIMIT max_rooms) AS looked);
  END IF;
  SELECT oldest, head INTO former FROM room WHERE id = aged FOR UPDATE;
  first := first_kept(aged, former.oldest, former.head, since);
  PERFORM raise_oldest(aged, former.oldest, least(first, former.oldest + max_trimmed));
  RETURN CASE WHEN first > former.oldest + max_trimmed THEN aged - 1 ELSE aged END;
END
$$;
