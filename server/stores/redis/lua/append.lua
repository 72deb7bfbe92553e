#!lua
-- Appends drafts to one room, once for each key, and hints at its new head.
-- Atomic because nothing else runs meanwhile. Lua does not roll back, so every
-- read, and with it every check of a key's type, comes before the first write;
-- and without a flag above the server itself refuses to begin when it is out of
-- memory, read-only, or cannot write to its disk.
--
-- KEYS  log (a stream whose IDs are `<offset>-0`), known (a hash by key), ages
--       (a list of `<at> <key>`, oldest first)
-- ARGV  channel, now in ms or '', entries kept, ms for which a key is known,
--       then key, print and text of each draft
-- Gives for each draft {1, offset, at} if new, {0, offset, at} if known, {-1} if
-- its key is another's.
local log, known, ages = KEYS[1], KEYS[2], KEYS[3]
local channel, kept, memory = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4])
local number = (#ARGV - 4) / 3

local now = moment(ARGV[2])
local head, oldest, last = standing(log)
if not last then
  -- No entry is left to say so; the newest key does, for a day and an hour.
  last = tonumber(string.match(redis.call('LINDEX', ages, -1) or '0', '^%d+'))
end

local keys = {}
for i = 1, number do
  keys[i] = ARGV[2 + i * 3]
end
local remembered = redis.call('HMGET', known, unpack(keys))
-- More than are added, so that they cannot pile up, and never many at once.
local aged = redis.call('LRANGE', ages, 0, number * 2 + 99)

-- LOG6: time stands still until the clock has caught up.
local at = math.max(now, last)
local answers, taken, added = {}, {}, {}
for i = 1, number do
  local key, print, text = ARGV[2 + i * 3], ARGV[3 + i * 3], ARGV[4 + i * 3]
  local was = taken[key] or remembered[i]
  if not was then
    head = head + 1
    taken[key] = plain(head) .. ' ' .. plain(at) .. ' ' .. print
    added[#added + 1] = {head, key, text}
    answers[i] = {1, head, at}
  else
    local first_offset, first_at, first_print = string.match(was, '^(%d+) (%d+) (%x+)$')
    if first_print == print then
      answers[i] = {0, tonumber(first_offset), tonumber(first_at)}
    else
      answers[i] = {-1}
    end
  end
end
if #added == 0 then
  return answers
end

-- From here on only writes, of which none can fail.
for _, entry in ipairs(added) do
  local offset, key, text = entry[1], entry[2], entry[3]
  redis.call('XADD', log, plain(offset) .. '-0', 'at', plain(at), 'key', key, 'entry', text)
  redis.call('HSET', known, key, taken[key])
  redis.call('RPUSH', ages, plain(at) .. ' ' .. key)
end

-- LOG9: keys go by age alone.
local forgotten = {}
for _, age in ipairs(aged) do
  local since, key = string.match(age, '^(%d+) (.*)$')
  if now - tonumber(since) <= memory then
    break
  end
  forgotten[#forgotten + 1] = key
end
if #forgotten > 0 then
  redis.call('HDEL', known, unpack(forgotten))
  redis.call('LTRIM', ages, #forgotten, -1)
end
-- A room that fell silent keeps no keys for ever; an hour more, for the clocks.
redis.call('PEXPIRE', known, memory + 3600000)
redis.call('PEXPIRE', ages, memory + 3600000)

-- In bounded steps, so that a lowered bound holds nobody up.
local first = math.min(head - kept + 1, oldest + #added + 1000)
if first > oldest then
  redis.call('XTRIM', log, 'MINID', plain(first) .. '-0')
end
redis.call('SPUBLISH', channel, plain(head))
return answers
