-- Append a batch: see the function, which is one transaction.
SELECT ordinal, "offset", at, is_same, is_new
FROM append_drafts(
  $1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::bytea[],
  $10::timestamptz, $11::bigint, $12::bigint
)
