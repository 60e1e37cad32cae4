// title: References that lead nowhere
// what: References to a section, document or term that is not in this base, and what is missing.
// param document: only references in this document; empty for all (default "")
MATCH (r:Reference)-[:FROM_CHUNK]->(c:Chunk)-[:PART_OF]->(d:Document)
WHERE NOT EXISTS { MATCH (r)-[:TO]->() } AND ($document = '' OR d.id = $document)
RETURN d.id AS document, c.heading AS heading, r.surface AS reference, r.rule AS rule,
       r.why AS missing, r.start AS start, r.`end` AS stop
ORDER BY document, start, stop, rule
