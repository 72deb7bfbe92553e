-- End an epoch, unless somebody else has ended it: compare and set, one row, so
-- nodes that notice one rollback begin one epoch.
UPDATE meta SET epoch = $2 WHERE epoch = $1
