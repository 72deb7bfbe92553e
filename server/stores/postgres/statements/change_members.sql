-- Write a batch of joins and leaves: see the function, which is one transaction.
SELECT change_members(
  $1::text, $2::bigint, $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[],
  $9::timestamptz, $10::interval, $11::bigint
) AS was_given_up
