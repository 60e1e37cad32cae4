"""A question that asks for something under a place that it names ("… under clause 7.2?"): only what
stands there answers it."""

from __future__ import annotations

from dataclasses import replace

from generation.evidence.place_lookup import begins_several, blocks_of, units_at
from generation.evidence.unit_scores import Evidence, gather
from generation.question.analysis import analyse
from generation.question.sections import NamedPlace, named_place, place_asked_under, places_in
from graph.model import Context


def under_place(evidence: Evidence, context: Context) -> Evidence:
    """`evidence` of the place alone under which its question asks for something; as it is where no
    document has that place, or other places refer to it."""
    asked = evidence.question.asked
    found = place_asked_under(asked)
    if found is None:
        return evidence
    place, rest = found
    blocks = {version: blocks_of(place, o) for version, o in evidence.outlines.items()}
    outside = (u for u in evidence.units if u.block not in blocks[u.sentence.version])
    if any(place.number == one.number for unit in outside for one in places_in(unit.text)):
        return evidence
    text = evidence.question.text.replace(asked, rest)
    narrowed = gather(context, analyse(text), evidence.today)
    kept = tuple(u for u in narrowed.units if u.block in blocks[u.sentence.version])
    return replace(narrowed, units=kept) if kept else evidence


def unknown_place(evidence: Evidence, context: Context) -> str:
    """The place that the question names and no document of the context has or refers to, as it is
    written."""
    asked = evidence.question.asked
    under = place_asked_under(asked)
    place: NamedPlace | None = under[0] if under is not None else named_place(asked)
    if place is None or units_at(replace(place, document=()), evidence, context):
        return ""
    if any(begins_several(place, outline) for outline in evidence.outlines.values()):
        return ""
    named = (one for unit in evidence.units for one in places_in(unit.text))
    known = any((one.number, one.labels) == (place.number, place.labels) for one in named)
    return "" if known else place.surface
