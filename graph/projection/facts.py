"""Facts and the words that support them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.model import Chunk, Evidence, Fact, Span
from graph.projection.content import Graph, Properties, Row, edge
from graph.protocols import EdgeRow, NodeRow


def facts(chosen: Iterable[Fact]) -> Iterator[Row]:
    """The `chosen` facts and the entities they join."""
    for fact in chosen:
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
        yield edge("SUBJECT", "Fact", fact.id, "Entity", fact.subject, {})
        if fact.object:
            yield edge("OBJECT", "Fact", fact.id, "Entity", fact.object, {})
            if fact.status == "shown":
                yield edge(
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


def supports(graph: Graph, fact: str, evidence: Iterable[Evidence]) -> Iterator[Row]:
    """The places of `evidence`, which state the fact with the id `fact`."""
    for one in evidence:
        chunk = graph.chunks[one.document].at(one.statement.start)
        if chunk is not None:
            yield _supported_by(fact, one, chunk, graph)


def _supported_by(fact: str, evidence: Evidence, chunk: Chunk, graph: Graph) -> EdgeRow:
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
    return edge(
        "SUPPORTED_BY",
        "Fact",
        fact,
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
