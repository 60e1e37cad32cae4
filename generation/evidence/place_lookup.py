"""Where a named section or paragraph stands in the documents of a context."""

from __future__ import annotations

import re

from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit, make_unit
from generation.question.sections import NamedPlace
from graph.model import Context, Passage, Sentence, Span
from graph.outline import Outline
from graph.tokens import words

_MOST = 12  # blocks of a section that are quoted


def units_at(place: NamedPlace, evidence: Evidence, context: Context) -> list[Unit]:
    """The blocks of `place` as units, in text order, of the documents that have such a place and
    the name that the question gives; empty where none has."""
    found: list[Unit] = []
    seen: set[str] = set()
    for passage in context.passages:
        document = passage.document
        if document.version in seen or not set(place.document) <= set(words(document.name)):
            continue
        seen.add(document.version)
        outline = evidence.outlines[document.version]
        made = [_unit(passage, span, evidence, outline) for span in spans_of(place, outline)]
        found += [unit for unit in made if unit is not None]
    return found


def _unit(passage: Passage, span: Span, evidence: Evidence, outline: Outline) -> Unit | None:
    document = passage.document
    text = document.text[span.start : span.end]
    sentence = Sentence(passage.chunk.id, document.id, document.version, span, text)
    return make_unit(passage, sentence, None, 1.0, evidence.question, outline, evidence.forms)


def spans_of(place: NamedPlace, outline: Outline) -> tuple[Span, ...]:
    """The blocks of `place` in one document, in text order; empty where it has no such place."""
    start = _section(place, outline)
    if start is None:
        return ()
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
    quoted = [i for i in indices if outline.blocks[i].kind != "heading"]
    return tuple(_trimmed(outline, i) for i in quoted[:_MOST])


def _bare(outline: Outline, index: int) -> str:
    """The block with what stands before it on its line: the number of a list item is markup."""
    span = outline.blocks[index].span
    start = outline.text.rfind("\n", 0, span.start) + 1
    return outline.text[start : span.end].strip().lstrip("-•*# ")


def _section(place: NamedPlace, outline: Outline) -> int | None:
    """The heading or paragraph that begins with the number; of several, one with the same word."""
    number = re.escape(place.number)
    begins = re.compile(rf"(?P<kind>§+|[A-Za-z]+\.?)?\s*{number}(?![.-]?\d)[.:)]?(?=\s|$|\()")
    found = [
        (index, match.group("kind") or "")
        for index in range(len(outline.blocks))
        if (match := begins.match(_bare(outline, index)))
    ]
    if not found:
        return None
    wanted = place.kind.casefold()[:3]
    same = [index for index, kind in found if kind and kind.casefold()[:3] == wanted]
    headings = [index for index, _ in found if outline.blocks[index].kind == "heading"]
    return (same or headings or [found[0][0]])[0]


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
