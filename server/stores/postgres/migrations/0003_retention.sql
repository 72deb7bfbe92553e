-- Retention by age. Applied like the files before it.
-- No page shows what is too old, so nobody waits for it to be gone; a sweep takes
-- it off the disk later.

-- When the last sweep of all rooms began, on whichever node.
ALTER TABLE meta ADD COLUMN swept_at timestamptz;

-- The time before which an entry is too old; null where none ever is.
CREATE FUNCTION kept_since(told_now timestamptz, max_age interval) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
  SELECT date_trunc('milliseconds', coalesce(told_now, statement_timestamp())) - max_age
$$;

-- The first offset of a room that is not too old: found by halving, since `at`
-- never goes back in a room. In the snapshot of the statement that asks.
CREATE FUNCTION first_kept(room_id bigint, oldest bigint, head bigint, since timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
  low bigint := oldest;
  high bigint := CASE WHEN since IS NULL THEN oldest ELSE head + 1 END;
BEGIN
  WHILE low < high LOOP
    IF (SELECT at < since FROM entry WHERE entry.room_id = $1 AND entry."offset" = (low + high) / 2) THEN
      low := (low + high) / 2 + 1;
    ELSE
      high := (low + high) / 2;
    END IF;
  END LOOP;
  RETURN low;
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
CREATE FUNCTION sweep_entries(
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
  UPDATE room SET oldest = least(first, former.oldest + max_trimmed) WHERE id = aged;
  DELETE FROM entry
  WHERE room_id = aged AND "offset" >= former.oldest AND "offset" < least(first, former.oldest + max_trimmed);
  RETURN CASE WHEN first > former.oldest + max_trimmed THEN aged - 1 ELSE aged END;
END
$$;

-- Whether a sweep is due, and if so take it on: one node in a period. One row,
-- so atomic by itself.
CREATE FUNCTION begin_sweep(told_now timestamptz, period interval) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz := coalesce(told_now, clock_timestamp());
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  -- Also when the clock was set back.
  UPDATE meta SET swept_at = moment
  WHERE swept_at IS NULL OR swept_at > moment OR swept_at <= moment - period;
  RETURN FOUND;
END
$$;
