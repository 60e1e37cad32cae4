// title: Documents that nobody cites
// what: Documents that no other document refers to and no answer quotes, with what they hold.
MATCH (d:Document)
OPTIONAL MATCH (d)<-[:PART_OF]-(:Chunk)<-[:TO]-(r:Reference)-[:FROM_CHUNK]->(c:Chunk)
WHERE c.document <> d.id
WITH d, count(r) AS into
OPTIONAL MATCH (d)<-[:TO]-(r:Reference)-[:FROM_CHUNK]->(c:Chunk)
WHERE c.document <> d.id
WITH d, into, count(r) AS whole
OPTIONAL MATCH (d)<-[:PART_OF]-(:Chunk)<-[:CITES]-(a:Answer)
WITH d, into, whole, count(a) AS quoted
WHERE into = 0 AND whole = 0 AND quoted = 0
OPTIONAL MATCH (d)<-[:PART_OF]-(:Chunk)<-[:SUPPORTED_BY]-(f:Fact)
WHERE f.status = 'shown'
RETURN d.id AS document, d.name AS name, count(DISTINCT f.id) AS facts
ORDER BY document
