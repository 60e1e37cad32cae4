// title: Facts that one document alone states
// what: Shown facts whose every quote lies in one and the same document.
// param document: only facts of this document; empty for all (default "")
MATCH (f:Fact)-[s:SUPPORTED_BY]->(:Chunk)-[:PART_OF]->(d:Document)
WHERE f.status = 'shown'
WITH f, count(DISTINCT d.id) AS documents, count(DISTINCT s.id) AS places, min(d.id) AS document
WHERE documents = 1 AND ($document = '' OR document = $document)
RETURN f.id AS fact, f.name AS statement, document, places
ORDER BY document, statement, fact
