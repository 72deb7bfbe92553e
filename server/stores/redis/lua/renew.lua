#!lua flags=allow-oom
-- Renews a node's lease, or begins one. A node that was declared gone cannot
-- renew: its people were, or will be, taken out under that name. A lease that ends
-- further ahead than a lease lasts was given when the clock was fast: it is cut, or
-- a node that died meanwhile would live on. Atomic because nothing else runs.
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
local lease_end = string.format('%.0f', now + tonumber(ARGV[2]))
for _, other in ipairs(redis.call('ZRANGEBYSCORE', leases, '(' .. lease_end, '+inf')) do
  redis.call('ZADD', leases, lease_end, other)
end
redis.call('ZADD', leases, lease_end, ARGV[3])
return {now, 1}
