-- The last page before an offset, and where the log stood. Like page_after.
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
  AND entry."offset" >= greatest(least($2::bigint, room.head + 1) - $3::bigint, kept.oldest)
  AND entry."offset" < least($2::bigint, room.head + 1)
ORDER BY entry."offset"
