// title: Answers that somebody called wrong
// what: Answers with an opinion "wrong" or "citation-does-not-support", newest first.
MATCH (a:Answer)
WHERE any(said IN a.opinions WHERE said IN ['wrong', 'citation-does-not-support'])
RETURN a.id AS answer, a.question AS question, a.asked AS asked, a.state AS state,
       a.opinions AS opinions, a.status AS status
ORDER BY asked DESC, answer
