// title: Answers that used a fact
// what: Each answer that a fact stands behind: the question, when it was asked, and its state.
// param fact: id of the fact; empty for all (default "")
MATCH (a:Answer)-[u:USED]->(f)
WHERE $fact = '' OR f.id = $fact
RETURN f.id AS fact, f.name AS statement, a.id AS answer, a.question AS question,
       a.asked AS asked, a.state AS state, u.status AS status
ORDER BY fact, asked, answer
