#!lua flags=allow-oom
-- Takes a sweep on, if one is due: one node in a period. Atomic because nothing
-- else runs.
--
-- KEYS  swept (when the last sweep began)
-- ARGV  now in ms or '', the period in ms
-- Gives 1 if it is the caller's, else 0.
local now, period = moment(ARGV[1]), tonumber(ARGV[2])
local last = tonumber(redis.call('GET', KEYS[1]) or '0')
-- Also when the clock was set back.
if last <= now and now < last + period then
  return 0
end
redis.call('SET', KEYS[1], plain(now))
return 1
