// title: Answers whose evidence is no longer current
// what: Answers that quote words, or used facts, which a newer version or a withdrawal took away.
// what: still_said tells whether the same words stand in the document as it is now.
MATCH (a:Answer)-[c:CITES]->(s:Superseded)
RETURN a.id AS answer, a.question AS question, a.asked AS asked, 'quote' AS kind,
       c.document AS document, c.quote AS words, s.why AS why, c.still_said AS still_said
ORDER BY answer, document, words
UNION ALL
MATCH (a:Answer)-[:USED]->(s:Superseded)
RETURN a.id AS answer, a.question AS question, a.asked AS asked, 'fact' AS kind,
       null AS document, s.name AS words, s.why AS why, false AS still_said
ORDER BY answer, words
