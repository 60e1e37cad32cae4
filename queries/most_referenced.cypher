// title: Paragraphs that others refer to most
// what: Passages by the number of references that point at them, from how many documents.
// param document: only passages of this document; empty for all (default "")
// param least: references at the least (default 2)
MATCH (r:Reference)-[:TO]->(c:Chunk)
WHERE $document = '' OR c.document = $document
MATCH (r)-[:FROM_CHUNK]->(b:Chunk)
WITH c, count(DISTINCT r.id) AS n, count(DISTINCT b.document) AS from_documents
WHERE n >= $least
RETURN c.id AS passage, c.name AS name, c.document AS document, c.start AS start,
       n AS times, from_documents
ORDER BY times DESC, document, start
