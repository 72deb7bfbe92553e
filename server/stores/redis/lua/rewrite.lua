-- How an entry is changed. A stream's entry cannot be, and one that is deleted from
-- a stream is only marked as such: its text stays in the node that it shares with
-- its neighbours, in memory and in every snapshot, until the node is given back as
-- a whole. So all entries of the node go into `forms`, and each goes once (CH4).

-- Takes rows out of the stream, as they are.
local function move(log, forms, rows)
  local ids = {}
  for i, row in ipairs(rows) do
    local at, key = stamp(row)
    ids[i] = row[1]
    redis.call('HSET', forms, string.match(row[1], '^%d+'), '0 0 0 0 ' .. at .. ' ' .. key .. ' ' .. row[2][6])
  end
  if #ids > 0 then
    redis.call('XDEL', log, unpack(ids))
  end
end

-- Where a node begins and ends is not told, only how many there are. From the entry
-- on upwards the first that goes is its own or the next one: no neighbour above is
-- left in its own. Then from the entry downwards the first that goes is its own, if
-- that was not gone before, or else one too many.
local function move_node(log, forms, offset)
  for _, way in ipairs({'XRANGE', 'XREVRANGE'}) do
    local nodes = fact(log, 'radix-tree-keys')
    repeat
      local rows = redis.call(way, log, way == 'XRANGE' and offset .. '-0' or '(' .. offset .. '-0',
        way == 'XRANGE' and '+' or '-', 'COUNT', 10)
      move(log, forms, rows)
    until #rows < 10 or fact(log, 'radix-tree-keys') < nodes
  end
end

-- Puts a form in the place of an entry.
local function rewrite(log, forms, offset, form)
  if redis.call('HEXISTS', forms, offset) == 0 then
    move_node(log, forms, offset)
  end
  redis.call('HSET', forms, offset, form)
end
