-- Hint to every node that listens: see the function, which is one transaction.
SELECT tell_nodes($1::text, $2::text[])
