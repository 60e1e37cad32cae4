"""Segments: the unit of extraction and of its cache.

Cut by size and content only, never by chunk settings, and free of document context. Where a cut
falls is decided by the content near it (a heading, or a block whose checksum says so), so that the
cuts after an edited place fall where they fell before and only few segments change.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extraction.documents.boundaries import sentences, words
from extraction.documents.detect_language import ENGLISH
from graph.identity import content_id
from graph.model import Block, Cell, Document, Segment, Span

_SMALL = 3_000  # characters: below this no cut is sought
_LARGE = 8_000  # from here on any paragraph or sentence will do
_EVERY = 8  # one candidate in so many is a preferred cut


def segments_of(document: Document) -> list[Segment]:
    """The segments of `document` that are extracted; none where it is only searched."""
    return segments(document.text, document.blocks) if document.language in ENGLISH else []


def segments(text: str, blocks: Sequence[Block], max_chars: int = 20_000) -> list[Segment]:
    """Groups of whole blocks in text order, each at most `max_chars` long; a longer block is cut
    after sentences, else at white space.

    ``text[s.start : s.start + len(s.text)] == s.text``; blocks are re-based to the segment's text
    and carry no page number.
    """
    made: list[Segment] = []
    group: list[Block] = []
    for block in _pieces(text, blocks, max_chars):
        if group and _cut_before(text, block, group, max_chars):
            made.append(_segment(text, group))
            group = []
        group.append(block)
    if group:
        made.append(_segment(text, group))
    return made


def segment_key(segment: Segment) -> str:
    """What the extraction of a segment depends on: its text and its structure."""
    structure = [
        (b.kind, b.level, b.span.start, b.span.end, [(c.span, c.heads, c.first) for c in b.cells])
        for b in segment.blocks
    ]
    return content_id("s", segment.text, structure)


def _cut_before(text: str, block: Block, group: list[Block], max_chars: int) -> bool:
    size = block.span.start - group[0].span.start
    if block.span.end - group[0].span.start > max_chars:
        return True
    if size < _SMALL or group[-1].kind == "heading":
        return False
    if block.kind == "heading":
        return True
    if block.level or block.kind == "table_row":
        return size >= 2 * _LARGE
    return size >= _LARGE or _preferred(text, block.span)


def _preferred(text: str, span: Span) -> bool:
    return zlib.crc32(text[span.start : span.end].encode("utf-8")) % _EVERY == 0


def _pieces(text: str, blocks: Sequence[Block], max_chars: int) -> Iterator[Block]:
    """The blocks, those over `max_chars` in pieces."""
    for block in blocks:
        if len(block.span) <= max_chars:
            yield block
            continue
        for span in _cut(text, block.span, max_chars):
            end = span.start + len(text[span.start : span.end].rstrip())
            if end > span.start:
                cells = tuple(c for c in block.cells if span.contains(c.span))
                yield replace(block, span=Span(span.start, end), cells=cells)


def _cut(text: str, span: Span, max_chars: int) -> Iterator[Span]:
    begin = span.start
    reached = span.start
    for part in _parts(text, span, max_chars):
        size = part.start - begin
        if size and (
            part.end - begin > max_chars
            or size >= _LARGE
            or (size >= _SMALL and _preferred(text, part))
        ):
            yield Span(begin, part.start)
            begin = part.start
        reached = part.end
    yield Span(begin, reached)


def _parts(text: str, span: Span, max_chars: int) -> Iterator[Span]:
    """Sentences; those over `max_chars` as words."""
    for sentence in sentences(text, span.start, span.end):
        if len(sentence) <= max_chars:
            yield sentence
        else:
            yield from words(text, sentence.start, sentence.end, max_chars)


def _segment(text: str, group: list[Block]) -> Segment:
    start, end = group[0].span.start, group[-1].span.end
    rebased = tuple(
        replace(
            block,
            span=block.span.shift(-start),
            page=None,
            cells=tuple(_rebase(cell, start, end) for cell in block.cells),
        )
        for block in group
    )
    return Segment(text[start:end], start, rebased)


def _rebase(cell: Cell, start: int, end: int) -> Cell:
    """A head that lies in another segment cannot be pointed at from this one; a cell first written
    in another one still spans rows."""
    span = cell.span.shift(-start)
    heads = tuple(h.shift(-start) for h in cell.heads if start <= h.start and h.end <= end)
    first = cell.first
    if first is not None:
        first = first.shift(-start) if start <= first.start else span
    return Cell(span, heads, first)
