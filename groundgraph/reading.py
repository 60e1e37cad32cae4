"""One document laid out for reading, with every name, fact and reference at its words."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from graph.model import Span
from groundgraph.knowledge_base import KnowledgeBase
from groundgraph.views.fact_lines import fact_lines
from retrieval.source_view import source_view

Row = dict[str, Any]
MOST_BLOCKS = 500
"""Blocks of a document that are laid out at once, around the place that was asked for."""

_MENTIONS = """
MATCH (c:Chunk)-[m:MENTIONS]->(e:Entity) WHERE c.document = $document AND e.status = 'shown'
RETURN m.start AS start, m.`end` AS stop, e.id AS id, e.name AS name, e.kind AS kind,
       e.aliases AS aliases
ORDER BY start, stop, id
"""
_STATED = """
MATCH (f:Fact)-[s:SUPPORTED_BY]->(c:Chunk) WHERE c.document = $document AND f.status = 'shown'
RETURN s.start AS start, s.`end` AS stop, f.id AS id ORDER BY start, stop, id
"""
_REFERENCES = """
MATCH (r:Reference)-[:FROM_CHUNK]->(c:Chunk) WHERE c.document = $document
OPTIONAL MATCH (r)-[t:TO]->(x)
RETURN r.id AS id, r.start AS start, r.`end` AS stop, r.surface AS surface, r.rule AS rule,
       r.why AS why, x.id AS target, x.document AS in_document, x.name AS name,
       coalesce(t.start, x.start, 0) AS at
ORDER BY start, stop, id
"""


def reading(
    base: KnowledgeBase, key: str, version: str | None, start: int, entity: str = ""
) -> Row:
    """One version of a document, JSON-ready: ``view`` (as `SourceView`; of a long document, where
    ``whole`` is False, the part around the offset `start`, or where that is 0 around the first
    mention of `entity`), ``marks`` (mark number in the runs -> what, id), and what the ids in that
    part stand for (``names``, ``facts``, ``references``); ``contents`` are the headings with their
    offsets, ``versions`` all of them. Only the current version has marks: the graph describes the
    present. Raises `NotFound`."""
    document = base.document(key, version)
    intervals = base.record.versions(key)
    numbers = {(v.number, v.version, v.edition) for v in intervals}
    current = document.removed_seq is None
    spans: list[tuple[int, int]] = []
    marks: list[Row] = []
    names: dict[str, Row] = {}
    stated: set[str] = set()
    references: dict[str, Row] = {}
    if current:
        for what, query in (("fact", _STATED), ("reference", _REFERENCES), ("name", _MENTIONS)):
            for row in base.cypher(query, {"document": key}, limit=1_000_000):
                spans.append((row["start"], row["stop"]))  # type: ignore[arg-type]
                marks.append({"what": what, "id": row["id"]})
                if what == "name":
                    names[str(row["id"])] = {k: row[k] for k in ("name", "kind", "aliases")}
                elif what == "reference":
                    references[str(row["id"])] = _reference(row)
                else:
                    stated.add(str(row["id"]))
    if entity and not start:
        found = (span for span, mark in zip(spans, marks, strict=True) if mark["id"] == entity)
        start = min(found, default=(0, 0))[0]
    view = source_view(
        document, [Span(*span) for span in spans], max_blocks=MOST_BLOCKS, around=start
    )
    shown = {
        number
        for block in view.blocks
        for run in (*block.runs, *(run for cell in block.cells for run in cell))
        for number in run.marks
    }
    ids = {marks[number]["id"] for number in shown}
    facts = [fact.brief_in(key) for fact in fact_lines(base, sorted(ids & stated))]
    return {
        "view": {name: value for name, value in asdict(view).items() if name != "headings"},
        "whole": not view.cut_after and not any(block.skipped for block in view.blocks),
        "marks": {str(number): marks[number] for number in sorted(shown)},
        "names": {key: names[key] for key in names if key in ids},
        "facts": {fact.id: fact for fact in facts},
        "references": {key: references[key] for key in references if key in ids},
        "contents": [
            {"text": document.text[b.span.start : b.span.end], "level": b.level, "at": b.span.start}
            for b in document.blocks
            if b.kind == "heading"
        ],
        "versions": [{"version": v, "number": n, "edition": e} for n, v, e in sorted(numbers)],
        "current": current,
        "removed": all(v.removed_seq is not None for v in intervals),
        "notes": [asdict(note) for note in document.notes],
    }


def _reference(row: Row) -> Row:
    return {
        "surface": row["surface"],
        "rule": row["rule"],
        "why": row["why"] or "",
        "document": row["in_document"] or row["target"],
        "name": row["name"] or "",
        "at": row["at"],
    }
