// title: Deadlines
// what: Everything that has to be done by a time: who, what, by when, and the words that say so.
// param document: only from this document; empty for all (default "")
// param within: only deadlines that contain this; empty for all (default "")
MATCH (who:Entity)<-[:SUBJECT]-(f:Fact)-[s:SUPPORTED_BY]->(c:Chunk)-[:PART_OF]->(d:Document)
WHERE f.status = 'shown' AND s.deadline IS NOT NULL
  AND ($document = '' OR d.id = $document)
  AND ($within = '' OR toLower(s.deadline) CONTAINS toLower($within))
RETURN s.deadline AS by_when, who.name AS who, f.name AS statement, f.id AS fact,
       d.id AS document, c.heading AS heading, s.start AS start, s.`end` AS stop, s.quote AS quote
ORDER BY document, start, stop, statement, fact
