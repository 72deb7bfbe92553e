#!lua flags=allow-oom
-- Forgets some keys of a room that are old enough, the oldest first. Atomic because
-- nothing else runs.
--
-- KEYS  known, ages
-- ARGV  ms before which a key may be forgotten, keys looked at
-- Gives how many were forgotten.
local known, ages = KEYS[1], KEYS[2]
local gone = {}
for _, age in ipairs(redis.call('LRANGE', ages, 0, tonumber(ARGV[2]) - 1)) do
  local at, key = string.match(age, '^(%d+) (.*)$')
  if tonumber(at) >= tonumber(ARGV[1]) then
    break
  end
  gone[#gone + 1] = key
end
if #gone > 0 then
  redis.call('HDEL', known, unpack(gone))
  redis.call('LTRIM', ages, #gone, -1)
end
return #gone
