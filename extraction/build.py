"""From sources to the record and on to the store: read, segment, extract, resolve, project.

Each stage leaves what it finished in the record, so that a build that is stopped goes on where it
was; the store changes once, at the end, as a whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from extraction import chunks as chunking
from extraction import readers, references, resolution
from extraction.facts import build_facts, merge_facts, participants, relations_of
from extraction.language import detect
from extraction.profile import Profile
from extraction.segments import segment_key, segments
from extraction.sentences import sentences_of
from extraction.sources import Skipped, collect, covered, roots
from graph.errors import ReadError, RecordError
from graph.identity import version_id
from graph.model import Document, Extraction, Mention, Note, Segment, Source, Span
from graph.outline import Outline
from graph.projection import ChunkIndex, Graph
from graph.protocols import Embedder, Extractor
from graph.record import Record

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total); total is 0 while it is not known."""

_EXTRACT_BATCH = 64  # segments that are saved at once
_READ_BATCH = 64  # documents whose extractions are read at once
_ENGLISH = ("en", "und")


def passes_fingerprint() -> str:
    """Changes with the code of everything that runs after extraction: chunks, sentences, document
    pass, base pass, facts. Coarse on purpose: those passes are cheap, a stale graph is not."""
    here = Path(__file__).parent
    files = [here / name for name in ("build.py", "chunks.py", "facts.py", "sentences.py")]
    for package in ("references", "resolution"):
        files += sorted((here / package).glob("*.py"))
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@dataclass(slots=True)
class BuildReport:
    """What a build did. `problems` are documents that were not wholly read, and why."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Skipped] = field(default_factory=list)
    notes: list[tuple[str, Note]] = field(default_factory=list)
    extracted_segments: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    generation: str = ""
    content_hash: str = ""
    store_unchanged: bool = False


# --- stage 1: read ---------------------------------------------------------------------------


def read_sources(
    record: Record,
    paths: Sequence[str | Path],
    *,
    run: str,
    max_document_chars: int,
    report: BuildReport,
    progress: Progress,
) -> None:
    """Bring the record's current documents in line with `paths`; each document is one transaction.

    A file that can no longer be read keeps its former version and is reported. Documents of these
    roots that are gone are removed (superseded by nothing).
    """
    current = record.current()
    reader = readers.fingerprint()
    seen: set[str] = set()
    prefixes = roots(paths)
    hidden: list[str] = []  # folders and corpora that could not be looked into
    for done, item in enumerate(collect(paths, max_document_chars=max_document_chars), 1):
        progress("read", done, 0)
        if isinstance(item, Skipped):
            report.problems.append(item)
            if item.code in ("link", "twin"):
                continue  # a link: no document stands there, whatever was read from it before
            seen.add(item.document)
            if item.document.endswith("/"):
                hidden.append(item.document)
            elif item.document.endswith(".jsonl"):
                hidden.append(f"{item.document}#")
            continue
        if item.document in seen:
            report.problems.append(
                Skipped(item.document, "duplicate", "the same document key came twice; kept one")
            )
            continue
        seen.add(item.document)
        digest = hashlib.sha256(item.data).hexdigest()
        known = current.get(item.document)
        if known and known.sha256 == digest and known.reader == reader:
            report.unchanged += 1
            continue
        try:
            document = read_document(item, digest, max_document_chars)
        except ReadError as error:
            report.problems.append(Skipped(item.document, "unreadable", str(error)))
            continue
        for note in document.notes:
            report.notes.append((document.id, note))
        root = next((prefix for prefix in prefixes if covered(item.document, [prefix])), "")
        record.put_document(document, item.data, run=run, root=root, reader=reader)
        (report.changed if known else report.added).append(document.id)
    gone = [
        key
        for key in current
        if key not in seen and covered(key, prefixes) and not key.startswith(tuple(hidden))
    ]
    if gone and not seen:
        raise RecordError(
            f"{', '.join(map(str, paths))} holds no document now, but the base has {len(gone)} "
            "from there; nothing was removed. Check the path, or build into a new --kb folder."
        )
    for key in sorted(gone):
        record.remove_document(key, run=run)
        report.removed.append(key)


def read_document(source: Source, digest: str, max_document_chars: int) -> Document:
    """One version of a document. Raises `ReadError` with the reason."""
    reading = readers.read(source, max_document_chars=max_document_chars)
    language = detect(reading.text)
    notes = reading.notes
    if language not in _ENGLISH:
        notes += (
            Note("not-english", f"language '{language}': searched, but no facts were extracted"),
        )
    return Document(
        id=source.document,
        version=version_id(source.document, digest),
        sha256=digest,
        name=source.name or reading.name or source.document.rsplit("/", 1)[-1],
        uri=source.uri,
        suffix=source.suffix,
        text=reading.text,
        blocks=reading.blocks,
        metadata={**reading.metadata, **source.metadata},
        notes=notes,
        language=language,
        row=source.row,
    )


# --- stage 2: extract ------------------------------------------------------------------------


def extract_missing(
    record: Record,
    documents: Iterable[Document],
    extractor: Extractor,
    *,
    report: BuildReport,
    progress: Progress,
) -> None:
    """Extract every segment whose result is not in the record; save in batches, so that a stopped
    build loses at most one batch."""
    waiting: dict[str, Segment] = {}
    for document in documents:
        if document.language in _ENGLISH:
            for segment in segments(document.text, document.blocks):
                waiting.setdefault(segment_key(segment), segment)
    known = record.extracted(sorted(waiting), extractor.fingerprint)
    missing = [(key, waiting[key]) for key in sorted(waiting) if key not in known]
    total = len(missing)
    progress("extract", 0, total)
    batch: dict[str, Extraction] = {}
    results = extractor.extract(segment for _, segment in missing)
    for done, ((key, _), extraction) in enumerate(zip(missing, results, strict=True), 1):
        batch[key] = extraction
        if len(batch) >= _EXTRACT_BATCH or done == total:
            record.put_extractions(extractor.fingerprint, batch)
            batch = {}
        progress("extract", done, total)
    report.extracted_segments = total


# --- stage 3: resolve ------------------------------------------------------------------------


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
    total = len(documents)
    indexes: dict[str, ChunkIndex] = {}
    chunk_texts: dict[str, str] = {}
    units = {}
    names = []
    passes = []
    relations = {}
    extractions = _extractions(record, documents, extractor)
    for done, (document, parts) in enumerate(zip(documents, extractions, strict=True), 1):
        progress("resolve", done, total)
        outline = Outline(document.text, document.blocks)
        found = chunking.chunk(document, embedder.count_tokens, max_tokens=chunk_tokens)
        index = indexes[document.id] = ChunkIndex(found)
        for chunk in found:
            chunk_texts[chunk.id] = chunking.embedded_text(chunk)
        spans = [s.shift(start) for start, part in parts for s in part.sentences]
        if not parts:
            spans = [block.span for block in document.blocks]
        units[document.id] = sentences_of(document, outline, index, spans)
        mentions = [
            replace(m, span=m.span.shift(start)) for start, part in parts for m in part.mentions
        ]
        relations[document.id] = [r for start, part in parts for r in relations_of(start, part)]
        mentions += participants(relations[document.id], mentions, document.text)
        mentions.sort(key=lambda m: (m.span, m.rule, m.kind))
        terms = [
            (term.shift(start), body.shift(start))
            for start, part in parts
            for term, body in part.terms
        ]
        names.append(resolution.document_pass(document, mentions, terms, profile))
        passes.append(references.document_pass(document, profile))
    resolved = resolution.resolve(names, record.decisions(), profile)
    facts = []
    by_document: dict[str, list[tuple[Mention, str]]] = {}
    for document, part in zip(documents, names, strict=True):
        pairs = by_document[document.id] = list(part.mentions)
        at: dict[Span, str] = {mention.span: name for mention, name in reversed(pairs)}
        facts += build_facts(
            document, relations[document.id], at, resolved.entity_of, extractor=extractor, run=run
        )
    entities = {entity.id: entity for entity in resolved.entities}
    texts = {document.version: document.text for document in documents}
    return Graph(
        documents={document.id: document for document in documents},
        chunks=indexes,
        sentences=units,
        chunk_texts=chunk_texts,
        mentions=by_document,
        names=resolved.names,
        merges=resolved.merges,
        entities=entities,
        entity_of=resolved.entity_of,
        facts=merge_facts(facts, entities, texts),
        references=sorted(
            references.resolve(passes), key=lambda r: (r.document, r.span, r.rule, r.id)
        ),
        extractor=extractor,
    )


def _extractions(
    record: Record, documents: Sequence[Document], fingerprint: str
) -> Iterator[list[tuple[int, Extraction]]]:
    """For each document its segments: where each begins and what was found in it. Read from the
    record for many documents at once."""
    for first in range(0, len(documents), _READ_BATCH):
        found = [
            [(part.start, segment_key(part)) for part in segments(document.text, document.blocks)]
            if document.language in _ENGLISH
            else []
            for document in documents[first : first + _READ_BATCH]
        ]
        keys = sorted({key for parts in found for _, key in parts})
        known = record.extractions(keys, fingerprint)
        for parts in found:
            yield [(start, known[key]) for start, key in parts]
