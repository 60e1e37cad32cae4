// title: Facts that are kept but not shown, and why
// what: Statements below the quality bar with the reason and their words.
// param document: only from this document; empty for all (default "")
MATCH (f:Fact)-[s:SUPPORTED_BY]->(:Chunk)-[:PART_OF]->(d:Document)
WHERE f.status = 'weak' AND ($document = '' OR d.id = $document)
RETURN s.why_weak AS why, f.id AS fact, f.name AS statement, d.id AS document,
       s.start AS start, s.`end` AS stop, s.quote AS quote
ORDER BY document, start, stop, fact
