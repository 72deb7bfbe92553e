#!lua flags=no-writes
-- Reads what changes are about: one moment, because nothing else runs. `append.lua`
-- looks whether it still is so.
--
-- KEYS  log, forms
-- ARGV  offsets
-- Gives for each its row and the row of its newest edit, each of them false if it
-- is not there.
local log, forms = KEYS[1], KEYS[2]
local rows = {}
for i, offset in ipairs(ARGV) do
  local row = row_at(log, forms, offset)
  local edit = row and type(row[2]) == 'string' and string.match(row[2], '^%d+ (%d+)') or '0'
  rows[i] = {row, edit ~= '0' and row_at(log, forms, edit)}
end
return rows
