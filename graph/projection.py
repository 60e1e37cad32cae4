"""From the record's content to the rows of a store (DESIGN, "Graph schema").

Pure functions: the same documents, chunks and resolved graph give the same rows in any order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.identity import content_id, text_hash
from graph.model import (
    Chunk,
    Document,
    Entity,
    Evidence,
    Fact,
    Mention,
    Merge,
    Name,
    Reference,
    Scalar,
    Sentence,
    Span,
)
from graph.protocols import Delta, EdgeRow, NodeRow, TextRow, Vectors
from graph.rows import content_hash, row_hash, row_key

Row = NodeRow | EdgeRow | TextRow

LABELS = frozenset({"Document", "Chunk", "Entity", "Name", "Fact", "Reference", "Run", "Answer"})
"""Labels of the schema. An entity of a kind called like one of them (a named "Document") keeps its
kind as a property only: ``MATCH (d:Document)`` finds the documents that were read, nothing else."""

Properties = dict[str, Scalar | list[str] | list[int] | list[float]]


class ChunkIndex:
    """Finds the chunk of a document that holds an offset (the last one that starts before it)."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self.chunks = tuple(chunks)
        self._starts = [chunk.start for chunk in self.chunks]

    def at(self, offset: int) -> Chunk | None:
        index = bisect_right(self._starts, offset) - 1
        return self.chunks[max(index, 0)] if self.chunks else None


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything that is projected. `mentions` and `sentences` go by document key; `name_at`
    gives the Name id of each mention's span in its document. `chunk_texts` is what
    is embedded and searched for each chunk."""

    documents: Mapping[str, Document]
    chunks: Mapping[str, ChunkIndex]
    sentences: Mapping[str, Sequence[Sentence]]
    chunk_texts: Mapping[str, str]
    mentions: Mapping[str, Sequence[tuple[Mention, str]]]
    names: Sequence[Name]
    merges: Sequence[Merge]
    entities: Mapping[str, Entity]
    entity_of: Mapping[str, str]
    facts: Sequence[Fact]
    references: Sequence[Reference]
    extractor: str


def project(graph: Graph) -> Iterator[Row]:
    """All rows: nodes, edges and texts, in no particular order, each key once."""
    yield from _documents(graph)
    yield from _texts(graph)
    visible = _visible_entities(graph)
    yield from _entities(graph, visible)
    yield from _mentions(graph, visible)
    yield from _facts(graph)
    yield from _references(graph)


def delta(rows: Iterable[Row], held: Mapping[str, str], position: int) -> Delta:
    """What a store that holds `held` (key -> hash) lacks; its `vectors` are left empty, see
    `with_vectors`."""
    nodes: list[NodeRow] = []
    edges: list[EdgeRow] = []
    texts: list[TextRow] = []
    hashes: dict[str, str] = {}
    for row in rows:
        key, digest = row_key(row), row_hash(row)
        hashes[key] = digest
        if held.get(key) == digest:
            continue
        if isinstance(row, NodeRow):
            nodes.append(row)
        elif isinstance(row, EdgeRow):
            edges.append(row)
        else:
            texts.append(row)
    gone = sorted(key for key in held if key not in hashes)
    return Delta(
        nodes=nodes,
        edges=edges,
        texts=texts,
        removed_nodes=[_split(key) for key in gone if key.startswith("n/")],
        removed_edges=[_split(key) for key in gone if key.startswith("e/")],
        removed_texts=[key[2:] for key in gone if key.startswith("t/")],
        vectors={},
        content_hash=content_hash(hashes),
        position=position,
    )


def with_vectors(change: Delta, vectors: Mapping[str, Vectors]) -> Delta:
    """`change` with the vectors that its texts need."""
    return replace(change, vectors=vectors)


def _split(key: str) -> tuple[str, str]:
    _, label, identifier = key.split("/", 2)
    return label, identifier


def _documents(graph: Graph) -> Iterator[Row]:
    for key, document in graph.documents.items():
        yield NodeRow(
            "Document",
            key,
            {
                "name": document.name,
                "uri": document.uri,
                "version": document.version,
                "number": document.number,
                "status": "current",
                "language": document.language,
                "characters": len(document.text),
                "valid_from": document.valid_from,
                "valid_to": document.valid_to,
                "row": document.row,
            },
        )
        previous: Chunk | None = None
        for chunk in graph.chunks[key].chunks:
            headings = [heading for heading in chunk.heading if heading != document.name]
            place = " › ".join(headings) or f"passage {chunk.ordinal + 1}"
            yield NodeRow(
                "Chunk",
                chunk.id,
                {
                    "name": f"{document.name} · {place}",
                    "text": chunk.text,
                    "start": chunk.start,
                    "end": chunk.end,
                    "page": chunk.page,
                    "heading": list(chunk.heading),
                    "ordinal": chunk.ordinal,
                    "document": key,
                    "version": chunk.version,
                    "prefix": chunk.prefix,
                },
            )
            yield _edge("PART_OF", "Chunk", chunk.id, "Document", key, {})
            if previous is not None:
                yield _edge("NEXT", "Chunk", previous.id, "Chunk", chunk.id, {})
            previous = chunk


def _texts(graph: Graph) -> Iterator[Row]:
    for key in graph.documents:
        for chunk in graph.chunks[key].chunks:
            yield TextRow(
                id=chunk.id,
                kind="chunk",
                chunk=chunk.id,
                document=key,
                start=chunk.start,
                end=chunk.end,
                text=graph.chunk_texts[chunk.id],
                vector_key=text_hash(graph.chunk_texts[chunk.id]),
            )
        for sentence in graph.sentences[key]:
            yield TextRow(
                id=content_id("s", sentence.version, sentence.span.start, sentence.span.end),
                kind="sentence",
                chunk=sentence.chunk,
                document=key,
                start=sentence.span.start,
                end=sentence.span.end,
                text=sentence.text,
                vector_key=text_hash(sentence.text),
            )


def _visible_entities(graph: Graph) -> set[str]:
    """Entities worth a node: shown ones, and those that take part in a fact or reference."""
    visible = {key for key, entity in graph.entities.items() if entity.status == "shown"}
    for fact in graph.facts:
        visible.add(fact.subject)
        if fact.object:
            visible.add(fact.object)
    return visible


def _entities(graph: Graph, visible: set[str]) -> Iterator[Row]:
    names = {name.id: name for name in graph.names}
    for key in sorted(visible):
        entity = graph.entities[key]
        yield NodeRow(
            "Entity",
            key,
            {
                "name": entity.name,
                "kind": entity.kind,
                "aliases": list(entity.aliases),
                "status": entity.status,
            },
            labels=() if entity.kind in LABELS else (entity.kind,),
        )
    given: set[str] = set()
    explained = {merge.name for merge in graph.merges if merge.rule != "same-name"}
    for merge in graph.merges:
        if merge.entity not in visible:
            continue
        if merge.rule == "same-name" and merge.name in explained:
            continue
        name = names[merge.name]
        if name.id not in given:
            given.add(name.id)
            yield NodeRow("Name", name.id, {"name": name.name, "document": name.document})
        yield _edge(
            "SAME_AS",
            "Name",
            name.id,
            "Entity",
            merge.entity,
            {
                "rule": merge.rule,
                "score": merge.score,
                "reason": merge.reason,
                "decision": merge.decision,
            },
            identity=(merge.rule, merge.reason, merge.decision),
        )


def _mentions(graph: Graph, visible: set[str]) -> Iterator[Row]:
    for key, mentions in graph.mentions.items():
        index = graph.chunks[key]
        given: set[tuple[Span, str]] = set()  # two finders may see the same words
        for mention, name in mentions:
            entity = graph.entity_of.get(name)
            chunk = index.at(mention.span.start)
            if entity not in visible or chunk is None or mention.span.end > chunk.end:
                continue
            if (mention.span, entity) in given:
                continue
            given.add((mention.span, entity))
            yield _edge(
                "MENTIONS",
                "Chunk",
                chunk.id,
                "Entity",
                entity,
                {
                    "start": mention.span.start,
                    "end": mention.span.end,
                    "surface": mention.surface,
                    "name_id": name,
                    "rule": mention.rule,
                    "extractor": graph.extractor,
                },
                identity=(mention.span.start, mention.span.end),
            )


def _facts(graph: Graph) -> Iterator[Row]:
    for fact in graph.facts:
        yield NodeRow(
            "Fact",
            fact.id,
            {
                "name": fact.name,
                "claim_id": fact.claim_id,
                "predicate": fact.predicate,
                "modality": fact.modality,
                "polarity": fact.polarity,
                "value": fact.value.value if fact.value else None,
                "value_kind": fact.value.kind if fact.value else None,
                "condition": fact.condition,
                "exception": fact.exception,
                "deadline": fact.deadline,
                "status": fact.status,
            },
        )
        yield _edge("SUBJECT", "Fact", fact.id, "Entity", fact.subject, {})
        if fact.object:
            yield _edge("OBJECT", "Fact", fact.id, "Entity", fact.object, {})
            if fact.status == "shown":
                yield _edge(
                    "RELATES",
                    "Entity",
                    fact.subject,
                    "Entity",
                    fact.object,
                    {
                        "predicate": fact.predicate,
                        "fact_id": fact.id,
                        "modality": fact.modality,
                        "polarity": fact.polarity,
                    },
                    identity=(fact.id,),
                )
        for evidence in fact.evidence:
            chunk = graph.chunks[evidence.document].at(evidence.statement.start)
            if chunk is not None:
                yield _supported_by(fact, evidence, chunk, graph)


def _supported_by(fact: Fact, evidence: Evidence, chunk: Chunk, graph: Graph) -> EdgeRow:
    text = graph.documents[evidence.document].text
    properties: Properties = {
        "start": evidence.statement.start,
        "end": evidence.statement.end,
        "quote": evidence.quote,
        "subject_start": evidence.subject.start,
        "subject_end": evidence.subject.end,
        "predicate_start": evidence.predicate.start,
        "predicate_end": evidence.predicate.end,
        "object_start": evidence.object.start if evidence.object else None,
        "object_end": evidence.object.end if evidence.object else None,
        "rule": evidence.rule,
        "extractor": evidence.extractor,
        "run": evidence.run,
        "status": evidence.status,
        "why_weak": evidence.why_weak or None,
    }
    for kind, span in evidence.qualifiers:
        properties[kind] = text[span.start : span.end]
        properties[f"{kind}_start"] = span.start
        properties[f"{kind}_end"] = span.end
    return _edge(
        "SUPPORTED_BY",
        "Fact",
        fact.id,
        "Chunk",
        chunk.id,
        properties,
        identity=(
            evidence.statement.start,
            evidence.statement.end,
            *_ends(evidence.subject),
            *_ends(evidence.predicate),
            *_ends(evidence.object),
            evidence.rule,
        ),
    )


def _ends(span: Span | None) -> tuple[int | None, int | None]:
    return (span.start, span.end) if span else (None, None)


def _references(graph: Graph) -> Iterator[Row]:
    linked: set[tuple[str, str, str]] = set()
    for reference in graph.references:
        chunk = graph.chunks[reference.document].at(reference.span.start)
        if chunk is None:
            continue
        yield NodeRow(
            "Reference",
            reference.id,
            {
                "name": reference.surface,
                "surface": reference.surface,
                "start": reference.span.start,
                "end": reference.span.end,
                "rule": reference.rule,
                "pinpoint": reference.pinpoint or None,
                "status": "resolved" if reference.target else "unresolved",
                "why": reference.why or None,
            },
        )
        yield _edge("FROM_CHUNK", "Reference", reference.id, "Chunk", chunk.id, {})
        if reference.target is None or reference.target not in graph.documents:
            continue
        label, target = "Document", reference.target
        if reference.target_span is not None:
            place = graph.chunks[reference.target].at(reference.target_span.start)
            if place is not None:
                label, target = "Chunk", place.id
        # Never without: kglite answers the absent `start` of an edge with the id of a node.
        whole = Span(0, len(graph.documents[reference.target].text))
        span = reference.target_span or whole
        yield _edge(
            "TO",
            "Reference",
            reference.id,
            label,
            target,
            {"start": span.start, "end": span.end},
        )
        if target != chunk.id and (chunk.id, label, target) not in linked:
            linked.add((chunk.id, label, target))
            yield _edge("REFERS_TO", "Chunk", chunk.id, label, target, {"rule": reference.rule})


def _edge(
    kind: str,
    source_label: str,
    source: str,
    target_label: str,
    target: str,
    properties: Properties,
    *,
    identity: tuple[object, ...] = (),
) -> EdgeRow:
    identifier = content_id("x", kind, source, target, *identity)
    return EdgeRow(
        kind,
        identifier,
        source_label,
        source,
        target_label,
        target,
        {"id": identifier} | properties,
    )
