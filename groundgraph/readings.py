"""A document in the reading that somebody cites, and where its words stand on the pages of the
original: the present reader may make another text of the same file."""

from __future__ import annotations

from functools import lru_cache

from graph.model import Document, Rectangle, Span
from graph.record import Record


def reading_of(record: Record, key: str, version: str | None, text_hash: str) -> Document:
    """A version of a document (None: the current one) in the reading that `text_hash` names;
    empty: the newest. Raises `NotFound`."""
    if version is None or not text_hash:
        return record.document(key, version)
    return record.quoted(key, version, text_hash=text_hash, answered=0)


def rectangles_of(record: Record, document: Document, span: Span) -> tuple[Rectangle, ...]:
    """Where `span` of a reading stands on the pages. The present reader places its own text only:
    words of another reading are placed where they are at the same offset, or in one place."""
    from extraction.documents import readers

    original = record.original(document.version)
    if document.suffix == ".pdf" and not _reads_so_now(record, document):
        found = _found_again(document, original, span)
        if found is None:
            return ()
        span = found
    return readers.rectangles(document.suffix, original, span)


def _reads_so_now(record: Record, document: Document) -> bool:
    from extraction.cached_stages import reading_fingerprint

    now = reading_fingerprint(document.suffix)
    held = record.readings([document.version]).get(document.version, [])
    return any(one.text_hash == document.text_hash and one.reader == now for one in held)


def _found_again(document: Document, original: bytes, span: Span) -> Span | None:
    words = document.text[span.start : span.end]
    text = _text_now(document.suffix, original)
    if text.startswith(words, span.start):
        return span
    if not words or text.count(words) != 1:
        return None
    start = text.index(words)
    return Span(start, start + len(words))


@lru_cache(maxsize=2)
def _text_now(suffix: str, original: bytes) -> str:
    """What the present reader makes of a file."""
    from extraction.documents.readers import READERS

    return READERS[suffix].read(original, "the document").text
