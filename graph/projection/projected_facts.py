"""Facts and the words that support them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

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
                "figures": fact.figures or None,
                "former_id": fact.former_id,
                "under": fact.under or None,
                **dict(fact.qualifiers),
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
    for kind in sorted({kind for kind, _ in evidence.qualifiers}):
        spans = sorted({span for name, span in evidence.qualifiers if name == kind})
        properties |= _qualifier(kind, spans, text)
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
            *([] if evidence.extractor == graph.extractor else [_name(evidence.extractor)]),
        ),
    )


def _name(extractor: str) -> str:
    """The name in a fingerprint: a second reader's evidence is its own, whatever its version."""
    return extractor.partition(":")[0]


def _qualifier(kind: str, spans: Sequence[Span], text: str) -> Properties:
    """The words of all of a kind, where the first begins and the last ends, and, where there are
    several, where each of them begins and ends."""
    properties: Properties = {
        kind: "; ".join(text[span.start : span.end] for span in spans),
        f"{kind}_start": spans[0].start,
        f"{kind}_end": max(span.end for span in spans),
    }
    if len(spans) > 1:
        properties[f"{kind}_starts"] = [span.start for span in spans]
        properties[f"{kind}_ends"] = [span.end for span in spans]
    return properties


def _ends(span: Span | None) -> tuple[int | None, int | None]:
    return (span.start, span.end) if span else (None, None)
