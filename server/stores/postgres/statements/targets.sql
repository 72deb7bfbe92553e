-- Where the rooms of some changes stand, which of their keys are known, and the
-- messages that they are about, each once. One statement, so one moment.
SELECT
  asked.room, asked.key AS asked_key, coalesce(room.head, 0) AS head,
  known."offset" AS known_offset, known.at AS known_at, known.author AS known_author, known.digest AS known_digest,
  entry."offset", entry.key, entry.kind, entry.client_id, entry.author, entry.name, entry.target, entry.body, entry.at,
  entry.changes
FROM (
  SELECT given.*, row_number() OVER (PARTITION BY given.room, given.target) = 1 AS is_first
  FROM unnest($1::text[], $2::text[], $3::bigint[]) AS given (room, key, target)
) AS asked
LEFT JOIN room ON room.name = asked.room
LEFT JOIN LATERAL (
  SELECT * FROM remembered_key WHERE room_id = room.id AND remembered_key.key = asked.key LIMIT 1
) AS known ON true
LEFT JOIN LATERAL (
  SELECT * FROM entry WHERE room_id = room.id AND entry."offset" = asked.target LIMIT 1
) AS entry ON asked.is_first
