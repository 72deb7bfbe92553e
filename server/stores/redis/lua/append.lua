#!lua
-- Appends drafts to one room, once for each key, lets those that are changes show
-- in their targets, and hints at its new head. Atomic because nothing else runs
-- meanwhile. Lua does not roll back, so every read that could fail, and with it
-- every check of a key's type, comes before the first write; and without a flag
-- above the server itself refuses to begin when it is out of memory, read-only, or
-- cannot write to its disk.
--
-- KEYS  log (a stream whose IDs are `<offset>-0`), forms, runs, known (a hash by
--       key), ages (a list of `<at> <key>`, oldest first)
-- ARGV  channel, now in ms or '', messages kept, ms before which a key may be
--       forgotten, number of drafts, then key, print, text and target of each, the
--       last '' but for a reply, which cannot be about what is not there yet nor about a
--       change; then
--       seven of each change:
--       which draft it is, its target, the version of that which it was judged by
--       (-1 if it is not kept, `@3` if it is what the change in draft 3 makes of
--       it), the target's new form in two (in the first, `@3` is the offset of draft
--       3, and `@` the time; both are '' if it is refused), the edit whose text goes
--       or 0, and the new form of that
-- Gives for each draft {1, offset, at} if new, {0, offset, at} if known, {-1} if
-- its key is another's, {-2} if it is refused. Fewer where a change was judged by
-- what its target is no longer: from there on nothing was done.
local log, forms, runs, known, ages = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local channel, kept, forgotten_before, number = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])

local now = moment(ARGV[2])
local head, oldest, last = standing(log, forms)
if not last then
  -- No entry is left to say so; the newest key does, for a day and an hour.
  last = tonumber(string.match(redis.call('LINDEX', ages, -1) or '0', '^%d+'))
end

local keys = {}
for i = 1, number do
  keys[i] = ARGV[2 + i * 4]
end
local remembered = redis.call('HMGET', known, unpack(keys))
-- More than are added, so that they cannot pile up, and never many at once.
local aged = redis.call('LRANGE', ages, 0, number * 2 + 99)

local changes = {}
for i = 6 + number * 4, #ARGV, 7 do
  changes[tonumber(ARGV[i])] = {
    target = tonumber(ARGV[i + 1]), version = ARGV[i + 2], header = ARGV[i + 3], rest = ARGV[i + 4],
    edit = ARGV[i + 5], edit_form = ARGV[i + 6],
  }
end

-- LOG6: time stands still until the clock has caught up.
local at = math.max(now, last)
local answers, taken, added, rewrites, touched, changed, new_changes = {}, {}, {}, {}, {}, {}, {}
local own = {['@'] = plain(at)}

-- LOG17: where the room will begin if nothing more comes. In bounded steps, so that
-- a lowered bound holds nobody up.
local messages = messages_kept(log, forms, runs, oldest)
local function first_of_room()
  local surplus, step = messages - kept, #added + 1000
  return surplus > 0 and after_messages(runs, oldest, surplus, step) or oldest
end

-- Whether the target is what the change was judged by: changed by nobody else
-- since, nor trimmed by this very call.
local function is_as_judged(change)
  local target, version = change.target, '-1'
  if target >= first_of_room() then
    local row = not touched[target] and row_at(log, forms, plain(target))
    version = touched[target] or row and (type(row[2]) == 'table' and '0' or string.match(row[2], '^%d+')) or '-1'
  end
  return version == change.version
end

-- SE9: whether a reply to this would be about what is not there yet, or about a change.
local function is_no_place_for_reply(target)
  if target > head then
    return true
  end
  if target < first_of_room() then
    return false
  end
  local first = run_from(runs, target)
  return new_changes[target] or first and first <= target
end

for i = 1, number do
  local key, print, text = ARGV[2 + i * 4], ARGV[3 + i * 4], ARGV[4 + i * 4]
  local target, was, change = tonumber(ARGV[5 + i * 4]), taken[key] or remembered[i], changes[i]
  if was then
    local first_offset, first_at, first_print = string.match(was, '^(%d+) (%d+) (%x+)$')
    -- What an older version remembers is twice as long.
    if string.sub(first_print, 1, #print) == print then
      answers[i] = {0, tonumber(first_offset), tonumber(first_at)}
    else
      answers[i] = {-1}
    end
  elseif change and not is_as_judged(change) then
    break
  elseif change and change.header == '' or target and is_no_place_for_reply(target) then
    answers[i] = {-2}
  else
    head = head + 1
    taken[key] = plain(head) .. ' ' .. plain(at) .. ' ' .. print
    added[#added + 1] = {head, key, text}
    answers[i] = {1, head, at}
    own['@' .. i] = plain(head)
    touched[head] = 'new'
    messages = messages + (change and 0 or 1)
    if change then
      changed[#changed + 1] = head
      new_changes[head] = true
      rewrites[#rewrites + 1] = change
      touched[change.target] = '@' .. i
    end
  end
end
if #added == 0 then
  return answers
end

-- From here on only writes, and looks at keys whose type is known, of which none
-- can fail. What is rewritten leaves the stream first, so that the newest is in it.
for _, change in ipairs(rewrites) do
  rewrite(log, forms, plain(change.target), string.gsub(change.header, '@%d*', own) .. change.rest)
  if change.edit ~= '0' then
    rewrite(log, forms, change.edit, change.edit_form)
  end
end
for _, entry in ipairs(added) do
  local offset, key, text = entry[1], entry[2], entry[3]
  redis.call('XADD', log, plain(offset) .. '-0', 'at', plain(at), 'key', key, 'entry', text)
  redis.call('HSET', known, key, taken[key])
  redis.call('RPUSH', ages, plain(at) .. ' ' .. key)
end

-- LOG9: keys go by age alone.
local forgotten = {}
for _, age in ipairs(aged) do
  local since, key = string.match(age, '^(%d+) (.*)$')
  if tonumber(since) >= forgotten_before then
    break
  end
  forgotten[#forgotten + 1] = key
end
if #forgotten > 0 then
  redis.call('HDEL', known, unpack(forgotten))
  redis.call('LTRIM', ages, #forgotten, -1)
end
-- What an older version wrote would end by the server's clock, whatever it says; the sweep sees to it.
redis.call('PERSIST', known)
redis.call('PERSIST', ages)

for _, offset in ipairs(changed) do
  note_change(runs, offset)
end
local first = first_of_room()
if first > oldest then
  drop(log, forms, oldest, first)
  drop_runs(runs, first)
end
redis.call('SPUBLISH', channel, plain(head))
return answers
