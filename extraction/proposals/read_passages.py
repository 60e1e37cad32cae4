"""Passages: what a language model is shown of a segment at a time."""

from __future__ import annotations

from collections.abc import Iterator

from extraction.documents.boundaries import sentences
from graph.identity import content_id
from graph.model import Segment, Span

MOST = 2_400
"""Characters of a passage: with instructions and reply it fits a context of 4,096 tokens."""
_READ = ("paragraph", "list_item")


def passages(segment: Segment) -> Iterator[Span]:
    """Runs of whole paragraphs and list items of `segment`, each at most `MOST` characters; a
    longer block is cut behind sentences. Headings, tables and code are in none."""
    start: int | None = None
    end = 0
    for block in segment.blocks:
        for piece in _pieces(segment.text, block.span) if block.kind in _READ else ():
            if start is not None and piece.end - start > MOST:
                yield Span(start, end)
                start = None
            start, end = piece.start if start is None else start, piece.end
    if start is not None:
        yield Span(start, end)


def passage_key(words: str) -> str:
    """The key of a passage's reply: nothing but its words."""
    return content_id("p", words)


def _pieces(text: str, span: Span) -> Iterator[Span]:
    if not text[span.start : span.end].strip():
        return
    if len(span) <= MOST:
        yield span
        return
    start = end = span.start
    for sentence in sentences(text, span.start, span.end):
        if sentence.end - start > MOST and end > start:
            yield Span(start, end)
            start = sentence.start
        end = sentence.end
    yield Span(start, end)
