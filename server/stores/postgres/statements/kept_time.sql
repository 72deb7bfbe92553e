-- How far time is known to have passed, and what the clock says.
SELECT time_mark, clock_timestamp() AS wall FROM meta
