-- Where the changes stand among the messages; `scripts.py` puts it where it is needed.
--
-- `runs` is a sorted set of the runs of changes that follow one another: each is
-- its first offset, scored by its last. How many changes that makes is the score of
-- `count`, below 0. A change that is in no run counts as a message; such are left
-- by nodes of an older release, and noted when a page of messages comes upon them.

-- Gives the first run that ends at an offset or beyond: its first and its last.
local function run_from(runs, offset)
  local run = redis.call('ZRANGEBYSCORE', runs, plain(offset), '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
  return tonumber(run[1]), tonumber(run[2])
end

-- Gives the last run that ends before an offset.
local function run_before(runs, offset)
  local run = redis.call('ZREVRANGEBYSCORE', runs, '(' .. plain(offset), '(0', 'WITHSCORES', 'LIMIT', 0, 1)
  return tonumber(run[1]), tonumber(run[2])
end

local function put_run(runs, first, last)
  redis.call('ZADD', runs, plain(last), plain(first))
end

-- Notes that the entry at an offset is a change; gives whether that is news.
local function note_change(runs, offset)
  local next_first, next_last = run_from(runs, offset)
  if next_first and next_first <= offset then
    return false
  end
  local first, last = run_before(runs, offset)
  local from, to = offset, offset
  if last == offset - 1 then
    from = first
  end
  if next_first == offset + 1 then
    to = next_last
    redis.call('ZREM', runs, plain(next_first))
  end
  put_run(runs, from, to)
  redis.call('ZINCRBY', runs, -1, 'count')
  return true
end

-- Gives how many messages a room keeps. Runs before `oldest` are left by nodes of
-- an older release that trimmed.
local function messages_kept(log, forms, runs, oldest)
  local changes = -tonumber(redis.call('ZSCORE', runs, 'count') or '0')
  local behind = redis.call('ZRANGEBYSCORE', runs, '(0', '(' .. plain(oldest), 'WITHSCORES')
  for i = 1, #behind, 2 do
    changes = changes - (behind[i + 1] - behind[i] + 1)
  end
  local first = run_from(runs, oldest)
  if first and first < oldest then
    changes = changes - (oldest - first)
  end
  return redis.call('XLEN', log) + redis.call('HLEN', forms) - changes
end

-- Gives the offset of the message that follows so many of the oldest ones, if no
-- more than a number of entries lie before it; else the one after so many entries.
local function after_messages(runs, oldest, number, step)
  local at, left = oldest, number
  local first, last = run_from(runs, at)
  while first and at < oldest + step and first <= at + left do
    left = left - math.max(first - at, 0)
    at = last + 1
    first, last = run_from(runs, at)
  end
  return math.min(at + left, oldest + step)
end

-- Drops the runs before an offset, as `drop` does with the entries.
local function drop_runs(runs, first)
  local behind = redis.call('ZRANGEBYSCORE', runs, '(0', '(' .. plain(first), 'WITHSCORES')
  local gone = 0
  for i = 1, #behind, 2 do
    gone = gone + behind[i + 1] - behind[i] + 1
    redis.call('ZREM', runs, behind[i])
  end
  local from, to = run_from(runs, first)
  if from and from < first then
    gone = gone + first - from
    redis.call('ZREM', runs, plain(from))
    put_run(runs, first, to)
  end
  if gone > 0 and redis.call('ZINCRBY', runs, plain(gone), 'count') == '0' then
    redis.call('DEL', runs)
  end
end
