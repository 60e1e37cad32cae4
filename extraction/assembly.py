"""The resolved graph of documents: their passes, the base pass, facts merged, references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from extraction import references, resolution
from extraction.build import ENGLISH, Progress
from extraction.facts import build_facts, merge_facts
from extraction.passes import DocumentPass, document_pass
from extraction.profile import Profile
from extraction.segments import segment_key, segments
from graph.model import Document, Extraction, Fact, Reference, Span
from graph.projection import Graph
from graph.protocols import Embedder
from graph.record import Record

_READ_BATCH = 64  # documents whose extractions are read at once


def assemble(
    record: Record,
    documents: Sequence[Document],
    *,
    extractor: str,
    profile: Profile,
    embedder: Embedder,
    chunk_tokens: int,
    run: str,
    progress: Progress,
) -> Graph:
    """The resolved graph of `documents` (sorted by key); a pure function of them, the standing
    decisions and the fingerprints. Everything it needs was extracted before."""
    passes: dict[str, DocumentPass] = {}
    for document, parts in with_extractions(record, documents, extractor):
        passes[document.id] = document_pass(
            document, parts, profile=profile, embedder=embedder, chunk_tokens=chunk_tokens
        )
        progress("resolve", len(passes), len(documents))
    resolved = resolution.resolve(
        [one.names for one in passes.values()], record.decisions(), profile
    )
    found = references.resolve([one.references for one in passes.values()])
    return graph_of(passes, resolved, found, extractor=extractor, run=run)


def graph_of(
    passes: Mapping[str, DocumentPass],
    resolved: resolution.Resolution,
    found: Iterable[Reference],
    *,
    extractor: str,
    run: str,
) -> Graph:
    """The graph of the documents that `passes` holds (by key, in order), with the references
    `found`. A fact has the evidence of these documents only."""
    facts: list[Fact] = []
    for one in passes.values():
        facts += facts_of(one, resolved.entity_of, extractor=extractor, run=run)
    entities = {entity.id: entity for entity in resolved.entities}
    texts = {one.document.version: one.document.text for one in passes.values()}
    return Graph(
        documents={key: one.document for key, one in passes.items()},
        chunks={key: one.chunks for key, one in passes.items()},
        sentences={key: one.sentences for key, one in passes.items()},
        chunk_texts={id: text for one in passes.values() for id, text in one.chunk_texts.items()},
        mentions={key: one.names.mentions for key, one in passes.items()},
        names=resolved.names,
        merges=resolved.merges,
        entities=entities,
        entity_of=resolved.entity_of,
        facts=merge_facts(facts, entities, texts),
        references=sorted(found, key=lambda r: (r.document, r.span, r.rule, r.id)),
        extractor=extractor,
    )


def facts_of(
    one: DocumentPass, entity_of: Mapping[str, str], *, extractor: str, run: str
) -> list[Fact]:
    """The facts of one document, each with one piece of evidence, see `build_facts`."""
    at: dict[Span, str] = {mention.span: name for mention, name in reversed(one.names.mentions)}
    return build_facts(one.document, one.relations, at, entity_of, extractor=extractor, run=run)


def with_extractions(
    record: Record, documents: Sequence[Document], fingerprint: str
) -> Iterator[tuple[Document, list[tuple[int, Extraction]]]]:
    """Each document with its segments: where each begins and what was found in it. Read from the
    record for many documents at once."""
    for first in range(0, len(documents), _READ_BATCH):
        batch = documents[first : first + _READ_BATCH]
        found = [
            [(part.start, segment_key(part)) for part in segments(document.text, document.blocks)]
            if document.language in ENGLISH
            else []
            for document in batch
        ]
        keys = sorted({key for parts in found for _, key in parts})
        known = record.extractions(keys, fingerprint)
        for document, parts in zip(batch, found, strict=True):
            yield document, [(start, known[key]) for start, key in parts]
