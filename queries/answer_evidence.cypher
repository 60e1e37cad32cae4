// title: What an answer rested on
// what: Every quote and fact of an answer, whether it is still current, and why not.
// param answer: id of the answer; empty for all (default "")
MATCH (a:Answer)-[c:CITES]->(x)
WHERE $answer = '' OR a.id = $answer
RETURN a.id AS answer, a.question AS question, 'quote' AS kind, c.role AS role,
       c.status AS status, x.id AS evidence, c.document AS document, c.version AS version,
       c.start AS start, c.`end` AS stop, c.quote AS words, coalesce(x.why, '') AS why
ORDER BY answer, document, start, stop
UNION ALL
MATCH (a:Answer)-[u:USED]->(x)
WHERE $answer = '' OR a.id = $answer
RETURN a.id AS answer, a.question AS question, 'fact' AS kind, '' AS role,
       u.status AS status, x.id AS evidence, null AS document, null AS version,
       null AS start, null AS stop, x.name AS words, coalesce(x.why, '') AS why
ORDER BY answer, words, evidence
