// title: What was run, with what, and how it ended
// what: Every run, oldest first: when, with which settings and components, and what it counted.
// param kind: only runs of this kind, such as "build"; empty for all (default "")
MATCH (r:Run)
WHERE $kind = '' OR r.kind = $kind
RETURN r.id AS run, r.kind AS kind, r.started AS started, r.finished AS finished, r.state AS state,
       r.settings AS settings, r.fingerprints AS fingerprints, r.counts AS counts
ORDER BY started, run
