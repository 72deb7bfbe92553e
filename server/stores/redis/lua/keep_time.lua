#!lua flags=allow-oom
-- Puts a mark of time in the place of another, unless somebody else did: compare
-- and set, atomic because nothing else runs.
--
-- KEYS  store
-- ARGV  the mark that was read, or '' if there was none; the new one
-- Gives 1 if it is kept, else 0.
if (redis.call('HGET', KEYS[1], 'time_mark') or '') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'time_mark', ARGV[2])
return 1
