// title: Names that join documents
// what: Entities that stand in more than one document, or in both of two given ones, with the
// what: documents; most documents first.
// param first: id of one document; empty for any (default "")
// param second: id of another document; empty for any (default "")
MATCH (e:Entity)<-[:MENTIONS]-(c:Chunk)
WHERE e.status = 'shown'
WITH DISTINCT e, c.document AS document
ORDER BY document
WITH e, collect(document) AS documents
WHERE size(documents) > 1 AND ($first = '' OR $first IN documents)
  AND ($second = '' OR $second IN documents)
RETURN e.id AS entity, e.name AS name, e.kind AS kind, size(documents) AS n, documents
ORDER BY n DESC, name, entity
