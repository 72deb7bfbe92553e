-- What every script about a log begins with; `scripts.py` puts it there.
--
-- An entry is in the stream as it was appended, or, once it or a neighbour was
-- changed, in `forms`: a hash from its offset to
-- `<changes.offset> <edit> <edited_at> <deleted_at> <at> <key> <text>`, with 0 for
-- what there is none of. Together they have no gap, and the newest is in the stream.

local function plain(value)
  -- tostring() would write 1.8e+12.
  return string.format('%.0f', value)
end

local function moment(told)
  if told ~= '' then
    return tonumber(told)
  end
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Gives what the server says of a stream under this name.
local function fact(log, name)
  local facts = redis.call('XINFO', 'STREAM', log)
  for i = 1, #facts, 2 do
    if facts[i] == name then
      return facts[i + 1]
    end
  end
end

-- Gives where a log stands: head, oldest, and when its newest entry was written
-- (nil if none is left).
local function standing(log, forms)
  -- The newest entry says it: no head beside it can be wrong.
  local newest = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
  if newest then
    local head = tonumber(string.match(newest[1], '^%d+'))
    return head, head - redis.call('XLEN', log) - redis.call('HLEN', forms) + 1, tonumber(newest[2][2])
  end
  if redis.call('EXISTS', log) == 0 then
    return 0, 1, nil
  end
  -- All were too old. The stream remembers its last ID.
  local head = tonumber(string.match(fact(log, 'last-generated-id'), '^%d+'))
  return head, head + 1, nil
end

-- Gives the row of an entry, as `rows.py` reads it: `{id, {'at', at, 'key', key,
-- 'entry', text}}` or `{offset, form}`; false if it is not kept.
local function row_at(log, forms, offset)
  local row = redis.call('XRANGE', log, offset .. '-0', offset .. '-0')[1]
  if row then
    return row
  end
  local form = redis.call('HGET', forms, offset)
  return form and {offset, form}
end

-- Gives when the entry of a row was written, and its key.
local function stamp(row)
  if type(row[2]) == 'table' then
    return row[2][2], row[2][4]
  end
  return string.match(row[2], '^%d+ %d+ %d+ %d+ (%d+) (%S+) ')
end

-- Gives what is kept of an entry beside its key and the numbers.
local function text_of(row)
  return type(row[2]) == 'table' and row[2][6] or string.match(row[2], '^%d+ %d+ %d+ %d+ %d+ %S+ (.*)$')
end

-- Gives what an entry counts in a page that is bounded in bytes: its text in JSON,
-- some bytes more than what people wrote, and six for a control character.
local function size_of(row)
  return type(row[2]) == 'table' and #row[2][6] or #row[2]
end

-- Gives the first offset that is not too old: found by halving, since `at` never
-- goes back in a room. `age` is '' where nothing ever is too old.
local function first_kept(log, forms, oldest, head, told, age)
  if age == '' then
    return oldest
  end
  local since = moment(told) - tonumber(age)
  local low, high = oldest, head + 1
  while low < high do
    local middle = math.floor((low + high) / 2)
    if tonumber((stamp(row_at(log, forms, plain(middle))))) < since then
      low = middle + 1
    else
      high = middle
    end
  end
  return low
end

-- Drops the entries before an offset.
local function drop(log, forms, oldest, first)
  redis.call('XTRIM', log, 'MINID', plain(first) .. '-0')
  if redis.call('EXISTS', forms) == 1 then
    local gone = {}
    for offset = oldest, first - 1 do
      gone[#gone + 1] = plain(offset)
    end
    redis.call('HDEL', forms, unpack(gone))
  end
end
