#!lua flags=no-writes
-- Reads the last messages before an offset and where the log stood: one moment,
-- because nothing else runs. It goes from run to run of changes, over them.
--
-- KEYS  log, forms, runs
-- ARGV  before or '', limit, bytes, now in ms or '', ms that an entry is kept or ''
-- Gives {head, oldest, rows}.
local log, forms, runs = KEYS[1], KEYS[2], KEYS[3]
local limit, room_left = tonumber(ARGV[2]), tonumber(ARGV[3])

local head, oldest = standing(log, forms)
-- LOG15: what is too old is not there.
oldest = first_kept(log, forms, oldest, head, ARGV[4], ARGV[5])
local at = math.min(tonumber(ARGV[1]) or head + 1, head + 1) - 1

local rows, is_full = {}, false
local function take(offset)
  local row = row_at(log, forms, plain(offset))
  room_left = room_left - size_of(row)
  is_full = #rows == limit or #rows > 0 and room_left < 0
  if not is_full then
    rows[#rows + 1] = row
  end
end

if at >= oldest then
  take(at)
  local last = at
  at = at - 1
  while at >= oldest and not is_full do
    local first = run_from(runs, at)
    if first and first <= at then
      at = first - 1
    else
      local _, before = run_before(runs, at)
      for offset = at, math.max((before or 0) + 1, oldest), -1 do
        if is_full then
          break
        end
        take(offset)
        last = offset
      end
      at = math.max((before or 0), oldest - 1)
    end
  end
  if not is_full and last ~= oldest then
    take(oldest)
  end
end
local ascending = {}
for i = #rows, 1, -1 do
  ascending[#ascending + 1] = rows[i]
end
return {head, oldest, ascending}
