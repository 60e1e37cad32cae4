// title: What would fall if a document were withdrawn
// what: Facts and answers that rest on the document. falls says that nothing else supports them;
// what: others counts the other documents that would still do so.
// param document: id of the document, as in MATCH (d:Document) RETURN d.id
MATCH (:Document {id: $document})<-[:PART_OF]-(:Chunk)<-[:SUPPORTED_BY]-(f:Fact)
WHERE f.status = 'shown'
WITH DISTINCT f
OPTIONAL MATCH (f)-[:SUPPORTED_BY]->(:Chunk)-[:PART_OF]->(o:Document)
WHERE o.id <> $document
WITH f, count(DISTINCT o.id) AS others
RETURN 'fact' AS kind, f.id AS id, f.name AS name, others = 0 AS falls, others
ORDER BY falls DESC, name, id
UNION ALL
MATCH (:Document {id: $document})<-[:PART_OF]-(:Chunk)<-[:CITES]-(a:Answer)
WITH DISTINCT a
OPTIONAL MATCH (a)-[:CITES]->(:Chunk)-[:PART_OF]->(o:Document)
WHERE o.id <> $document
WITH a, count(DISTINCT o.id) AS others
RETURN 'answer' AS kind, a.id AS id, a.name AS name, others = 0 AS falls, others
ORDER BY falls DESC, name, id
