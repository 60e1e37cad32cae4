// title: Facts that deny or only allow
// what: Facts with "not", and facts that say may, can or should, each with its words.
// param document: only facts of this document; empty for all (default "")
// param status: "shown", "weak" or empty for both (default "shown")
MATCH (f:Fact)-[s:SUPPORTED_BY]->(:Chunk)-[:PART_OF]->(d:Document)
WHERE (f.polarity = 'negative' OR f.modality IN ['may', 'can', 'should'])
  AND ($document = '' OR d.id = $document) AND ($status = '' OR f.status = $status)
RETURN f.id AS fact, f.name AS statement, f.polarity AS polarity, f.modality AS modality,
       d.id AS document, s.start AS start, s.`end` AS stop, s.quote AS quote
ORDER BY document, start, stop, statement, fact
