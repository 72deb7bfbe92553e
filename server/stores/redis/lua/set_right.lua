#!lua
-- Brings the entries of a room that are of a time to come, and their keys, to the
-- time that is; they are its newest (LOG6). A stream's entry cannot be changed, and
-- no offset can enter it twice, so the stream is written anew beside itself, five
-- hundred entries a call, and takes its place when it is whole. Meanwhile entries come
-- behind, old ones are trimmed, and changed ones are taken out; where one was, the
-- copy is begun anew. A copy that nobody goes on with is gone after a minute. The keys
-- come first, five hundred a call too. Of two nodes the second finds nothing.
--
-- KEYS  log, forms, known, ages, the new stream
-- ARGV  now in ms, ms that a room may be ahead
-- Gives 0 if it was not ahead, 1 if it is set right, 2 to be called again, 3 the same from the beginning.
local log, forms, known, ages, anew = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local STEP = 500
local now, slack = tonumber(ARGV[1]), tonumber(ARGV[2])

-- The first number for which something is true that then stays true; the one after the last where it never is.
local function first_where(low, high, is_true)
  while low <= high do
    local middle = math.floor((low + high) / 2)
    if is_true(middle) then
      high = middle - 1
    else
      low = middle + 1
    end
  end
  return low
end

local head, oldest, last = standing(log, forms)
if not last then
  last = tonumber(string.match(redis.call('LINDEX', ages, -1) or '0', '^%d+'))
end
if last <= now + slack then
  return 0
end

-- The keys, so that they are forgotten in their time; those that are ahead stand behind all others.
local keys = redis.call('LLEN', ages)
local first = first_where(0, keys - 1, function(place)
  return tonumber(string.match(redis.call('LINDEX', ages, place), '^%d+')) > now
end)
if first < keys then
  local final = math.min(first + STEP, keys) - 1
  for i, aged in ipairs(redis.call('LRANGE', ages, first, final)) do
    local key = string.match(aged, '^%d+ (.*)$')
    redis.call('LSET', ages, first + i - 1, plain(now) .. ' ' .. key)
    local offset, print = string.match(redis.call('HGET', known, key) or '', '^(%d+) %d+ (%x+)$')
    if offset then
      redis.call('HSET', known, key, offset .. ' ' .. plain(now) .. ' ' .. print)
    end
  end
  if final - first + 1 == STEP then
    return 2
  end
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
  lowest = first_where(oldest, head, function(offset)
    local row = redis.call('XRANGE', log, plain(offset), '+', 'COUNT', 1)[1]
    return not row or tonumber(row[2][2]) > now
  end)
  redis.call('UNLINK', log)
  redis.call('RENAME', anew, log)
  redis.call('PERSIST', log)
end

-- And the forms of those, from the newest down.
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
return 1
