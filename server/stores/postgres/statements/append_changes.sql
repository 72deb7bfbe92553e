-- Append a batch with changes in it: see the function, which is one transaction.
SELECT ordinal, "offset", at, is_same, is_new
FROM append_changes(
  $1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::bytea[],
  $10::timestamptz, $11::bigint, $12::bigint, $13::boolean[],
  $14::text[], $15::bigint[], $16::bigint[], $17::text[], $18::jsonb[],
  $19::bigint[], $20::bigint[], $21::boolean[], $22::bigint[]
)
