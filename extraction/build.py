"""From sources to the record: read, segment, extract. What comes after is `extraction.incremental`.

Each stage leaves what it finished in the record, so that a build that is stopped goes on where it
was; the store changes once, at the end, as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from extraction.build_context import BuildContext
from extraction.documents.intake import GIVEN, Intake, Seen
from extraction.documents.segments import segment_key, segments_of
from extraction.documents.sources import IN_FOLDER, Skipped, covered
from extraction.guarded_extraction import guarded_extraction
from extraction.read_files import outcomes
from graph.model import Document, Extraction, Note, Segment
from graph.protocols import Extractor

_EXTRACT_BATCH = 64  # segments that are saved at once


# --- stage 1: read ---------------------------------------------------------------------------


def read_sources(context: BuildContext, intake: Intake) -> None:
    """Bring the record's current documents in line with `intake`; each document is one transaction.

    A file that can no longer be read keeps its former version and is reported. Documents that
    stood below the paths and are gone are removed (superseded by nothing).
    """
    record, report, run = context.record, context.report, context.run
    current = record.current()
    seen = Seen.nothing()
    prefixes = intake.prefixes
    given = {source.document for source in intake.given}
    items = intake.items(context.max_document_chars)
    for done, item in enumerate(outcomes(context, items, current), 1):
        context.progress("read", done, 0)
        if isinstance(item, Skipped):
            seen.skipped(item)
            rows = _rows_held(item, current)
            if rows is None:
                report.problems.append(item)
            else:
                report.notes.append((item.document, rows))
            continue
        source, document = item.source, item.document
        seen.keys.add(source.document)
        if item.problem is not None:
            report.problems.append(item.problem)
            continue
        if document is None:
            report.unchanged += 1
            continue
        for note in document.notes:
            report.notes.append((document.id, note))
        root = next((prefix for prefix in prefixes if covered(document.id, [prefix])), "")
        if document.id in given:
            root = GIVEN
        record.put_document(document, source.data, run=run, root=root, reader=item.reader)
        (report.changed if document.id in current else report.added).append(document.id)
    for key in sorted({*seen.gone(record, prefixes), *intake.dropped}):
        record.remove_document(key, run=run)
        report.removed.append(key)


def _rows_held(item: Skipped, current: Iterable[str]) -> Note | None:
    """A corpus that is met in a folder and was read when it was named: its documents stay."""
    if item.code != IN_FOLDER or not any(key.startswith(f"{item.document}#") for key in current):
        return None
    return Note(
        "rows-kept",
        "its rows stay as they were read when the file was named; name it again to read it anew",
    )


# --- stage 2: extract ------------------------------------------------------------------------


def extract_missing(context: BuildContext, documents: Iterable[Document]) -> None:
    """Extract every segment whose result is not in the record; save in batches, so that a stopped
    build loses at most one batch."""
    current = context.record.current()
    waiting: dict[str, tuple[Extractor, dict[str, Segment]]] = {}
    for document in documents:
        extractor = context.extractor_of(current[document.id].content)
        _, own = waiting.setdefault(extractor.fingerprint, (extractor, {}))
        for segment in segments_of(document):
            own.setdefault(segment_key(segment), segment)
    for extractor, own in waiting.values():
        _extract_segments(context, extractor, own)


def _extract_segments(
    context: BuildContext, extractor: Extractor, waiting: Mapping[str, Segment]
) -> None:
    record, progress = context.record, context.progress
    known = record.extracted(sorted(waiting), extractor.fingerprint)
    missing = [(key, waiting[key]) for key in sorted(waiting) if key not in known]
    total = len(missing)
    progress("extract", 0, total)
    batch: dict[str, Extraction] = {}
    results = guarded_extraction(extractor, [segment for _, segment in missing])
    for done, ((key, _), extraction) in enumerate(zip(missing, results, strict=True), 1):
        batch[key] = extraction
        if len(batch) >= _EXTRACT_BATCH or done == total:
            record.put_extractions(extractor.fingerprint, batch)
            batch = {}
        progress("extract", done, total)
    context.report.extracted_segments += total
