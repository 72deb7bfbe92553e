#!lua flags=no-writes
-- Tells where a room stands, and which key is at an offset: one moment, because
-- nothing else runs.
--
-- KEYS  log, forms
-- ARGV  offset
-- Gives {head, oldest, key, or '' if there is none}.
local log, forms = KEYS[1], KEYS[2]
local head, oldest = standing(log, forms)
local key = ''
local found = row_at(log, forms, ARGV[1])
if found then
  local _, its = stamp(found)
  key = its
end
return {head, oldest, key}
