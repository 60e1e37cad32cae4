"""Conditions, exceptions and deadlines that are said inside a quoted sentence, each with its own
words, so that a reader sees at a glance what a statement is bound to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph.model import Citation, Context, Fact, Span

Qualifiers = tuple[tuple[str, Citation], ...]

WHOLE = 0.9  # of a sentence: a span as long as this sets nothing apart


class Limits:
    """Looks up what limits the sentences of one context."""

    def __init__(self, context: Context) -> None:
        self._facts: dict[str, Fact] = {}
        self._texts: dict[str, str] = {}
        for passage in context.passages:
            self._texts[passage.document.version] = passage.document.text
            self._facts.update((fact.id, fact) for fact in passage.facts)

    def of(self, citation: Citation, facts: Iterable[str]) -> Qualifiers:
        """(kind, citation) of each qualifier of `facts` that stands within `citation`, in text
        order; of two that lie in each other, the longer one."""
        whole = Span(citation.start, citation.end)
        found = {
            (span, kind)
            for fact in facts
            if fact in self._facts
            for place in self._facts[fact].evidence
            if place.version == citation.version and place.statement.overlaps(whole)
            for kind, span in place.qualifiers
            if len(span) and whole.contains(span) and len(span) < WHOLE * len(whole)
        }
        outer: list[tuple[Span, str]] = []
        for span, kind in sorted(found, key=lambda item: (-len(item[0]), item)):
            if not any(kept.overlaps(span) for kept, _ in outer):
                outer.append((span, kind))
        return tuple((kind, self._narrowed(citation, span)) for span, kind in sorted(outer))

    def _narrowed(self, citation: Citation, span: Span) -> Citation:
        quote = self._texts[citation.version][span.start : span.end]
        return replace(citation, start=span.start, end=span.end, quote=quote)
