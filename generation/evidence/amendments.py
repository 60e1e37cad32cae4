"""Sentences of one document that change the wording of another: "In section 2.1 of the travel
policy, the words "60 days" are replaced by "30 days"."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from generation.evidence.place_lookup import blocks_of
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from generation.question.sections import NamedPlace, places_in
from graph.tokens import words

_QUOTED = r"[\"“”„‘'](?P<{}>[^\"“”„]{{1,300}}?)[\"”“’']"
_OLD, _NEW = _QUOTED.format("old"), _QUOTED.format("new")
_SOME = (
    r"(?:(?:the|a)\s+)?(?:(?:words?|figures?|number|sum|amount|term|expression|phrase|date|"
    r"sentence|reference)\s+(?:to\s+)?)?"
)
_BE = r"(?:is|are|shall\s+be|will\s+be|has\s+been|have\s+been)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE | re.DOTALL)
    for form in (
        rf"{_OLD}[^\"“”.;]{{0,60}}?\b{_BE}\s+(?:hereby\s+)?(?:deleted\s+and\s+|struck\s+out\s+and\s+)?"
        rf"(?:replaced|substituted|amended|changed|corrected)\s+(?:by|with|to(?:\s+read)?)[:,]?\s+"
        rf"{_SOME}{_NEW}",
        rf"\bsubstitut(?:e|es|ing|ed)\s+{_SOME}{_NEW}\s+(?:for|in\s+place\s+of)\s+{_SOME}{_OLD}",
        rf"\bfor\s+{_SOME}{_OLD}[^\"“”.;]{{0,40}}?\b(?:substitut\w*|put|read|insert)\b\s*:?\s*{_SOME}"
        rf"{_NEW}",
        rf"\breplac(?:e|es|ing)\s+{_SOME}{_OLD}\s+(?:by|with)\s+{_SOME}{_NEW}",
        rf"{_OLD}[^\"“”.;]{{0,60}}?\b{_BE}\s+(?:hereby\s+)?(?:deleted|omitted|struck\s+out|repealed)",
    )
)
_REWRITTEN = re.compile(
    r"\b(?:shall|should|will|is\s+amended\s+to|are\s+amended\s+to|is\s+changed\s+to|now)\s+reads?\b|"
    r"\b(?:is|are|shall\s+be)\s+(?:hereby\s+)?(?:replaced\s+(?:by|with)\s+the\s+following|"
    r"amended\s+as\s+follows|deleted|repealed)\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"replac|substitut|amend|delet|omit|struck|repeal|\breads?\b|chang|correct", re.IGNORECASE
)
# Words for kinds of documents: two that share no other word need not be about the same thing.
_KINDS = frozenset(
    words(
        "policy rules rule agreement contract handbook manual protocol act regulation code order "
        "terms procedure guide plan document section amendment standard instruction law by-law"
    )
)


@dataclass(frozen=True, slots=True)
class Amendment:
    """`place` whose wording changes, where one is named; the words `old` that no longer stand
    there, empty where the whole place is rewritten."""

    place: NamedPlace | None
    old: str


@lru_cache(maxsize=512)
def amendments(text: str) -> tuple[Amendment, ...]:
    """The changes of wording that a sentence makes."""
    if _SPEAKS.search(text) is None:
        return ()
    return tuple(_amendments(text))


def _amendments(text: str) -> Iterator[Amendment]:
    places = places_in(re.sub(r"[\"“][^\"“”]*[\"”]", " ", text))
    place = places[0] if places else None
    found = [match for form in _FORMS for match in form.finditer(text)]
    for match in found:
        yield Amendment(place, match["old"])
    if not found and place is not None and _REWRITTEN.search(text):
        yield Amendment(place, "")


def amends(other: Unit, unit: Unit, evidence: Evidence) -> bool:
    """Whether `other`, of another document, changes the wording of `unit`."""
    if other.sentence.document == unit.sentence.document:
        return False
    return any(
        _touches(one, unit, evidence) for one in amendments(other.text) if _named(other, unit)
    )


def _named(other: Unit, unit: Unit) -> bool:
    """Whether `other`, or what stands above it, names the document of `unit`."""
    title = frozenset(words(unit.passage.document.name)) - _KINDS
    return not title or bool(title & (other.inner | other.outer))


def _touches(one: Amendment, unit: Unit, evidence: Evidence) -> bool:
    old, text = (" ".join(said.casefold().split()) for said in (one.old, unit.text))
    if old not in text:
        return False
    if one.place is None:
        return bool(old)
    blocks = blocks_of(one.place, evidence.outlines[unit.sentence.version])
    return unit.block in blocks or (bool(old) and not blocks)
