"""A list that the sentence which answers refers to: "in addition to the documents listed in section
2.1". Its items belong to the answer and are shown below that sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generation.evidence.companions import Companion
from generation.evidence.place_lookup import blocks_of
from generation.evidence.selection import count_words, trimmed
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from generation.question.answer_types import AnswerType
from generation.question.sections import places_in
from graph.outline import Outline
from graph.tokens import words

_REFERS = re.compile(
    r"\b(?:listed|named|mentioned|specified|set\s+out|referred\s+to|described|given|laid\s+down|"
    r"enumerated|required|stated|those|(?:the\s+)?(?:list|items|documents|papers|records|conditions|"
    r"requirements|steps|cases))\s+(?:in|under|by|at|of|from)\b\s*(?P<where>[^,;.]*(?:\.\d[^,;.]*)*)",
    re.IGNORECASE,
)
_HEADED = re.compile(r"[\"“'‘](?P<head>[^\"”]{2,80})[\"”'’]")
_WHOLE: frozenset[AnswerType] = frozenset(("list", "other", "person", "manner", "condition"))
_FEWEST = 2  # items of a list


def referred_list(lead: Unit, evidence: Evidence, budget: int) -> list[Companion]:
    """What `lead` refers to as a list, as companions of it, the line that introduces the list
    first; empty where it refers to none, none is asked for or it has no room in `budget` words."""
    if evidence.question.expected not in _WHOLE:
        return []
    outline = evidence.outlines[lead.sentence.version]
    for index, items in _lists(lead, outline):
        found = [
            Companion(lead, lead, trimmed(outline.text, outline.blocks[index].span), "lead_in")
        ]
        found += [
            Companion(lead, lead, trimmed(outline.text, outline.blocks[item].span), "item")
            for item in items
        ]
        inside = any(one.span.overlaps(lead.span) for one in found)
        if not inside and sum(count_words(lead, one.span) for one in found) <= budget:
            return found
    return []


def _lists(lead: Unit, outline: Outline) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The blocks that introduce a list, with its items, at the places that `lead` refers to."""
    for match in _REFERS.finditer(lead.text):
        for index in _referred(match["where"], outline):
            items = tuple(outline.descendants(index))
            if len(outline.children[index]) >= _FEWEST:
                yield index, items


def _referred(where: str, outline: Outline) -> Iterator[int]:
    for place in places_in(where):
        yield from blocks_of(place, outline)
    head = _HEADED.search(where)
    named = words(head["head"]) if head is not None else []
    for index in range(len(outline.blocks)):
        above = outline.heading_path(index)[-1:]
        if named and above and words(above[0]) == named:
            yield index
