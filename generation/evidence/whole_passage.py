"""The passage around a sentence, where a question asks how something is done: all its steps. The
same around a line that is only a title."""

from __future__ import annotations

import re

from generation.evidence.label_lines import label_line
from generation.evidence.selection import Chosen, count_words, lead_ins
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from generation.question.analysis import Question
from graph.outline import Outline

_TITLE = re.compile(r"(?:[^\s.:;,!?]+\s+){0,7}[^\s.:;,!?]+")
_HOW_MUCH = re.compile(r"\W*how much\b", re.IGNORECASE)
BESIDE = 0.85  # of the best score: what else is worth a line beside whole steps
SHARE = 0.7  # of the words of a card that one passage of steps may take


def with_steps(chosen: list[Chosen], evidence: Evidence, budget: int) -> list[Chosen]:
    """`chosen` (best first) with the whole passage of its first unit behind that unit, and of the
    others as many as `budget` words leave room for."""
    whole = _steps(chosen[0].unit, evidence, budget) if chosen else ()
    if not whole:
        return chosen
    keys = {unit.key for unit in whole}
    left = budget - sum(count_words(unit, unit.span) for unit in whole)
    found = [Chosen(unit, lead_ins(unit, evidence), ()) for unit in whole]
    found.sort(key=lambda item: item.unit is not chosen[0].unit)
    for item in chosen:
        cost = sum(count_words(item.unit, span) for span in item.spans)
        near = item.unit.score >= BESIDE * chosen[0].unit.score
        if item.unit.key not in keys and cost <= left and near:
            found.append(item)
            left -= cost
    return found


def _steps(lead: Unit, evidence: Evidence, budget: int) -> tuple[Unit, ...]:
    """The section of `lead` as units in text order, where the question asks how something is done
    or `lead` is only a title, and the section fits into `SHARE` of `budget` words; else nothing."""
    wanted = asks_for_steps(evidence.question) or is_title(lead)
    if not wanted or lead.block is None:
        return ()
    outline = evidence.outlines[lead.sentence.version]
    units = sorted((u for u in evidence.units if _beside(u, lead, outline)), key=lambda u: u.span)
    cost = sum(count_words(unit, unit.span) for unit in units)
    return tuple(units) if len(units) > 1 and cost <= SHARE * budget else ()


def asks_for_steps(question: Question) -> bool:
    """Whether `question` asks how something is done, and not how much of it."""
    return question.expected == "manner" and _HOW_MUCH.match(question.asked) is None


def is_title(unit: Unit) -> bool:
    """Whether `unit` is a few words without an end ("Add or remove contacts")."""
    if label_line(unit.text) is not None:
        return False
    return unit.kind == "paragraph" and _TITLE.fullmatch(unit.text.strip()) is not None


def _beside(unit: Unit, lead: Unit, outline: Outline) -> bool:
    if unit.block is None or lead.block is None:
        return False
    same = unit.sentence.version == lead.sentence.version and unit.kind != "heading"
    return same and outline.headings(unit.block) == outline.headings(lead.block)
