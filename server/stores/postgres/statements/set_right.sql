-- Bring some of a room's entries to the time that is: see the function, which is one transaction.
SELECT set_right($1::text, $2::timestamptz, $3::bigint) AS is_done
