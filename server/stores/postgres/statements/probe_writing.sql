-- Learn whether the disk takes a write: see the function, which leaves nothing.
SELECT probe_writing($1::integer)
