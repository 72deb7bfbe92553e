#!lua flags=allow-oom
-- Brings the store of an older version to this one; where there is none, or a newer
-- one, it stays as it is. Atomic because nothing else runs.
--
-- Version 1 knows no `forms`, and would show pages with holes. Its nodes that still
-- run ask for the field `epoch` all the time; where there is none they look at the
-- version, and stay away.
--
-- KEYS  store
-- ARGV  schema version
local store = KEYS[1]
if redis.call('HGET', store, 'schema_version') == '1' then
  redis.call('HSET', store, 'schema_version', ARGV[1], 'life', redis.call('HGET', store, 'epoch'))
  redis.call('HDEL', store, 'epoch')
end
return 1
