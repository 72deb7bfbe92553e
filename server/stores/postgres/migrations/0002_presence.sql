-- Who is present, over all nodes. Applied like the file before it.
-- Nothing here has to outlive a crash, so no commit here waits for a disk; what
-- a crash takes, the nodes put back from what they know.

-- The nodes, and how long each is believed to live. steady_since: from when on
-- it has renewed its lease without a break, which it must have for one lease
-- before it sweeps others. batch: the last batch of changes that it wrote.
CREATE TABLE node (
  id           text COLLATE "C" PRIMARY KEY,
  leased_until timestamptz NOT NULL,
  steady_since timestamptz NOT NULL,
  batch        bigint NOT NULL DEFAULT 0
);

-- place: the order of joining. A client that comes back on another connection
-- keeps it.
CREATE TABLE member (
  room       text COLLATE "C" NOT NULL,
  client_id  bigint NOT NULL,
  connection text   NOT NULL,
  node       text COLLATE "C" NOT NULL,
  author     text,
  name       text,
  place      bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (room, client_id)
);

CREATE INDEX member_node ON member (node);

-- The last changes, in the order in which they were committed; without a
-- connection: gone. Positions count without a gap, so a reader sees by them
-- that something is missing.
CREATE TABLE member_change (
  position   bigint PRIMARY KEY,
  room       text   NOT NULL,
  client_id  bigint NOT NULL,
  connection text,
  author     text,
  name       text
);

-- The only row counts the changes, and is the lock under which they are
-- written: they commit in the order of their positions.
CREATE TABLE member_tail (
  is_only_row boolean PRIMARY KEY DEFAULT true CHECK (is_only_row),
  position    bigint NOT NULL
);

INSERT INTO member_tail (position) VALUES (0);

-- Note a change behind the others, under the lock of member_tail.
CREATE FUNCTION note_change(room text, client_id bigint, connection text, author text, name text) RETURNS void
LANGUAGE sql AS $$
  WITH tail AS (UPDATE member_tail SET position = position + 1 RETURNING position)
  INSERT INTO member_change (position, room, client_id, connection, author, name)
  SELECT tail.position, $1, $2, $3, $4, $5 FROM tail
$$;

-- Drop what is beyond the bound. Under the lock of member_tail.
CREATE FUNCTION trim_changes(kept bigint) RETURNS void
LANGUAGE sql AS $$
  DELETE FROM member_change
  WHERE position <= (SELECT position FROM member_tail) - kept
$$;

-- Write a batch of one node's changes, in their order, once: the same batch
-- again changes nothing. Returns whether the others had given the node up.
--
-- Atomic because it is one call and holds the row of member_tail throughout.
-- A deed is 'join' (take the place of any other connection), 'stay' (be there
-- if nobody is under this ID) or 'leave' (compare and delete).
CREATE FUNCTION change_members(
  node_id text, batch_number bigint, deeds text[], rooms text[], client_ids bigint[], connections text[],
  authors text[], names text[], told_now timestamptz, lease interval, kept bigint
) RETURNS boolean
LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
  moment timestamptz := coalesce(told_now, clock_timestamp());
  was_given_up boolean;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM FROM member_tail FOR UPDATE;
  INSERT INTO node (id, leased_until, steady_since) VALUES (node_id, moment + lease, moment) ON CONFLICT DO NOTHING;
  was_given_up := FOUND;
  UPDATE node SET batch = batch_number WHERE node.id = node_id AND node.batch < batch_number;
  IF NOT FOUND THEN
    RETURN was_given_up;
  END IF;
  FOR i IN 1 .. cardinality(deeds) LOOP
    IF deeds[i] = 'leave' THEN
      DELETE FROM member AS m
      WHERE m.room = rooms[i] AND m.client_id = client_ids[i] AND m.connection = connections[i];
      IF FOUND THEN
        PERFORM note_change(rooms[i], client_ids[i], NULL, NULL, NULL);
      END IF;
    ELSE
      INSERT INTO member AS m (room, client_id, connection, node, author, name)
      VALUES (rooms[i], client_ids[i], connections[i], node_id, authors[i], names[i])
      ON CONFLICT (room, client_id) DO UPDATE
      SET connection = excluded.connection, node = excluded.node, author = excluded.author, name = excluded.name
      WHERE deeds[i] = 'join'
        AND (m.connection, m.node, m.author, m.name)
        IS DISTINCT FROM (excluded.connection, excluded.node, excluded.author, excluded.name);
      IF FOUND THEN
        PERFORM note_change(rooms[i], client_ids[i], connections[i], authors[i], names[i]);
      END IF;
    END IF;
  END LOOP;
  PERFORM trim_changes(kept);
  RETURN was_given_up;
END
$$;

-- Renew a node's lease. was_given_up: others may have announced its people as
-- gone. may_sweep: it has been here, and in touch, for one lease.
-- One row of one table, so atomic by itself.
CREATE FUNCTION renew_lease(
  node_id text, told_now timestamptz, lease interval, was_out_of_touch boolean,
  OUT was_given_up boolean, OUT may_sweep boolean
)
LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz := coalesce(told_now, clock_timestamp());
  since timestamptz;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  -- After a restart of the server nobody could renew for a while.
  was_out_of_touch := was_out_of_touch
    OR EXISTS (SELECT FROM node WHERE id = node_id AND leased_until < moment)
    OR told_now IS NULL
      AND EXISTS (SELECT FROM node WHERE id = node_id AND steady_since < pg_postmaster_start_time());
  UPDATE node
  SET leased_until = moment + lease, steady_since = CASE WHEN was_out_of_touch THEN moment ELSE steady_since END
  WHERE id = node_id
  RETURNING steady_since INTO since;
  was_given_up := NOT FOUND;
  IF was_given_up THEN
    INSERT INTO node (id, leased_until, steady_since) VALUES (node_id, moment + lease, moment) ON CONFLICT DO NOTHING;
    since := moment;
  END IF;
  may_sweep := since <= moment - lease;
END
$$;

-- Give up the nodes whose lease ended, and take out some of the members whose
-- node is none; return how many. Once: under the lock of member_tail, who
-- comes second finds them gone.
CREATE FUNCTION sweep_members(told_now timestamptz, max_swept bigint, kept bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  swept bigint;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM FROM member_tail FOR UPDATE;
  DELETE FROM node WHERE leased_until < coalesce(told_now, clock_timestamp());
  WITH gone AS (
    DELETE FROM member WHERE (room, client_id) IN (
      SELECT room, client_id FROM member
      WHERE NOT EXISTS (SELECT FROM node WHERE node.id = member.node)
      LIMIT max_swept
    )
    RETURNING room, client_id
  ),
  numbered AS (SELECT room, client_id, row_number() OVER () AS number FROM gone),
  tail AS (SELECT position FROM member_tail)
  INSERT INTO member_change (position, room, client_id)
  SELECT tail.position + number, room, client_id FROM numbered, tail;
  GET DIAGNOSTICS swept = ROW_COUNT;
  UPDATE member_tail SET position = position + swept WHERE swept > 0;
  PERFORM trim_changes(kept);
  RETURN swept;
END
$$;
