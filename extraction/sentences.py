"""Sentences as retrieval units: each within one block and one chunk, list items with what
introduces them and what stands below them."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model import Block, Chunk, Document, Sentence, Span
from graph.outline import Outline
from graph.projection import ChunkIndex

_LEAD_IN_CHARS = 300


def sentences_of(
    document: Document, outline: Outline, chunks: ChunkIndex, spans: Iterable[Span]
) -> list[Sentence]:
    """One `Sentence` for each span that holds a letter or digit and lies outside headings, and one
    for each table row.

    `text` is what is searched and embedded: the sentence, behind its lead-in where it is the first
    sentence of a list item; for a table row its cells, each behind its column head.
    """
    found: list[Sentence] = []
    seen_blocks: set[int] = set()
    rows = {block.span for block in outline.blocks if block.kind == "table_row"}
    for span in sorted(rows.union(spans)):
        text = document.text[span.start : span.end]
        index = outline.block_at(span.start)
        chunk: Chunk | None = chunks.at(span.start)
        if index is None or chunk is None or not any(c.isalnum() for c in text):
            continue
        block = outline.blocks[index]
        if block.kind in ("heading", "header", "table_head"):
            continue
        lead_in: Span | None = None
        children: tuple[Span, ...] = ()
        if index not in seen_blocks:
            seen_blocks.add(index)
            parent = outline.parent[index]
            if parent is not None:
                lead_in = _last_sentence(document.text, outline.blocks[parent].span)
        if span.end >= _stripped_end(document.text, block.span) and outline.children[index]:
            children = tuple(outline.blocks[child].span for child in outline.children[index])
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
                children=children,
            )
        )
    return found


def _row(outline: Outline, block: Block) -> str:
    """``Head: cell; Head: cell`` of a table row; its plain words where it has no cells."""
    parts = []
    for cell in block.cells:
        words = " ".join(outline.quote(cell.span).split())
        head = " ".join(outline.quote(cell.head).split()) if cell.head is not None else ""
        if words:
            parts.append(f"{head}: {words}" if head else words)
    return "; ".join(parts) or " ".join(outline.quote(block.span).split())


def _stripped_end(text: str, span: Span) -> int:
    return span.start + len(text[span.start : span.end].rstrip())


def _last_sentence(text: str, span: Span) -> Span:
    """The last sentence of a block: what introduces the items below it."""
    words = text[span.start : span.end].rstrip()
    cut = max(words.rfind(". "), words.rfind("; "))
    start = span.start + cut + 2 if cut >= 0 else span.start
    return Span(start, span.start + len(words))
