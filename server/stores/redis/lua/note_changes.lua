#!lua flags=allow-oom
-- Notes the changes, down from an offset, that are in no run: nodes of an older
-- release appended them. Atomic because nothing else runs.
--
-- KEYS  log, forms, runs
-- ARGV  offset, entries looked at, then the kinds of changes
-- Gives how many were noted.
local log, forms, runs = KEYS[1], KEYS[2], KEYS[3]
local kinds = {}
for i = 3, #ARGV do
  kinds[ARGV[i]] = true
end
local _, oldest = standing(log, forms)
local noted = 0
for offset = tonumber(ARGV[1]), math.max(tonumber(ARGV[1]) - tonumber(ARGV[2]) + 1, oldest), -1 do
  local row = row_at(log, forms, plain(offset))
  if row and kinds[string.match(text_of(row), '^%["(.-)"')] and note_change(runs, offset) then
    noted = noted + 1
  end
end
return noted
