-- The changes after a position, and the position of the last one there is. One
-- statement, so one moment; one row without a room if nothing changed.
SELECT
  tail.position AS last_position,
  change.position, change.room, change.client_id, change.connection, change.author, change.name
FROM member_tail AS tail LEFT JOIN (
  SELECT * FROM member_change WHERE position > $1::bigint ORDER BY position LIMIT $2::bigint
) AS change ON true
ORDER BY change.position
