// title: What an answer rested on, as a picture
// what: The answer, the passages it quotes with their documents, and the facts it used.
:param answer => ''
MATCH p = (a:Answer)-[:CITES|USED]->(x)
WHERE $answer = '' OR a.id = $answer
OPTIONAL MATCH q = (x)-[:PART_OF|SUBJECT|OBJECT]->()
RETURN p, q LIMIT 200
