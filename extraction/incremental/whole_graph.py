"""The resolved graph of documents: their passes, the base pass, facts merged, references.

This is the definition of the graph: a dozen lines from documents to facts, with nothing kept from
earlier builds. `Derivation` gives the same rows in proportion to what changed and is what a build
runs; this is its oracle. tests/unit/test_derivation.py holds the two to the same hashes over
random edits, and `groundgraph store verify` compares what lies in a store with this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from extraction import references, resolution
from extraction.document_pass import DocumentPass, document_pass
from extraction.documents.segments import segment_key, segments_of
from extraction.facts import Statement, build_facts, merge_facts, statements
from extraction.failures import Failure, attempt
from graph.model import Document, Extraction, Reference, Span
from graph.projection import Graph

if TYPE_CHECKING:
    from extraction.build_context import BuildContext
    from graph.record import CurrentVersion

_READ_BATCH = 64  # documents whose extractions are read at once


class NotExtracted(Exception):
    """A segment of the document has no extraction in the record."""


def assemble(context: BuildContext, documents: Sequence[Document]) -> Graph:
    """The resolved graph of `documents` (sorted by key); a pure function of them, the standing
    decisions and the fingerprints. Everything it needs was extracted before."""
    record, extractor = context.record, context.extractor.fingerprint
    passes: dict[str, DocumentPass] = {}
    for document, parts in with_extractions(context, documents, record.current()):
        passes[document.id] = document_pass(context, document, parts)
        context.progress("resolve", len(passes), len(documents))
    resolved, nameless = resolution.guarded_resolve(
        [one.names for one in passes.values()], record.decisions(), context.profile
    )
    passes.update((key, passes[key].without_names()) for key in nameless)
    stated: list[Statement] = []
    for one in passes.values():
        stated += statements_of(one, resolved.entity_of, extractor=extractor, run=context.run)
    found = references.resolve([one.references for one in passes.values()])
    return graph_of(passes, resolved, stated, found, extractor=extractor)


def graph_of(
    passes: Mapping[str, DocumentPass],
    resolved: resolution.Resolution,
    stated: Iterable[Statement],
    found: Iterable[Reference],
    *,
    extractor: str,
) -> Graph:
    """The graph of the documents that `passes` holds (by key, in order), with the facts that are
    `stated` and the references that were `found`."""
    entities = {entity.id: entity for entity in resolved.entities}
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
        facts=merge_facts(stated, entities),
        references=sorted(found, key=lambda r: (r.document, r.span, r.rule, r.id)),
        extractor=extractor,
    )


def statements_of(
    one: DocumentPass,
    entity_of: Mapping[str, str],
    *,
    extractor: str,
    run: str,
    failures: list[Failure] | None = None,
) -> list[Statement]:
    """What one document states, once it is known which entities its names are; nothing where that
    fails, and then why in `failures`."""
    return attempt(
        "facts",
        lambda: _statements_of(one, entity_of, extractor, run),
        list,
        [] if failures is None else failures,
    )


def _statements_of(
    one: DocumentPass, entity_of: Mapping[str, str], extractor: str, run: str
) -> list[Statement]:
    at: dict[Span, str] = {mention.span: name for mention, name in reversed(one.names.mentions)}
    found = {mention.span: mention for mention, _ in reversed(one.names.mentions)}
    facts = build_facts(
        one.document, one.relations, at, entity_of,
        mention_at=found, extractor=extractor, run=run,
    )  # fmt: skip
    return statements(facts, one.document.text)


def with_extractions(
    context: BuildContext, documents: Sequence[Document], current: Mapping[str, CurrentVersion]
) -> Iterator[tuple[Document, list[tuple[int, Extraction]]]]:
    """Each document with its segments: where each begins and what was found in it. Read from the
    record, which has the documents `current`, for many of them at once. Raises `NotExtracted`."""
    for first in range(0, len(documents), _READ_BATCH):
        batch = documents[first : first + _READ_BATCH]
        by = [context.extractor_of(current[d.id].content).fingerprint for d in batch]
        found = [
            [(part.start, segment_key(part)) for part in segments_of(document)]
            for document in batch
        ]
        known = {
            fingerprint: context.record.extractions(
                sorted({k for b, parts in zip(by, found, strict=True) for _, k in parts
                        if b == fingerprint}), fingerprint,
            )
            for fingerprint in dict.fromkeys(by)
        }  # fmt: skip
        for document, fingerprint, parts in zip(batch, by, found, strict=True):
            if any(key not in known[fingerprint] for _, key in parts):
                raise NotExtracted(document.id)
            yield document, [(start, known[fingerprint][key]) for start, key in parts]
