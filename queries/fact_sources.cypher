// title: Where a fact comes from
// what: Every place that states a fact: document, heading, offsets, exact words, and what read it.
// param fact: id of the fact; empty for all (default "")
// param status: "shown", "weak" or empty for both (default "")
MATCH (f:Fact)-[s:SUPPORTED_BY]->(c:Chunk)-[:PART_OF]->(d:Document)
WHERE ($fact = '' OR f.id = $fact) AND ($status = '' OR f.status = $status)
RETURN f.id AS fact, f.name AS statement, d.id AS document, c.heading AS heading, c.page AS page,
       s.start AS start, s.`end` AS stop, s.quote AS quote, s.rule AS rule, s.extractor AS extractor
ORDER BY fact, document, start, rule
