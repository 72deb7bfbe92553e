-- Who is in any room, and the position of the last change that this contains.
-- One statement, so one moment; one row without a room if nobody is anywhere.
SELECT tail.position, member.room, member.client_id, member.connection, member.author, member.name
FROM member_tail AS tail LEFT JOIN member ON true
ORDER BY member.place
