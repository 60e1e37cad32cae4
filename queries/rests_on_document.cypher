// title: All that rests on a document
// what: Facts, entities, references and answers that a document supports; only_here says that
// what: nothing else does, so that they go when it goes.
// param document: id of the document, as in MATCH (d:Document) RETURN d.id
MATCH (d:Document {id: $document})<-[:PART_OF]-(:Chunk)<-[:SUPPORTED_BY]-(f:Fact)
WITH DISTINCT f
OPTIONAL MATCH (f)-[:SUPPORTED_BY]->(:Chunk)-[:PART_OF]->(o:Document)
WHERE o.id <> $document
WITH f, count(o) AS others
RETURN 'fact' AS kind, f.id AS id, f.name AS name, others = 0 AS only_here
ORDER BY name, id
UNION ALL
MATCH (d:Document {id: $document})<-[:PART_OF]-(:Chunk)-[:MENTIONS]->(e:Entity)
WITH DISTINCT e
OPTIONAL MATCH (e)<-[:MENTIONS]-(:Chunk)-[:PART_OF]->(o:Document)
WHERE o.id <> $document
WITH e, count(o) AS others
RETURN 'entity' AS kind, e.id AS id, e.name AS name, others = 0 AS only_here
ORDER BY name, id
UNION ALL
MATCH (d:Document {id: $document})<-[:PART_OF]-(:Chunk)<-[:TO]-(r:Reference)
WITH DISTINCT r
RETURN 'reference' AS kind, r.id AS id, r.name AS name, true AS only_here
ORDER BY name, id
UNION ALL
MATCH (d:Document {id: $document})<-[:TO]-(r:Reference)
RETURN 'reference' AS kind, r.id AS id, r.name AS name, true AS only_here
ORDER BY name, id
UNION ALL
MATCH (d:Document {id: $document})<-[:PART_OF]-(:Chunk)<-[:CITES]-(a:Answer)
WITH DISTINCT a
OPTIONAL MATCH (a)-[:CITES]->(:Chunk)-[:PART_OF]->(o:Document)
WHERE o.id <> $document
WITH a, count(o) AS others
RETURN 'answer' AS kind, a.id AS id, a.name AS name, others = 0 AS only_here
ORDER BY name, id
