-- Renew this node's lease: see the function, which is one transaction.
SELECT was_given_up, may_sweep FROM renew_lease($1::text, $2::timestamptz, $3::interval, $4::boolean)
