#!lua flags=allow-oom
-- Puts a member in a room, in the place of whatever the client ID had there, and
-- publishes it. Atomic because nothing else runs; the reads come first.
--
-- KEYS  members (a hash: client ID -> [place, node, connection, member,
--       version of the join], and `version`, which every change raises)
-- ARGV  channel, now in ms or '', client ID, connection, node, member as JSON,
--       '1' to take nobody's place
-- Gives the version of the join, or '0' if another has the place.
local members, channel = KEYS[1], ARGV[1]
local client, connection, node, member = ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local now = tonumber(ARGV[2])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local before = redis.call('HGET', members, 'version') or '0'
local was = redis.call('HGET', members, client)

-- From the clock, so that it is another one when an empty room was forgotten.
local version = string.format('%.0f', math.max(tonumber(before) + 1, now))
local place = version
if was then
  local known = cjson.decode(was)
  if known[3] ~= connection and ARGV[7] == '1' then
    return '0'
  end
  -- Who comes back keeps the place in the order.
  place = known[1]
  if known[3] == connection and known[4] == member then
    if known[2] ~= node then
      redis.call('HSET', members, client, cjson.encode({place, node, connection, member, known[5]}))
    end
    return known[5]
  end
end
redis.call('HSET', members, client, cjson.encode({place, node, connection, member, version}), 'version', version)
redis.call('PERSIST', members)
redis.call('SPUBLISH', channel, cjson.encode({before, version, client, {place, node, connection, member, version}}))
return version
