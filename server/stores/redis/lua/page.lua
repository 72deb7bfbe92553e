#!lua flags=no-writes
-- Reads a page and where the log stood: one moment, because nothing else runs.
--
-- KEYS  log, forms
-- ARGV  after or '', before or '', limit, now in ms or '', ms that an entry is kept or ''
-- Gives {head, oldest, rows}.
local log, forms = KEYS[1], KEYS[2]
local after, before, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

local head, oldest = standing(log, forms)
-- LOG15: what is too old is not there.
oldest = first_kept(log, forms, oldest, head, ARGV[4], ARGV[5])

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
local unchanged = redis.call('XRANGE', log, plain(first) .. '-0', plain(stop - 1) .. '-0')
if #unchanged == stop - first then
  return {head, oldest, unchanged}
end

-- What is not in the stream is in the forms. In steps, since Lua unpacks only so much.
local rows, taken = {}, 0
for from = first, stop - 1, 1000 do
  local offsets = {}
  for offset = from, math.min(from + 1000, stop) - 1 do
    offsets[#offsets + 1] = plain(offset)
  end
  for i, form in ipairs(redis.call('HMGET', forms, unpack(offsets))) do
    if form then
      rows[#rows + 1] = {offsets[i], form}
    else
      taken = taken + 1
      rows[#rows + 1] = unchanged[taken]
    end
  end
end
return {head, oldest, rows}
