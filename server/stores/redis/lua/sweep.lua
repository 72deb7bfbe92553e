#!lua flags=allow-oom
-- Takes everybody out of a room who was there by a node that is gone, and
-- publishes each. Atomic because nothing else runs: of two nodes that sweep, one
-- finds nobody, so each departure is told once.
--
-- KEYS  members
-- ARGV  channel, now in ms or '', node
-- Gives how many were taken out.
local members, channel, node = KEYS[1], ARGV[1], ARGV[3]
local now = tonumber(ARGV[2])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local before = redis.call('HGET', members, 'version') or '0'
local gone = {}
local all = redis.call('HGETALL', members)
for i = 1, #all, 2 do
  if all[i] ~= 'version' and cjson.decode(all[i + 1])[2] == node then
    gone[#gone + 1] = all[i]
  end
end
for _, client in ipairs(gone) do
  local version = string.format('%.0f', math.max(tonumber(before) + 1, now))
  redis.call('HDEL', members, client)
  redis.call('HSET', members, 'version', version)
  redis.call('SPUBLISH', channel, cjson.encode({before, version, client}))
  before = version
end
if #gone > 0 and redis.call('HLEN', members) == 1 then
  redis.call('PEXPIRE', members, 3600000)
end
return #gone
