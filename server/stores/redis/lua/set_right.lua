#!lua
-- Brings the entries of a room that are of a time to come, and their keys, to the
-- time that is; they are its newest (LOG6). A stream's entry cannot be changed, and
-- no offset can enter it twice, so the stream is written anew beside itself, five
-- hundred entries a call, and takes its place when it is whole: the last call does
-- that, and the rest, at once. Meanwhile entries come behind, old ones are trimmed,
-- and changed ones are taken out; where one was, the copy is begun anew. A copy that
-- nobody goes on with is gone after a minute. Of two nodes the second finds nothing.
--
-- KEYS  log, forms, known, ages, the new stream
-- ARGV  now in ms, ms that a room may be ahead
-- Gives 0 if it was not ahead, 1 if it is set right, 2 to be called again, 3 the same from the beginning.
local log, forms, known, ages, anew = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local STEP = 500
local now, slack = tonumber(ARGV[1]), tonumber(ARGV[2])

local head, oldest, last = standing(log, forms)
if not last then
  last = tonumber(string.match(redis.call('LINDEX', ages, -1) or '0', '^%d+'))
end
if last <= now + slack then
  return 0
end

local lowest = oldest
if redis.call('XLEN', log) > 0 then
  local copied = redis.call('XREVRANGE', anew, '+', '-', 'COUNT', 1)[1]
  local rows = redis.call('XRANGE', log, copied and '(' .. copied[1] or '-', '+', 'COUNT', STEP)
  for _, row in ipairs(rows) do
    local at = math.min(tonumber(row[2][2]), now)
    redis.call('XADD', anew, row[1], 'at', plain(at), 'key', row[2][4], 'entry', row[2][6])
  end
  if #rows == STEP then
    redis.call('EXPIRE', anew, 60)
    return 2
  end
  redis.call('XTRIM', anew, 'MINID', redis.call('XRANGE', log, '-', '+', 'COUNT', 1)[1][1])
  if redis.call('XLEN', anew) ~= redis.call('XLEN', log) then
    redis.call('DEL', anew)
    return 3
  end
  -- Those that are ahead stand together: nothing before the newest that is not.
  local till = '+'
  repeat
    rows = redis.call('XREVRANGE', log, till, '-', 'COUNT', 100)
    for _, row in ipairs(rows) do
      till = '(' .. row[1]
      if tonumber(row[2][2]) <= now then
        lowest = math.max(lowest, tonumber(string.match(row[1], '^%d+')) + 1)
        rows = {}
        break
      end
    end
  until #rows < 100
  redis.call('RENAME', anew, log)
  redis.call('PERSIST', log)
end

-- From the newest down.
lowest = redis.call('HLEN', forms) > 0 and lowest or head + 1
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
