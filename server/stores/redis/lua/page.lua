#!lua flags=no-writes
-- Reads a page and where the log stood: one moment, because nothing else runs.
--
-- KEYS  log
-- ARGV  after or '', before or '', limit
-- Gives {head, oldest, {{id, {'at', at, 'key', key, 'entry', text}}, …}}.
local log = KEYS[1]
local after, before, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

local head = 0
local newest = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
if newest then
  head = tonumber(string.match(newest[1], '^%d+'))
end
local oldest = head - redis.call('XLEN', log) + 1

-- Offsets have no gap, so the bounds are arithmetic.
local first, stop
if after then
  first = math.max(after + 1, oldest)
  stop = math.min(first + limit, head + 1)
else
  stop = math.min(before or head + 1, head + 1)
  first = math.max(stop - limit, oldest)
end
if first >= stop then
  return {head, oldest, {}}
end
local from, to = string.format('%.0f-0', first), string.format('%.0f-0', stop - 1)
return {head, oldest, redis.call('XRANGE', log, from, to)}
