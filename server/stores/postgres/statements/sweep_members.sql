-- Take out members of nodes that are gone: see the function, which is one transaction.
SELECT sweep_members($1::timestamptz, $2::bigint, $3::bigint) AS swept
