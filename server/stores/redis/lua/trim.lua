#!lua flags=allow-oom
-- Drops some entries of a room that are too old; its head stays, and so do its
-- keys (LOG9). Atomic because nothing else runs: of two nodes that sweep at once
-- the second finds less.
--
-- KEYS  log, forms, runs
-- ARGV  now in ms or '', ms that an entry is kept, entries dropped at most
-- Gives how many were dropped.
local log, forms, runs = KEYS[1], KEYS[2], KEYS[3]
local head, oldest = standing(log, forms)
local first = math.min(first_kept(log, forms, oldest, head, ARGV[1], ARGV[2]), oldest + tonumber(ARGV[3]))
if first > oldest then
  drop(log, forms, oldest, first)
  drop_runs(runs, first)
end
return first - oldest
