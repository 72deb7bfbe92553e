-- Where some rooms stand, which key is at an offset of each, and the epoch. One
-- statement, so one moment.
SELECT meta.epoch, asked.name, coalesce(room.head, 0) AS head, coalesce(room.oldest, 1) AS oldest, entry.key
FROM meta
CROSS JOIN unnest($1::text[], $2::bigint[]) AS asked (name, "offset")
LEFT JOIN room ON room.name = asked.name
LEFT JOIN entry ON entry.room_id = room.id AND entry."offset" = asked."offset"
