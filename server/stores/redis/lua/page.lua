#!lua flags=no-writes
-- Reads a page and where the log stood: one moment, because nothing else runs.
--
-- KEYS  log, forms
-- ARGV  after or '', before or '', limit, bytes, now in ms or '', ms that an entry is kept or ''
-- Gives {head, oldest, rows}.
local log, forms = KEYS[1], KEYS[2]
local after, before, limit, room_left = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])

local head, oldest = standing(log, forms)
-- LOG15: what is too old is not there.
oldest = first_kept(log, forms, oldest, head, ARGV[5], ARGV[6])

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

-- What is not in the stream is in the forms.
local function rows_between(from, to)
  local unchanged = redis.call('XRANGE', log, plain(from) .. '-0', plain(to) .. '-0')
  if #unchanged == to - from + 1 then
    return unchanged
  end
  local offsets, rows, taken = {}, {}, 0
  for offset = from, to do
    offsets[#offsets + 1] = plain(offset)
  end
  for i, form in ipairs(redis.call('HMGET', forms, unpack(offsets))) do
    if form then
      rows[i] = {offsets[i], form}
    else
      taken = taken + 1
      rows[i] = unchanged[taken]
    end
  end
  return rows
end

-- In steps, so that little more is read than has room; from the end backwards where
-- the page is filled from there.
local STEP = 50
local rows, is_full = {}, false
local function take(row)
  room_left = room_left - size_of(row)
  is_full = is_full or #rows > 0 and room_left < 0
  if not is_full then
    rows[#rows + 1] = row
  end
end
if after then
  for from = first, stop - 1, STEP do
    for _, row in ipairs(is_full and {} or rows_between(from, math.min(from + STEP, stop) - 1)) do
      take(row)
    end
  end
  return {head, oldest, rows}
end
for to = stop - 1, first, -STEP do
  local some = is_full and {} or rows_between(math.max(to - STEP + 1, first), to)
  for i = #some, 1, -1 do
    take(some[i])
  end
end
local ascending = {}
for i = #rows, 1, -1 do
  ascending[#ascending + 1] = rows[i]
end
return {head, oldest, ascending}
