// title: Facts by what read them
// what: Each extractor (name, version and hash of its settings) and rule: how many facts and places
// what: it gave, how many of them are shown, and the runs that used it.
MATCH (f:Fact)-[s:SUPPORTED_BY]->(:Chunk)
RETURN s.extractor AS extractor, s.rule AS rule, count(DISTINCT f.id) AS facts,
       count(DISTINCT CASE WHEN f.status = 'shown' THEN f.id END) AS shown,
       count(s) AS places, count(DISTINCT s.run) AS runs
ORDER BY extractor, rule
