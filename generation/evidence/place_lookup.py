"""Where a named section or paragraph stands in the documents of a context."""

from __future__ import annotations

import re

from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit, make_unit
from generation.question.sections import NamedPlace
from graph.model import Context, Passage, Sentence, Span
from graph.outline import Outline
from graph.section_numbers import bare_line
from graph.tokens import words

SEVERAL_PLACES = "one place"
"""Stands for what is not met where several documents have the place that a question names."""

_MOST = 12  # blocks of a section that are quoted


def units_at(place: NamedPlace, evidence: Evidence, context: Context) -> list[Unit]:
    """The blocks of `place` as units, in text order, of the documents that fit it best and have the
    name that the question gives; empty where none has."""
    found: dict[str, tuple[int, list[Unit]]] = {}
    for passage in context.passages:
        document = passage.document
        if document.version in found or not set(place.document) <= set(words(document.name)):
            continue
        outline = evidence.outlines[document.version]
        begins = _section(place, outline)
        spans = () if begins is None else spans_of(place, outline)
        made = [_unit(_holding(context, passage, s), s, evidence, outline) for s in spans]
        fit = begins[1] if begins is not None and spans else -1
        found[document.version] = (fit, [unit for unit in made if unit is not None])
    best = max((fit for fit, units in found.values() if units), default=-1)
    return [unit for fit, units in found.values() if fit == best for unit in units]


def _holding(context: Context, first: Passage, span: Span) -> Passage:
    """The passage of the context that holds the beginning of `span`; else the `first` of its
    document."""
    for passage in context.passages:
        chunk = passage.chunk
        if chunk.version == first.chunk.version and chunk.start <= span.start < chunk.end:
            return passage
    return first


def _unit(passage: Passage, span: Span, evidence: Evidence, outline: Outline) -> Unit | None:
    document = passage.document
    text = document.text[span.start : span.end]
    sentence = Sentence(passage.chunk.id, document.id, document.version, span, text)
    return make_unit(passage, sentence, None, 1.0, evidence.question, outline, evidence.forms)


def spans_of(place: NamedPlace, outline: Outline) -> tuple[Span, ...]:
    """The first blocks of `place` in one document, in text order; empty where it has no such
    place."""
    return tuple(_trimmed(outline, index) for index in blocks_of(place, outline)[:_MOST])


def blocks_of(place: NamedPlace, outline: Outline) -> tuple[int, ...]:
    """The indices of all blocks of `place` but for headings, in text order."""
    begins = _section(place, outline)
    if begins is None:
        return ()
    start = begins[0]
    last = _end(start, outline)
    at, prefix = start, ""
    for label in place.labels:
        prefix += f"({label})"
        if at != start and _bare(outline, at).startswith(prefix):
            continue
        found = _labelled(label, prefix, outline, at + 1, last)
        if found is None:
            return ()
        at = found
    if place.labels or outline.blocks[start].kind != "heading":
        indices = [at, *outline.descendants(at)]
    else:
        indices = list(range(start + 1, last))
    return tuple(i for i in indices if outline.blocks[i].kind != "heading")


def _bare(outline: Outline, index: int) -> str:
    """The block with what stands before it on its line: the number of a list item is markup."""
    span = outline.blocks[index].span
    start = outline.text.rfind("\n", 0, span.start) + 1
    return bare_line(outline.text[start : span.end])


def _section(place: NamedPlace, outline: Outline) -> tuple[int, int] | None:
    """The heading or paragraph that begins the section, and how well it fits; of several that fit
    alike, a heading, and the first."""
    found = [
        (fit, block.kind == "heading", -index)
        for index, block in enumerate(outline.blocks)
        if (fit := place.section.fit(_bare(outline, index), heading=block.kind == "heading"))
        is not None
    ]
    if not found:
        return None
    fit, _, index = max(found)
    return -index, fit


def _end(start: int, outline: Outline) -> int:
    block = outline.blocks[start]
    if block.kind != "heading":
        return len(outline.blocks)
    for index in range(start + 1, len(outline.blocks)):
        other = outline.blocks[index]
        if other.kind == "heading" and other.level <= block.level:
            return index
    return len(outline.blocks)


def _labelled(label: str, prefix: str, outline: Outline, start: int, end: int) -> int | None:
    name = re.escape(label)
    begins = re.compile(rf"(?:{re.escape(prefix)}|\({name}\)|{name}[.)])(?=\s|$|\()")
    return next((i for i in range(start, end) if begins.match(_bare(outline, i))), None)


def _trimmed(outline: Outline, index: int) -> Span:
    span = outline.blocks[index].span
    quote = outline.quote(span)
    start = span.start + len(quote) - len(quote.lstrip())
    return Span(start, max(start, span.start + len(quote.rstrip())))
