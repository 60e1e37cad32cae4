"""In which order a card shows what was chosen: the answer first, then what leads on from it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.evidence.selection import Chosen
from generation.evidence.units import Unit
from graph.model import Passage
from graph.outline import Outline

_TITLE = re.compile(r"\s*(?:\*\*|__)[^:*_]+(?:\*\*|__)\s*\Z")  # a line in bold type


def in_reading_order(
    chosen: Sequence[Chosen], lead: Unit, outline: Outline, *, as_written: bool = False
) -> list[Chosen]:
    """What states the facts of a path, step by step; then `lead`, the unit that answers, with the
    items of its list, and the rest of its section (`outline`: of its document), or with
    `as_written`, for a course of steps, its section as it stands; then the other passages, those
    that the question led to before those reached from them. Within a document, in text order."""
    on_path = sorted((c for c in chosen if c.unit.on_path), key=lambda c: _place(c.unit.passage))
    others = [c for c in chosen if not c.unit.on_path]
    section = [c for c in others if _same_section(c.unit, lead, outline)]
    section.sort(key=lambda c: c.unit.span)
    if not as_written:
        first = _list_of(lead, section, outline)
        section = [*first, *(c for c in section if c not in first)]
    rest = [c for c in others if c not in section]
    order: dict[str, int] = {}
    for item in sorted(rest, key=lambda c: _place(c.unit.passage)):
        order.setdefault(item.unit.sentence.version, len(order))
    rest.sort(key=lambda c: (order[c.unit.sentence.version], c.unit.span))
    return [*on_path, *section, *rest]


def _list_of(lead: Unit, section: Sequence[Chosen], outline: Outline) -> list[Chosen]:
    """`lead` with what stands under the same line, in the order of `section`. A title over steps
    introduces none of them, and the one that answers goes first."""
    above = next((c.lead_ins for c in section if c.unit is lead), ())
    own = [c for c in section if c.unit is lead]
    if not above or _TITLE.match(outline.quote(above[-1])):
        return own
    return [c for c in section if c.unit is lead or c.lead_ins == above]


def _same_section(unit: Unit, lead: Unit, outline: Outline) -> bool:
    if unit.sentence.version != lead.sentence.version:
        return False
    if unit.block is None or lead.block is None:
        return unit is lead
    return outline.headings(unit.block)[-1:] == outline.headings(lead.block)[-1:]


def _place(passage: Passage) -> tuple[int, int]:
    return (len(passage.path), passage.rank)
