#!lua flags=allow-oom
-- Takes a member out if it is still on this connection, and publishes it. Compare
-- and delete (PR7), atomic because nothing else runs.
--
-- KEYS  members
-- ARGV  channel, now in ms or '', client ID, connection
-- Gives 1 if it was taken out, else 0.
local members, channel, client, connection = KEYS[1], ARGV[1], ARGV[3], ARGV[4]
local now = tonumber(ARGV[2])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local before = redis.call('HGET', members, 'version') or '0'
local was = redis.call('HGET', members, client)
if not was or cjson.decode(was)[3] ~= connection then
  return 0
end
local version = string.format('%.0f', math.max(tonumber(before) + 1, now))
redis.call('HDEL', members, client)
redis.call('HSET', members, 'version', version)
if redis.call('HLEN', members) == 1 then
  -- Nobody is left; the version stays while some node may still follow the room.
  redis.call('PEXPIRE', members, 3600000)
end
redis.call('SPUBLISH', channel, cjson.encode({before, version, client}))
return 1
