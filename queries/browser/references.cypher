// title: How documents refer to each other, as a picture
// what: References from passages to passages or documents, with the documents they belong to.
:param document => ''
MATCH p = (d:Document)<-[:PART_OF]-(c:Chunk)<-[:FROM_CHUNK]-(r:Reference)-[:TO]->(x)
WHERE $document = '' OR d.id = $document
OPTIONAL MATCH q = (x)-[:PART_OF]->(:Document)
RETURN p, q LIMIT 200
