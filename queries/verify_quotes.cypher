// title: Quotes that are not the words of their document
// what: Cuts every quote out of its passage again, by its offsets, and returns those that differ.
// what: A sound base returns no row.
// Offsets are positions in the document; c.start is where the passage begins in it. A statement
// may run past the end of the passage in which it begins: then its part inside is compared, and
// its length is checked against its offsets. Several qualifiers of one kind are one text, joined by
// "; ": each of them must stand in it.
MATCH (c:Chunk)-[m:MENTIONS]->(e:Entity)
WITH c, 'mention' AS kind, m.id AS id, m.surface AS quote, m.start AS start, m.`end` AS stop
WITH c, kind, id, quote, start, stop,
     CASE WHEN start < c.start OR start >= c.`end` OR stop < start THEN null
          ELSE substring(c.text, start - c.start, stop - start) END AS found
WHERE found IS NULL OR quote IS NULL OR found <> quote
RETURN kind, id, c.id AS passage, start, stop, quote, found
UNION ALL
MATCH (f:Fact)-[s:SUPPORTED_BY]->(c:Chunk)
WITH c, 'fact' AS kind, f.id AS id, s.quote AS quote, s.start AS start, s.`end` AS stop
WITH c, kind, id, quote, start, stop, CASE WHEN stop > c.`end` THEN c.`end` ELSE stop END AS last
WITH c, kind, id, quote, start, stop, last,
     CASE WHEN start < c.start OR start >= c.`end` OR stop < start THEN null
          ELSE substring(c.text, start - c.start, last - start) END AS found
WHERE found IS NULL OR quote IS NULL OR size(quote) <> stop - start
   OR found <> substring(quote, 0, last - start)
RETURN kind, id, c.id AS passage, start, stop, quote, found
UNION ALL
MATCH (f:Fact)-[s:SUPPORTED_BY]->(c:Chunk)
UNWIND ['condition', 'exception', 'restriction', 'override', 'deadline', 'frequency', 'limit',
        'recipient', 'purpose', 'manner', 'source', 'place', 'time', 'amount'] AS kind
WITH c, f.id AS id, kind, s[kind] AS quote, s[kind + '_start'] AS begin, s[kind + '_end'] AS last,
     s[kind + '_starts'] AS begins, s[kind + '_ends'] AS lasts
WHERE begin >= c.start AND last <= c.`end`
UNWIND range(0, 99) AS i
WITH c, id, kind, quote, begin, last, begins, lasts, i
WHERE i < coalesce(size(begins), 1)
WITH c, kind, id, quote, begins,
     CASE WHEN begins IS NULL THEN begin ELSE begins[i] END AS start,
     CASE WHEN begins IS NULL THEN last ELSE lasts[i] END AS stop
WITH c, kind, id, quote, begins, start, stop,
     substring(c.text, start - c.start, stop - start) AS found
WHERE quote IS NULL OR NOT quote CONTAINS found OR (begins IS NULL AND found <> quote)
RETURN kind, id, c.id AS passage, start, stop, quote, found
UNION ALL
MATCH (r:Reference)-[:FROM_CHUNK]->(c:Chunk)
WITH c, 'reference' AS kind, r.id AS id, r.surface AS quote, r.start AS start, r.`end` AS stop
WITH c, kind, id, quote, start, stop, CASE WHEN stop > c.`end` THEN c.`end` ELSE stop END AS last
WITH c, kind, id, quote, start, stop, last,
     CASE WHEN start < c.start OR start >= c.`end` OR stop < start THEN null
          ELSE substring(c.text, start - c.start, last - start) END AS found
WHERE found IS NULL OR quote IS NULL OR size(quote) <> stop - start
   OR found <> substring(quote, 0, last - start)
RETURN kind, id, c.id AS passage, start, stop, quote, found
UNION ALL
MATCH (a:Answer)-[q:CITES]->(c:Chunk)
WITH c, 'citation' AS kind, a.id AS id, q.quote AS quote, q.start AS start, q.`end` AS stop
WITH c, kind, id, quote, start, stop, CASE WHEN stop > c.`end` THEN c.`end` ELSE stop END AS last
WITH c, kind, id, quote, start, stop, last,
     CASE WHEN start < c.start OR start >= c.`end` OR stop < start THEN null
          ELSE substring(c.text, start - c.start, last - start) END AS found
WHERE found IS NULL OR quote IS NULL OR size(quote) <> stop - start
   OR found <> substring(quote, 0, last - start)
RETURN kind, id, c.id AS passage, start, stop, quote, found
