// title: Names that were taken for one thing, and why
// what: Every name of every entity that has more than one, with rule, reason and decision.
// param entity: only entities whose name contains this; empty for all (default "")
MATCH (e:Entity)<-[:SAME_AS]-(m:Name)
WHERE $entity = '' OR toLower(e.name) CONTAINS toLower($entity)
WITH e, count(DISTINCT m.id) AS names
WHERE names > 1
MATCH (n:Name)-[s:SAME_AS]->(e)
RETURN e.name AS entity, e.kind AS kind, n.name AS name, s.rule AS rule, s.reason AS reason,
       s.decision AS decision, e.id AS entity_id, n.id AS name_id
ORDER BY entity, entity_id, name, name_id
