"""The words of judged facts as the last gate of facts reads them in the documents of a base."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from extraction.documents.segments import segments_of
from extraction.fact_context import FactContext
from extraction.fact_gate import words_beside
from graph.checking import Quote
from graph.errors import NotFound
from graph.model import Segment, Span

if TYPE_CHECKING:
    from groundgraph.knowledge_base import KnowledgeBase


class JudgedWords:
    """Implements `learning.fact_rows.Read` with the current documents of `base`."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._segments: dict[str, list[Segment]] = {}

    def __call__(self, ids: Mapping[str, Any]) -> Quote | None:
        """`ids`: the key of a document, and where in it the fact is stated."""
        if not {"document", "start", "end"} <= set(ids):
            return None
        words = Span(int(ids["start"]), int(ids["end"]))
        for segment in self._of(str(ids["document"])):
            if segment.start <= words.start and words.end <= segment.start + len(segment.text):
                return words_beside(
                    segment.text,
                    words.shift(-segment.start),
                    FactContext(segment.text, segment.blocks),
                )
        return None

    def _of(self, document: str) -> list[Segment]:
        if document not in self._segments:
            try:
                self._segments[document] = segments_of(self._base.document(document))
            except NotFound:
                self._segments[document] = []
        return self._segments[document]
