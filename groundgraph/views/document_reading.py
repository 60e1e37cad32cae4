"""One document laid out for reading, with every name, fact and reference at its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from graph.model import Document, Note, Span
from groundgraph.graph_values import texts
from groundgraph.open_base import Readable
from groundgraph.views.fact_lines import FactLine, fact_lines
from retrieval.source_view import SourceView, source_view

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


What = Literal["fact", "reference", "name"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands at some words."""

    what: What
    id: str


@dataclass(frozen=True, slots=True)
class MarkedName:
    """A name, where it is mentioned."""

    name: str
    kind: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkedReference:
    """A reference, by its words, and where it leads: `document` at the offset `at`; else `why`
    not."""

    surface: str
    rule: str
    why: str
    document: str | None
    name: str
    at: int


@dataclass(frozen=True, slots=True)
class HeadingAt:
    """A heading and its offset."""

    text: str
    level: int
    at: int


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """A version that the record holds; `number`: which import it was."""

    version: str
    number: int
    edition: str


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """One version of a document. `view` is its text, of a long document (where it is not `whole`)
    a part; `marks` by their number in the runs, and what the ids in that part stand for. Only the
    current version has marks: the graph describes the present."""

    view: SourceView
    whole: bool
    marks: Mapping[str, Mark]
    names: Mapping[str, MarkedName]
    facts: Mapping[str, FactLine]
    references: Mapping[str, MarkedReference]
    contents: tuple[HeadingAt, ...]
    versions: tuple[HeldVersion, ...]
    current: bool
    removed: bool
    notes: tuple[Note, ...]


@dataclass(slots=True)
class _Found:
    """What the graph has in a document: a mark for each span, and what their ids stand for."""

    spans: list[tuple[int, int]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    names: dict[str, MarkedName] = field(default_factory=dict)
    references: dict[str, MarkedReference] = field(default_factory=dict)

    def add(self, what: What, row: Mapping[str, Any]) -> None:
        key = str(row["id"])
        self.spans.append((row["start"], row["stop"]))
        self.marks.append(Mark(what, key))
        if what == "name":
            self.names[key] = MarkedName(row["name"], row["kind"], texts(row["aliases"]))
        elif what == "reference":
            self.references[key] = _reference(row)

    def first(self, entity: str) -> int:
        """Where `entity` is mentioned first; 0 where it is not."""
        at = (s for s, mark in zip(self.spans, self.marks, strict=True) if mark.id == entity)
        return min(at, default=(0, 0))[0]


def reading(
    base: Readable, key: str, version: str | None, start: int, entity: str = ""
) -> DocumentReading:
    """A version of a document; of a long one the part around the offset `start`, or where that is 0
    around the first mention of `entity`. Raises `NotFound`."""
    document = base.record.document(key, version)
    intervals = base.record.versions(key)
    numbers = {(v.number, v.version, v.edition) for v in intervals}
    current = document.removed_seq is None
    found = _found(base, key) if current else _Found()
    view = source_view(
        document,
        [Span(*span) for span in found.spans],
        max_blocks=MOST_BLOCKS,
        around=found.first(entity) if entity and not start else start,
    )
    shown = {number: found.marks[number] for number in sorted(_numbers(view))}
    ids = {mark.id for mark in shown.values()}
    stated = {mark.id for mark in shown.values() if mark.what == "fact"}
    return DocumentReading(
        view=replace(view, headings=()),
        whole=not view.cut_after and not any(block.skipped for block in view.blocks),
        marks={str(number): mark for number, mark in shown.items()},
        names={key: name for key, name in found.names.items() if key in ids},
        facts={fact.id: fact.brief_in(key) for fact in fact_lines(base, sorted(stated))},
        references={key: one for key, one in found.references.items() if key in ids},
        contents=_contents(document),
        versions=tuple(HeldVersion(v, n, e) for n, v, e in sorted(numbers)),
        current=current,
        removed=all(v.removed_seq is not None for v in intervals),
        notes=document.notes,
    )


def _found(base: Readable, key: str) -> _Found:
    found = _Found()
    queries: tuple[tuple[What, str], ...] = (
        ("fact", _STATED), ("reference", _REFERENCES), ("name", _MENTIONS)
    )  # fmt: skip
    for what, query in queries:
        for row in base.cypher(query, {"document": key}, limit=1_000_000):
            found.add(what, row)
    return found


def _numbers(view: SourceView) -> set[int]:
    """The numbers of the marks in a part of a document."""
    return {
        number
        for block in view.blocks
        for run in (*block.runs, *(run for cell in block.cells for run in cell))
        for number in run.marks
    }


def _contents(document: Document) -> tuple[HeadingAt, ...]:
    return tuple(
        HeadingAt(document.text[b.span.start : b.span.end], b.level, b.span.start)
        for b in document.blocks
        if b.kind == "heading"
    )


def _reference(row: Mapping[str, Any]) -> MarkedReference:
    return MarkedReference(
        surface=row["surface"],
        rule=row["rule"],
        why=row["why"] or "",
        document=row["in_document"] or row["target"],
        name=row["name"] or "",
        at=row["at"],
    )
