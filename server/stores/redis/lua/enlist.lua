#!lua flags=allow-oom
-- Notes that a node has somebody in a room, while it has its lease: who sweeps
-- after it finds the room. Atomic because nothing else runs.
--
-- KEYS  leases, rooms of this node (a set)
-- ARGV  node, room
-- Gives 1, or 0 if the node was declared gone.
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  return 0
end
redis.call('SADD', KEYS[2], ARGV[2])
return 1
