"""File formats to text and structure: one module per format, chosen by file name extension."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from extraction.documents.readers.docx import DocxReader
from extraction.documents.readers.enumerated_items import with_enumerated_items
from extraction.documents.readers.html import HtmlReader
from extraction.documents.readers.jsonl import JsonlRowReader
from extraction.documents.readers.markdown import MarkdownReader
from extraction.documents.readers.pdf import PdfReader
from extraction.documents.readers.text import TextReader
from graph.errors import ReadError
from graph.model import Reading, Rectangle, Source, Span
from graph.protocols import Reader

_ALL: tuple[Reader, ...] = (
    TextReader(),
    MarkdownReader(),
    HtmlReader(),
    PdfReader(),
    DocxReader(),
    JsonlRowReader(),
)
READERS: Mapping[str, Reader] = MappingProxyType(
    {suffix: reader for reader in _ALL for suffix in reader.suffixes}
)


def read(source: Source, *, max_document_chars: int) -> Reading:
    """Read one document. Raises `ReadError`: not readable, no text in it, or too long."""
    reader = READERS.get(source.suffix)
    if reader is None:
        raise ReadError(f"{source.document}: {unsupported(source.suffix)}")
    reading = reader.read(source.data, source.document)
    if not reading.text.strip():
        raise ReadError(f"{source.document} holds no text: put text into it or remove it.")
    if len(reading.text) > max_document_chars:
        raise ReadError(too_long(source.document, len(reading.text), max_document_chars))
    return replace(reading, blocks=with_enumerated_items(reading.text, reading.blocks))


def rectangles(suffix: str, data: bytes, span: Span) -> tuple[Rectangle, ...]:
    """Where `span` stands on the pages of a document; empty for formats without pages."""
    reader = READERS.get(suffix)
    return reader.rectangles(data, span) if reader else ()


def unsupported(suffix: str) -> str:
    """Why a file with this extension is not read, and what to do."""
    known = ", ".join(sorted(READERS))
    return f"{suffix or 'no extension'} is not a supported format: convert it to one of {known}."


def too_long(document: str, characters: int, limit: int) -> str:
    """The message for a document over the limit."""
    return (
        f"{document} has {characters:,} characters, more than max_document_chars = {limit:,}: "
        "split it, or raise max_document_chars in the settings."
    )
