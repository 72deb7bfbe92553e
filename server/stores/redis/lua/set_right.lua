#!lua
-- Brings the entries of a room that are of a time to come, and their keys, to the
-- time that is; they are its newest (LOG6). A stream's entry cannot be changed, and
-- no offset can enter it twice, so the stream is written anew beside itself, and
-- takes its place when it is whole. Atomic because nothing else runs: of two nodes
-- that do it the second finds nothing.
--
-- KEYS  log, forms, known, ages, the new stream
-- ARGV  now in ms, ms that a room may be ahead
-- Gives 1 if it was ahead, else 0.
local log, forms, known, ages, anew = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local now, slack = tonumber(ARGV[1]), tonumber(ARGV[2])

local head, oldest, last = standing(log, forms)
if not last then
  last = tonumber(string.match(redis.call('LINDEX', ages, -1) or '0', '^%d+'))
end
if last <= now + slack then
  return 0
end

if redis.call('XLEN', log) > 0 then
  redis.call('DEL', anew)
  local from = '-'
  repeat
    local rows = redis.call('XRANGE', log, from, '+', 'COUNT', 1000)
    for _, row in ipairs(rows) do
      local at = math.min(tonumber(row[2][2]), now)
      redis.call('XADD', anew, row[1], 'at', plain(at), 'key', row[2][4], 'entry', row[2][6])
      from = '(' .. row[1]
    end
  until #rows < 1000
  redis.call('RENAME', anew, log)
end

-- From the newest down: those that are ahead stand together.
local lowest = redis.call('HLEN', forms) > 0 and oldest or head + 1
for offset = head, lowest, -1 do
  local form = redis.call('HGET', forms, plain(offset))
  if form then
    local numbers, at, rest = string.match(form, '^(%d+ %d+ %d+ %d+) (%d+) (.*)$')
    if tonumber(at) <= now then
      break
    end
    redis.call('HSET', forms, plain(offset), numbers .. ' ' .. plain(now) .. ' ' .. rest)
  end
end

-- The keys too, so that they are forgotten in their time.
for place = redis.call('LLEN', ages) - 1, 0, -1 do
  local at, key = string.match(redis.call('LINDEX', ages, place), '^(%d+) (.*)$')
  if tonumber(at) <= now then
    break
  end
  redis.call('LSET', ages, place, plain(now) .. ' ' .. key)
  local offset, print = string.match(redis.call('HGET', known, key) or '', '^(%d+) %d+ (%x+)$')
  if offset then
    redis.call('HSET', known, key, offset .. ' ' .. plain(now) .. ' ' .. print)
  end
end
return 1
