-- A page after an offset, and where the log stood. One statement, so one
-- moment. Offsets have no gap, so the bounds are arithmetic. One row with no
-- offset if there is nothing to show. What is too old is as if it were gone.
SELECT
  meta.epoch, coalesce(kept.oldest, 1) AS oldest, coalesce(room.head, 0) AS head,
  entry."offset", entry.key, entry.kind, entry.client_id, entry.author, entry.name, entry.target, entry.body, entry.at,
  entry.changes
FROM meta
LEFT JOIN room ON room.name = $1
LEFT JOIN LATERAL first_kept(
  room.id, room.oldest, room.head, kept_since($4::timestamptz, $5::interval)
) AS kept (oldest) ON true
LEFT JOIN entry ON entry.room_id = room.id
  AND entry."offset" >= greatest($2::bigint + 1, kept.oldest)
  AND entry."offset" < greatest($2::bigint + 1, kept.oldest) + $3::bigint
ORDER BY entry."offset"
