-- Who is in a room, in the order of joining. One statement, so one moment.
SELECT room, client_id, connection, author, name FROM member WHERE room = $1 ORDER BY place
