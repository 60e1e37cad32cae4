// The graph schema of DESIGN.md, section 2, for a server that keeps constraints (Neo4j 5.26).
// The embedded store needs none of it: its ids are unique by construction.
// Statements end with a semicolon at the end of a line; each can be run again without harm.
//
// (:Document {id, name, source, version, import, status, language, characters, valid_from, valid_to})
// (:Chunk {id, name, text, start, end, page, heading, ordinal, document, version, prefix})
//   -[:PART_OF]->(:Document), -[:NEXT]->(:Chunk)
//   -[:MENTIONS {id, start, end, surface, name_id, rule, extractor}]->(:Entity)
//   -[:REFERS_TO {id, rule}]->(:Document|Chunk|Entity)
// (:Entity {id, name, kind, aliases, status}), its kind is a second label
//   -[:RELATES {id, predicate, fact_id, modality, polarity}]->(:Entity)
// (:Name {id, name, document})-[:SAME_AS {id, rule, score, reason, decision}]->(:Entity)
// (:Fact {id, name, claim_id, predicate, modality, polarity, value, value_kind, condition,
//         exception, restriction, override, deadline, frequency, limit, recipient, purpose, manner,
//         source, place, time, amount, figures, former_id, status})
//   -[:SUBJECT]->(:Entity), -[:OBJECT]->(:Entity)
//   -[:SUPPORTED_BY {id, start, end, quote, subject_start, subject_end, predicate_start,
//      predicate_end, object_start, object_end, condition … amount (as of Fact, each with _start
//      and _end; several of a kind joined by "; ", with the lists _starts and _ends), rule, extractor, run, status, why_weak}]->(:Chunk)
// (:Reference {id, name, surface, start, end, rule, pinpoint, status, why})
//   -[:FROM_CHUNK]->(:Chunk), -[:TO {start, end}]->(:Document|Chunk|Entity)
// (:Answer)-[:CITES {start, end, quote, text_hash}]->(:Chunk), (:Answer)-[:USED]->(:Fact), (:Run)
//
// All offsets are code points of the document:
// substring(c.text, r.start - c.start, r.end - r.start) = r.quote

CREATE CONSTRAINT document_id IF NOT EXISTS FOR (n:Document) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT chunk_id IF NOT EXISTS FOR (n:Chunk) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT name_id IF NOT EXISTS FOR (n:Name) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT fact_id IF NOT EXISTS FOR (n:Fact) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT reference_id IF NOT EXISTS FOR (n:Reference) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT run_id IF NOT EXISTS FOR (n:Run) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT answer_id IF NOT EXISTS FOR (n:Answer) REQUIRE n.id IS UNIQUE;
CREATE INDEX fact_claim IF NOT EXISTS FOR (n:Fact) ON (n.claim_id);
CREATE INDEX fact_former IF NOT EXISTS FOR (n:Fact) ON (n.former_id);
CREATE INDEX fact_status IF NOT EXISTS FOR (n:Fact) ON (n.status);
CREATE INDEX entity_name IF NOT EXISTS FOR (n:Entity) ON (n.name);
