#!lua flags=no-writes
-- Tells where a room stands, and which key is at an offset: one moment, because
-- nothing else runs.
--
-- KEYS  log
-- ARGV  offset
-- Gives {head, oldest, key, or '' if there is none}.
local log, offset = KEYS[1], ARGV[1]
local head, oldest = standing(log)
local key = ''
local found = redis.call('XRANGE', log, offset .. '-0', offset .. '-0')[1]
if found then
  key = found[2][4]
end
return {head, oldest, key}
