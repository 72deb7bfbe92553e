#!lua flags=allow-oom
-- Renews a node's lease, or begins one. A node that was declared gone cannot
-- renew: its people were, or will be, taken out under that name. Atomic because
-- nothing else runs.
--
-- KEYS  leases (a sorted set: node by the end of its lease), gone (a set of nodes)
-- ARGV  now in ms or '', ms that a lease lasts, node, '1' to begin one
-- Gives {now, 1 if the node has its lease}.
local leases = KEYS[1]
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
if ARGV[4] ~= '1' and not redis.call('ZSCORE', leases, ARGV[3]) then
  return {now, 0}
end
redis.call('ZADD', leases, string.format('%.0f', now + tonumber(ARGV[2])), ARGV[3])
return {now, 1}
