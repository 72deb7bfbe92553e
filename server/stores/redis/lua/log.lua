-- What every script about a log begins with; `scripts.py` puts it there.

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

-- Gives where a log stands: head, oldest, and when its newest entry was written
-- (nil if none is left).
local function standing(log)
  -- The newest entry says it: no head beside it can be wrong.
  local newest = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
  if newest then
    local head = tonumber(string.match(newest[1], '^%d+'))
    return head, head - redis.call('XLEN', log) + 1, tonumber(newest[2][2])
  end
  if redis.call('EXISTS', log) == 0 then
    return 0, 1, nil
  end
  -- All were too old. The stream remembers its last ID.
  local facts = redis.call('XINFO', 'STREAM', log)
  for i = 1, #facts, 2 do
    if facts[i] == 'last-generated-id' then
      local head = tonumber(string.match(facts[i + 1], '^%d+'))
      return head, head + 1, nil
    end
  end
end

-- Gives the first offset that is not too old: found by halving, since `at` never
-- goes back in a room. `age` is '' where nothing ever is too old.
local function first_kept(log, oldest, head, told, age)
  if age == '' then
    return oldest
  end
  local since = moment(told) - tonumber(age)
  local low, high = oldest, head + 1
  while low < high do
    local middle = math.floor((low + high) / 2)
    local id = plain(middle) .. '-0'
    if tonumber(redis.call('XRANGE', log, id, id)[1][2][2]) < since then
      low = middle + 1
    else
      high = middle
    end
  end
  return low
end
