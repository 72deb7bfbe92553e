#!lua flags=no-writes
-- Reads a page and where the log stood: one moment, because nothing else runs.
--
-- KEYS  log
-- ARGV  after or '', before or '', limit, now in ms or '', ms that an entry is kept or ''
-- Gives {head, oldest, {{id, {'at', at, 'key', key, 'entry', text}}, …}}.
local log = KEYS[1]
local after, before, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

local head, oldest = standing(log)
-- LOG15: what is too old is not there.
oldest = first_kept(log, oldest, head, ARGV[4], ARGV[5])

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
return {head, oldest, redis.call('XRANGE', log, plain(first) .. '-0', plain(stop - 1) .. '-0')}
