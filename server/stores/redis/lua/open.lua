#!lua flags=allow-oom
-- Makes what a store has once, if it is missing, and gives what is there. Atomic
-- because nothing else runs, so two nodes that open it together agree.
--
-- KEYS  store (a hash)
-- ARGV  schema version, epoch, signing key: used if there is none yet
-- Gives {schema version, epoch, signing key}.
local store = KEYS[1]
if redis.call('EXISTS', store) == 0 then
  -- Nothing is in it that a clock could be wrong about.
  redis.call('HSET', store, 'time_mark', '')
end
redis.call('HSETNX', store, 'schema_version', ARGV[1])
redis.call('HSETNX', store, 'life', ARGV[2])
redis.call('HSETNX', store, 'signing_key', ARGV[3])
return redis.call('HMGET', store, 'schema_version', 'life', 'signing_key')
