-- Take a sweep on, if one is due: see the function, which is one transaction.
SELECT begin_sweep($1::timestamptz, $2::interval) AS is_ours
