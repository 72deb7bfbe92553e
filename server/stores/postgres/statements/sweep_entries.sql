-- Take some entries that are too old away: see the function, which is one transaction.
SELECT sweep_entries($1::bigint, $2::timestamptz, $3::interval, $4::bigint, $5::bigint) AS after_id
