#!lua
-- Ends an epoch, unless somebody else has ended it: compare and set, atomic
-- because nothing else runs, so nodes that notice one rollback begin one epoch.
--
-- KEYS  store
-- ARGV  the epoch that ends, the one that would begin
-- Gives the epoch that is.
local store = KEYS[1]
if redis.call('HGET', store, 'life') == ARGV[1] then
  redis.call('HSET', store, 'life', ARGV[2])
end
return redis.call('HGET', store, 'life')
