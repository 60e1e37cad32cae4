"""One document from the bytes of its source."""

from __future__ import annotations

from extraction.documents import readers
from extraction.documents.detect_language import ENGLISH, detect
from extraction.documents.own_version import own_version
from extraction.documents.stated_replacements import stated_replacements
from graph.identity import version_id
from graph.model import Document, Note, Reading, Source


def read_document(source: Source, digest: str, max_document_chars: int) -> Document:
    """One version of a document, read in this process. Raises `ReadError` with the reason."""
    return document_of(source, digest, readers.read(source, max_document_chars=max_document_chars))


def document_of(source: Source, digest: str, reading: Reading) -> Document:
    """The version of a document that a reader made `reading` of."""
    language = detect(reading.text)
    notes = reading.notes
    if language not in ENGLISH:
        notes += (
            Note("not-english", f"language '{language}': searched, but no facts were extracted"),
        )
    fields = {**reading.metadata, **source.metadata}
    said = (reading.text, reading.blocks, fields, source.suffix)
    stated = (*own_version(*said), *stated_replacements(*said))
    dates = {one.kind: one.value for one in stated}
    return Document(
        id=source.document,
        version=version_id(source.document, digest),
        sha256=digest,
        name=source.name or reading.name or source.document.rsplit("/", 1)[-1],
        uri=source.uri,
        suffix=source.suffix,
        text=reading.text,
        blocks=reading.blocks,
        metadata=fields,
        notes=notes,
        language=language,
        row=source.row,
        valid_from=dates.get("valid_from"),
        valid_to=dates.get("valid_to"),
        stated=stated,
    )
