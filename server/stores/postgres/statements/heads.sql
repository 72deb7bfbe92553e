-- Where some rooms stand. One statement, so one moment; no row for a room that
-- nobody wrote in.
SELECT name, head FROM room WHERE name = ANY ($1::text[]) AND head > 0
