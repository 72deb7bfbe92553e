-- Forget some old keys: see the function, which is one transaction.
SELECT forget_keys($1::timestamptz, $2::interval, $3::bigint) AS forgotten
