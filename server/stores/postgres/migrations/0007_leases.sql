-- Leases outlive no clock. Applied like the files before it.

-- As before, and a node whose own lease lies further ahead than a lease lasts was
-- written when the clock was fast: the clock was set back since, so that nobody can
-- say yet which of the others live.
CREATE OR REPLACE FUNCTION renew_lease(
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
    OR EXISTS (
      SELECT FROM node WHERE id = node_id AND (leased_until NOT BETWEEN moment AND moment + lease OR steady_since > moment)
    )
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

-- As before, and a lease that ends far ahead was given when the clock was fast: who
-- sweeps has been here for one lease since the clock was set back, in which every
-- node that lives has renewed.
CREATE OR REPLACE FUNCTION sweep_members(told_now timestamptz, max_swept bigint, kept bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz := coalesce(told_now, clock_timestamp());
  swept bigint;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM FROM member_tail FOR UPDATE;
  DELETE FROM node WHERE leased_until NOT BETWEEN moment AND moment + interval '1 minute';
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
