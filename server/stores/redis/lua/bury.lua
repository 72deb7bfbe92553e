#!lua flags=allow-oom
-- Declares a node gone that somebody was found under although it has no lease:
-- it died between noting a room and joining it. Atomic because nothing else runs.
--
-- KEYS  leases, gone, rooms of that node
-- ARGV  node, room
-- Gives 1 if it has no lease, else 0.
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  return 0
end
redis.call('SADD', KEYS[3], ARGV[2])
redis.call('SADD', KEYS[2], ARGV[1])
return 1
