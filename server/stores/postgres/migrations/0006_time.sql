-- Time that is known to have passed. Applied like the files before it.

-- How far, as the nodes keep it; null in a store that was made before this, until
-- a node has run; empty where nothing is in the store that a clock could be wrong about.
ALTER TABLE meta ADD COLUMN time_mark text;
ALTER TABLE meta ALTER COLUMN time_mark SET DEFAULT '';

-- Bring some entries of a room that are of a time to come to the time that is, the
-- oldest first; they are its newest, so time does not go back in it. With the last
-- of them go the room's own time and the times of its keys, so that these are
-- forgotten in their time. Returns whether that was all.
--
-- Atomic because it is one call, and because it holds the room's row.
CREATE FUNCTION set_right(room_name text, moment timestamptz, max_entries bigint) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  former record;
  first bigint;
BEGIN
  SELECT id, oldest, head INTO former FROM room WHERE name = room_name FOR UPDATE;
  first := first_kept(former.id, former.oldest, former.head, moment + interval '1 millisecond');
  UPDATE entry SET at = moment
  WHERE room_id = former.id AND "offset" >= first AND "offset" < first + max_entries;
  IF first + max_entries <= former.head THEN
    RETURN false;
  END IF;
  UPDATE remembered_key SET at = moment WHERE room_id = former.id AND at > moment;
  UPDATE room SET last_at = moment WHERE id = former.id;
  RETURN true;
END
$$;
