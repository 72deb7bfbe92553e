-- Some rooms whose newest entry is of a time to come. One moment.
SELECT name FROM room WHERE last_at > $1::timestamptz LIMIT $2::bigint
