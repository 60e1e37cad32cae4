"""Sentences as retrieval units: each within one block and one chunk, list items with what
introduces them and what stands below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph.model import Block, Chunk, Document, Sentence, Span
from graph.outline import Outline, is_enumerator
from graph.projection import ChunkIndex

_LEAD_IN_CHARS = 300
_LABEL = re.compile(
    r"\s*+(?:(?!(?:must|shall|may|should|can|will|is|are|was|were|has|have)\b)[^\s.:;?!|]++\s++){0,5}"
    r"[^\s.:;?!|]+:[*_]{0,3}\s*",
    re.IGNORECASE,
)


def sentences_of(
    document: Document, outline: Outline, chunks: ChunkIndex, spans: Iterable[Span]
) -> list[Sentence]:
    """One `Sentence` for each span that holds a letter or digit and lies outside headings, and one
    for each table row.

    `text` is what is searched and embedded: the sentence, behind its lead-in where it is the first
    sentence of a list item; for a table row its cells, each behind its heads.
    """
    found: list[Sentence] = []
    rows = {block.span for block in outline.blocks if block.kind == "table_row"}
    for span in _with_labels(sorted(rows.union(spans)), outline):
        text = document.text[span.start : span.end]
        index = outline.block_at(span.start)
        chunk: Chunk | None = chunks.at(span.start)
        if index is None or chunk is None or not any(c.isalnum() for c in text):
            continue
        block = outline.blocks[index]
        if block.kind in ("heading", "header", "table_head"):
            continue
        follows = span.end < block.span.start + len(outline.quote(block.span).rstrip())
        if follows and span not in rows and is_enumerator(text):
            continue  # "(a)" cut off from what it counts
        lead_in = outline.lead_in(span)
        searched = _row(outline, block) if span in rows else " ".join(text.split())
        if lead_in is not None:
            introduction = " ".join(document.text[lead_in.start : lead_in.end].split())
            searched = f"{introduction[-_LEAD_IN_CHARS:]} {searched}"
        found.append(
            Sentence(
                chunk=chunk.id,
                document=document.id,
                version=document.version,
                span=span,
                text=searched,
                lead_in=lead_in,
                children=outline.introduced(span),
            )
        )
    return found


def _with_labels(spans: Iterable[Span], outline: Outline) -> Iterator[Span]:
    """`spans`, a label as one with what it is cut off from: "ATTENDING NURSE:" and "ADA HOLM"."""
    label: Span | None = None
    for span in spans:
        if label is not None:
            same = outline.block_at(label.start) == outline.block_at(span.start)
            if not same:
                yield label
            span = Span(label.start, span.end) if same else span
            label = None
        if _LABEL.fullmatch(outline.quote(span)):
            label = span
        else:
            yield span
    if label is not None:
        yield label


def _row(outline: Outline, block: Block) -> str:
    """``Head: cell; Outer head, head: cell`` of a table row; its plain words without cells."""
    parts = []
    for cell in block.cells:
        words = " ".join(outline.quote(cell.span).split())
        head = ", ".join(" ".join(outline.quote(head).split()) for head in cell.heads)
        if words:
            parts.append(f"{head}: {words}" if head else words)
    return "; ".join(parts) or " ".join(outline.quote(block.span).split())
