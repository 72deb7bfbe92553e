-- Edits, deletions and reactions. Applied like the files before it.
-- A node of an older release goes on with append_drafts, as it is: it appends
-- messages and nothing else.

-- What later entries made of a message, as in the protocol; null where nothing did.
ALTER TABLE entry ADD COLUMN changes jsonb;

-- Append a batch in which there are changes of messages; like append_drafts,
-- which does it.
--
-- What the changes make of their targets comes with them, and was worked out
-- from what was read before. So under the room's lock it is looked whether
-- everything is still as it was read. A room where it is not takes nothing, and
-- none of its drafts has a row in the answer: they are to be sent again. In all
-- others the targets are rewritten in the transaction of the append, so no page
-- shows the one without the other, and the text that was is in no row any more.
--
-- An array with an element for each draft, and then one for each target:
-- are_changes: it changes a message, so its key must be unknown still.
-- read_by: the offset of the newest change that was read, 0 if there was none.
-- new_bodies: null where the text stays. new_changes: what shows in the target,
-- but for what only this call knows: where the drafts come to stand, and when.
-- changed_by, edited_by: the ordinals of the newest change and the newest edit,
-- the latter null if no edit is new. emptied: the edit whose text is superseded.
CREATE FUNCTION append_changes(
  rooms text[], keys text[], kinds text[], client_ids bigint[], authors text[], names text[], targets bigint[],
  bodies text[], digests bytea[], told_now timestamptz, max_entries bigint, max_trimmed bigint, are_changes boolean[],
  target_rooms text[], target_offsets bigint[], read_by bigint[], new_bodies text[], new_changes jsonb[],
  changed_by bigint[], edited_by bigint[], are_deleted boolean[], emptied bigint[]
)
RETURNS TABLE (ordinal bigint, "offset" bigint, at timestamptz, is_same boolean, is_new boolean)
-- Times stand in `changes` as text.
LANGUAGE plpgsql SET timezone = 'UTC' AS $$
#variable_conflict use_column
DECLARE
  moved text[];
  taken bigint[];
  offsets bigint[] := '{}';
  rewritten record;
BEGIN
  -- As append_drafts does, which finds them locked: it is the one order.
  INSERT INTO room (name)
  SELECT wanted.name
  FROM (SELECT DISTINCT unnest(rooms) COLLATE "C" AS name) AS wanted
  WHERE NOT EXISTS (SELECT FROM room WHERE room.name = wanted.name)
  ORDER BY wanted.name
  ON CONFLICT DO NOTHING;
  PERFORM FROM room WHERE name = ANY (rooms) ORDER BY name FOR UPDATE;

  -- A target that was trimmed meanwhile has moved too.
  SELECT coalesce(array_agg(found.room), '{}') INTO moved
  FROM (
    SELECT target.room FROM unnest(target_rooms, target_offsets, read_by) AS target (room, "offset", read_by)
    WHERE target.read_by IS DISTINCT FROM (
      SELECT coalesce((entry.changes ->> 'offset')::bigint, 0) FROM entry
      WHERE entry.room_id = (SELECT id FROM room WHERE name = target.room) AND entry."offset" = target."offset"
    )
    UNION
    SELECT said.room FROM unnest(rooms, keys, are_changes) AS said (room, key, is_change)
    WHERE said.is_change AND EXISTS (
      SELECT FROM remembered_key
      WHERE room_id = (SELECT id FROM room WHERE name = said.room) AND remembered_key.key = said.key
    )
  ) AS found;

  SELECT
    array_agg(given.ordinal), array_agg(given.room), array_agg(given.key), array_agg(given.kind),
    array_agg(given.client_id), array_agg(given.author), array_agg(given.name), array_agg(given.target),
    array_agg(given.body), array_agg(given.digest)
  INTO taken, rooms, keys, kinds, client_ids, authors, names, targets, bodies, digests
  FROM (
    SELECT *
    FROM unnest(rooms, keys, kinds, client_ids, authors, names, targets, bodies, digests) WITH ORDINALITY
      AS each (room, key, kind, client_id, author, name, target, body, digest, ordinal)
    WHERE each.room <> ALL (moved)
    ORDER BY each.ordinal
  ) AS given;

  FOR ordinal, "offset", at, is_same, is_new IN
    SELECT taken[placed.ordinal], placed."offset", placed.at, placed.is_same, placed.is_new
    FROM append_drafts(
      rooms, keys, kinds, client_ids, authors, names, targets, bodies, digests, told_now, max_entries, max_trimmed
    ) AS placed
  LOOP
    offsets[ordinal] := "offset";
    RETURN NEXT;
  END LOOP;

  -- One by one, so that each is found by its place. last_at is the time of
  -- every entry that was appended to the room just now.
  FOR rewritten IN
    SELECT room.id AS room_id, room.last_at, target.*
    FROM unnest(
      target_rooms, target_offsets, new_bodies, new_changes, changed_by, edited_by, are_deleted, emptied
    ) AS target (room, "offset", body, changes, changed_by, edited_by, is_deleted, emptied)
    JOIN room ON room.name = target.room
    WHERE target.room <> ALL (moved)
  LOOP
    UPDATE entry SET
      body = coalesce(rewritten.body, entry.body),
      changes = rewritten.changes || jsonb_build_object('offset', offsets[rewritten.changed_by])
        || CASE WHEN rewritten.edited_by IS NULL THEN '{}'
             ELSE jsonb_build_object('edit', offsets[rewritten.edited_by], 'edited_at', rewritten.last_at) END
        || CASE WHEN rewritten.is_deleted THEN jsonb_build_object('deleted_at', rewritten.last_at) ELSE '{}' END
    WHERE entry.room_id = rewritten.room_id AND entry."offset" = rewritten."offset";
    UPDATE entry SET body = ''
    WHERE entry.room_id = rewritten.room_id AND entry."offset" = rewritten.emptied;
  END LOOP;
END
$$;
