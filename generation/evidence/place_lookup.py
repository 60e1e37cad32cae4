"""Where a named section or paragraph stands in the documents of a context."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit, make_unit
from generation.question.sections import NamedPlace
from graph.model import Context, Passage, Sentence, Span
from graph.outline import Outline
from graph.section_numbers import LINE, bare_line
from graph.tokens import words

SEVERAL_PLACES = "one place"
"""Stands for what is not met where several documents have the place that a question names."""

_COUNTED = r"(?:[Ss]ection|[Aa]rticle|[Rr]ule|[Cc]lause|[Pp]aragraph|[Pp]oint|[Ii]tem|[Ss]tep)"
_MOST = 12  # blocks of a section that are quoted


def units_at(place: NamedPlace, evidence: Evidence, context: Context) -> list[Unit]:
    """The blocks of `place` as units, in text order, of the documents that fit it best and have the
    name that the question gives; empty where none has."""
    found: dict[str, tuple[int, list[Unit]]] = {}
    for passage in context.passages:
        document = passage.document
        if document.version in found:
            continue
        outline = evidence.outlines[document.version]
        begins = _section(_here(place, document.name), outline)
        spans = () if begins is None else spans_of(_here(place, document.name), outline)
        made = [_unit(_holding(context, passage, s), s, evidence, outline) for s in spans]
        fit = begins[1] if begins is not None and spans else -1
        found[document.version] = (fit, [unit for unit in made if unit is not None])
    best = max((fit for fit, units in found.values() if units), default=-1)
    return [unit for fit, units in found.values() if fit == best for unit in units]


def _here(place: NamedPlace, name: str) -> NamedPlace:
    """`place` in the document `name`: what is named with it and is not this document must be said
    by a heading above it."""
    return replace(place, document=tuple(w for w in place.document if w not in words(name)))


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
        found = _labelled(label, prefix, place.number, outline, at + 1, last)
        if found is None:
            return ()
        at = found
    if outline.blocks[at].kind != "heading":
        indices = [at, *outline.descendants(at)]
    else:
        indices = list(range(at + 1, _end(at, outline)))
    return tuple(i for i in indices if outline.blocks[i].kind != "heading")


def _bare(outline: Outline, index: int) -> str:
    """The block with what stands before it on its line: the number of a list item is markup."""
    span = outline.blocks[index].span
    start = outline.text.rfind("\n", 0, span.start) + 1
    return bare_line(outline.text[start : span.end])


def _section(place: NamedPlace, outline: Outline) -> tuple[int, int] | None:
    """The heading or paragraph that begins the section, and how well it fits; of several that fit
    alike, a heading, and the first. None where only lines of several lists begin so."""
    found = _beginnings(place, outline)
    if not found or _is_undecided(found):
        return None
    fit, _, index = max(found)
    return -index, fit


def begins_several(place: NamedPlace, outline: Outline) -> bool:
    """Whether only lines of several lists begin with the number of `place`."""
    return _is_undecided(_beginnings(place, outline))


def _beginnings(place: NamedPlace, outline: Outline) -> list[tuple[int, bool, int]]:
    """How well each block fits that may begin `place`, whether it is a heading, and its index with
    a minus."""
    return [
        (fit, block.kind == "heading", -index)
        for index, block in enumerate(outline.blocks)
        if (fit := place.section.fit(_bare(outline, index), heading=block.kind == "heading"))
        is not None
        and set(place.document) <= set(words(" ".join(outline.heading_path(index))))
    ]


def _is_undecided(found: Sequence[tuple[int, bool, int]]) -> bool:
    best = max((fit for fit, _, _ in found), default=None)
    return best == LINE and sum(fit == LINE for fit, _, _ in found) > 1


def _end(start: int, outline: Outline) -> int:
    block = outline.blocks[start]
    if block.kind != "heading":
        return len(outline.blocks)
    for index in range(start + 1, len(outline.blocks)):
        other = outline.blocks[index]
        if other.kind == "heading" and other.level <= block.level:
            return index
    return len(outline.blocks)


def _labelled(
    label: str, prefix: str, number: str, outline: Outline, start: int, end: int
) -> int | None:
    """The first of the blocks from `start` to `end` that begins with `label`, or with it behind the
    labels around it (`prefix`), the `number` of its section or a word that counts."""
    name = re.escape(label)
    begins = re.compile(
        rf"(?:{re.escape(prefix)}|\({name}\)|{name}[.):]|{re.escape(number)}\.{name}[.:]?|"
        rf"{_COUNTED}\s+\(?{name}[.):]*)(?=\s|$|\()"
    )
    return next((i for i in range(start, end) if begins.match(_bare(outline, i))), None)


def _trimmed(outline: Outline, index: int) -> Span:
    span = outline.blocks[index].span
    quote = outline.quote(span)
    start = span.start + len(quote) - len(quote.lstrip())
    return Span(start, max(start, span.start + len(quote.rstrip())))
