// title: Who must, may or must not do what
// what: Every duty, permission and prohibition that was read: who, what, by when, if and unless what,
// what: only what, how much and how often, to whom, and the paragraph that says so.
// what: What only may happen ("the wait may be an hour") is no permission and left out.
// param who: only whose name contains this; empty for all (default "")
// param modality: "must", "may", "should" or empty for all three (default "")
// param document: only from this document; empty for all (default "")
MATCH (who:Entity)<-[:SUBJECT]-(f:Fact)-[s:SUPPORTED_BY]->(c:Chunk)-[:PART_OF]->(d:Document)
WHERE f.status = 'shown' AND f.modality IN ['must', 'may', 'should']
  AND (f.modality <> 'may' OR f.polarity = 'negative'
       OR who.kind IN ['Role', 'Person', 'Organization']
       OR s.rule STARTS WITH 'passive'
       OR (f.predicate STARTS WITH 'be ' AND s.rule <> 'copula'))
  AND ($modality = '' OR f.modality = $modality)
  AND ($who = '' OR toLower(who.name) CONTAINS toLower($who))
  AND ($document = '' OR d.id = $document)
OPTIONAL MATCH (f)-[:OBJECT]->(o:Entity)
RETURN who.name AS who,
       CASE WHEN f.polarity = 'negative' THEN f.modality + ' not' ELSE f.modality END AS duty,
       f.predicate AS predicate, coalesce(o.name, f.value, '') AS what,
       f.id AS fact, coalesce(s.deadline, '') AS by_when, coalesce(s.condition, '') AS if_what,
       coalesce(s.exception, '') AS unless_what, coalesce(s.restriction, '') AS only,
       coalesce(s.limit, '') AS at_most, coalesce(s.frequency, '') AS how_often,
       coalesce(s.recipient, '') AS to_whom, coalesce(s.override, '') AS despite,
       f.name AS statement, s.quote AS quote,
       d.id AS document, c.heading AS heading, c.page AS page, s.start AS start, s.`end` AS stop
ORDER BY document, start, stop, who, predicate, what, duty, fact
