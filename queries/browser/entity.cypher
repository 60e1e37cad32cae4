// title: What is said about an entity, as a picture
// what: Its facts, the entities at their other end, and the passages that state them.
:param name => 'Safety Officer'
MATCH p = (e:Entity)<-[:SUBJECT|OBJECT]-(f:Fact)-[:SUPPORTED_BY]->(:Chunk)
WHERE toLower(e.name) = toLower($name) AND f.status = 'shown'
OPTIONAL MATCH q = (f)-[:SUBJECT|OBJECT]->(:Entity)
RETURN p, q LIMIT 200
