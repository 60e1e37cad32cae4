// title: Facts that contradict each other
// what: Pairs of facts of which at most one can hold: one says what the other denies, or they give
// what: other figures for the same; and where each stands.
// param status: "shown", "weak" or empty for both (default "shown")
// Facts are compared where claim_id is the same: subject, predicate, object, conditions, exceptions,
// restrictions, recipient and all else but modality, polarity and figures. So nothing is compared
// that may hold side by side: a rule and its exception, two conditions, two places, two recipients.
// Not compared either: what happened once and has no date, table rows, what points elsewhere ("this
// part", "such notice"), common nouns ("the fund") under different headings of one document, other words for the same ("keep" and "retain"), figures within one sentence,
// and what must be done against what is done.
MATCH (f:Fact)
WHERE $status = '' OR f.status = $status
WITH f.claim_id AS claim, count(f) AS n, collect(f.id) AS ids
WHERE n > 1
UNWIND ids AS one
UNWIND ids AS other
WITH claim, one, other
WHERE one <> other
MATCH (p:Fact {id: one})
MATCH (n:Fact {id: other})
WITH claim, p, n, coalesce(p.figures, '') AS first, coalesce(n.figures, '') AS second
WHERE (p.polarity = 'positive' AND n.polarity = 'negative' AND first = second
       AND (p.modality = n.modality
            OR (n.modality = 'must' AND p.modality IN ['may', 'can', 'should', 'will'])
            OR (n.modality = 'should' AND p.modality = 'must')))
   OR (p.id < n.id AND p.polarity = n.polarity AND p.modality = n.modality
       AND first <> '' AND second <> '' AND first <> second)
MATCH (p)-[s:SUPPORTED_BY]->(:Chunk)-[:PART_OF]->(pd:Document)
MATCH (n)-[t:SUPPORTED_BY]->(:Chunk)-[:PART_OF]->(nd:Document)
WHERE pd.id <> nd.id
   OR (s.start <> t.start AND coalesce(p.under, '') = coalesce(n.under, ''))
RETURN claim, p.name AS statement, p.id AS fact, pd.id AS document, s.start AS start,
       s.quote AS quote, n.name AS denial, n.id AS denying_fact, nd.id AS denied_in,
       t.start AS denied_at, t.quote AS denied_with,
       CASE WHEN p.polarity = n.polarity THEN 'other figure' ELSE 'denied' END AS kind
ORDER BY statement, claim, document, start, denied_in, denied_at, fact, denying_fact
