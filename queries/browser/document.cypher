// title: What rests on a document, as a picture
// what: Its passages, the facts they support, the entities they join, and the answers that quote it.
:param document => 'documents/sop-021-vigilance-reporting.md'
MATCH p = (d:Document {id: $document})<-[:PART_OF]-(c:Chunk)<-[:SUPPORTED_BY|CITES]-(x)
WHERE x:Answer OR x.status = 'shown'
OPTIONAL MATCH q = (x)-[:SUBJECT|OBJECT]->(:Entity)
RETURN p, q LIMIT 200
