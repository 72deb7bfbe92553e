-- The epoch that is.
SELECT epoch FROM meta
