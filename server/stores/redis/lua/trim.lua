#!lua
-- Drops some entries of a room that are too old; its head stays, and so do its
-- keys (LOG9). Atomic because nothing else runs: of two nodes that sweep at once
-- the second finds less.
--
-- KEYS  log
-- ARGV  now in ms or '', ms that an entry is kept, entries dropped at most
-- Gives how many were dropped.
local log = KEYS[1]
local head, oldest = standing(log)
local first = math.min(first_kept(log, oldest, head, ARGV[1], ARGV[2]), oldest + tonumber(ARGV[3]))
if first > oldest then
  redis.call('XTRIM', log, 'MINID', plain(first) .. '-0')
end
return first - oldest
