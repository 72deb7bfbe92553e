-- The last messages before an offset, and where the log stood. Like page_after, but
-- that changes are left out, found by the index of messages: all but the last entry
-- before that offset, and the first of the log where the page comes to it.
SELECT
  meta.epoch, coalesce(kept.oldest, 1) AS oldest, coalesce(room.head, 0) AS head,
  entry."offset", entry.key, entry.kind, entry.client_id, entry.author, entry.name, entry.target, entry.body, entry.at,
  entry.changes
FROM meta
LEFT JOIN room ON room.name = $1
LEFT JOIN LATERAL first_kept(
  room.id, room.oldest, room.head, kept_since($5::timestamptz, $6::interval)
) AS kept (oldest) ON true
LEFT JOIN LATERAL (SELECT least($2::bigint, room.head + 1) AS stop) AS page ON page.stop > kept.oldest
LEFT JOIN LATERAL (
  SELECT array_agg(latest."offset") || (page.stop - 1)
    || CASE WHEN count(latest."offset") < $3::bigint - 1 AND min(latest."offset") IS DISTINCT FROM kept.oldest
         AND page.stop - 1 <> kept.oldest THEN kept.oldest END AS places
  FROM (
    SELECT "offset" FROM entry
    WHERE room_id = room.id AND kind NOT IN ('deletion', 'edit', 'reaction', 'reaction_removal')
      AND "offset" >= kept.oldest AND "offset" < page.stop - 1
    ORDER BY "offset" DESC LIMIT $3::bigint - 1
  ) AS latest
) AS found ON page.stop IS NOT NULL
LEFT JOIN LATERAL (
  SELECT
    entry.*,
    row_number() OVER filling AS number,
    sum(
      octet_length(body) + coalesce(octet_length(author), 0) + coalesce(octet_length(name), 0)
        + coalesce(octet_length(changes::text), 0)
    ) OVER filling AS size
  FROM entry
  WHERE room_id = room.id AND "offset" = ANY (found.places)
  WINDOW filling AS (ORDER BY "offset" DESC ROWS UNBOUNDED PRECEDING)
) AS entry ON entry.number = 1 OR entry.size <= $4::bigint
ORDER BY entry."offset"
