#!lua flags=allow-oom
-- Declares the nodes gone whose leases ended. Atomic because nothing else runs:
-- each either renewed before, or cannot any more.
--
-- KEYS  leases, gone
-- ARGV  now in ms
-- Gives all nodes that are gone and not swept to the end.
local leases, gone = KEYS[1], KEYS[2]
for _, node in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', '(' .. ARGV[1])) do
  redis.call('ZREM', leases, node)
  redis.call('SADD', gone, node)
end
return redis.call('SMEMBERS', gone)
