// title: Facts that contradict each other
// what: Pairs of facts that say the same, one with and one without "not", and where each stands.
// param status: "shown", "weak" or empty for both (default "shown")
// claim_id leaves the polarity out: at most one fact of a claim is positive and one negative.
MATCH (f:Fact)
WHERE $status = '' OR f.status = $status
WITH f.claim_id AS claim,
     min(CASE WHEN f.polarity = 'positive' THEN f.id END) AS yes,
     min(CASE WHEN f.polarity = 'negative' THEN f.id END) AS no
WHERE yes IS NOT NULL AND no IS NOT NULL
MATCH (p:Fact {id: yes})-[s:SUPPORTED_BY]->(:Chunk)-[:PART_OF]->(pd:Document)
MATCH (n:Fact {id: no})-[t:SUPPORTED_BY]->(:Chunk)-[:PART_OF]->(nd:Document)
RETURN claim, p.name AS statement, yes AS fact, pd.id AS document, s.start AS start,
       s.quote AS quote, n.name AS denial, no AS denying_fact, nd.id AS denied_in,
       t.start AS denied_at, t.quote AS denied_with
ORDER BY statement, claim, document, start, denied_in, denied_at
