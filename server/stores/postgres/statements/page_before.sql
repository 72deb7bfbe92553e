-- The last page before an offset, and where the log stood. Like page_after.
SELECT
  meta.epoch, coalesce(kept.oldest, 1) AS oldest, coalesce(room.head, 0) AS head,
  entry."offset", entry.key, entry.kind, entry.client_id, entry.author, entry.name, entry.target, entry.body, entry.at,
  entry.changes
FROM meta
LEFT JOIN room ON room.name = $1
LEFT JOIN LATERAL first_kept(
  room.id, room.oldest, room.head, kept_since($5::timestamptz, $6::interval)
) AS kept (oldest) ON true
LEFT JOIN LATERAL (
  SELECT
    entry.*,
    row_number() OVER filling AS number,
    sum(
      octet_length(body) + coalesce(octet_length(author), 0) + coalesce(octet_length(name), 0)
        + coalesce(octet_length(changes::text), 0)
    ) OVER filling AS size
  FROM entry
  WHERE room_id = room.id AND "offset" >= greatest(least($2::bigint, room.head + 1) - $3::bigint, kept.oldest)
    AND "offset" < least($2::bigint, room.head + 1)
  WINDOW filling AS (ORDER BY "offset" DESC ROWS UNBOUNDED PRECEDING)
) AS entry ON entry.number = 1 OR entry.size <= $4::bigint
ORDER BY entry."offset"
