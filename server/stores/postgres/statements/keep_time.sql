-- Put a mark of time in the place of the one that was read, unless another node has:
-- compare and set, one row.
UPDATE meta SET time_mark = $2::text WHERE time_mark IS NOT DISTINCT FROM $1::text
