-- A page after an offset, and where the log stood. One statement, so one
-- moment. Offsets have no gap, so the bounds are arithmetic. One row with no
-- offset if there is nothing to show. What is too old is as if it were gone. The
-- page is filled from one end until its bytes are reached, and has one entry at least.
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
  WHERE room_id = room.id AND "offset" >= greatest($2::bigint + 1, kept.oldest)
    AND "offset" < greatest($2::bigint + 1, kept.oldest) + $3::bigint
  WINDOW filling AS (ORDER BY "offset" ASC ROWS UNBOUNDED PRECEDING)
) AS entry ON entry.number = 1 OR entry.size <= $4::bigint
ORDER BY entry."offset"
