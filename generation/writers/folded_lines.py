"""Which of the chosen lines wait behind "More evidence": those that are unlikely to hold the answer
for the words that they take. What a line that is shown cannot do without stays beside it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from generation.checks.met_parts import parts_met
from generation.checks.reply_forms import has_reply_form
from generation.evidence.answer_forms import defined_terms
from generation.evidence.exception_rules import speaks_for_exception
from generation.evidence.line_odds import line_odds
from generation.evidence.selection import Chosen, count_words
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from generation.evidence.whole_lists import which_list
from generation.evidence.whole_passage import asks_for_steps, is_title
from generation.writers.quoting import Plan
from graph.model import Span

UnitKey = tuple[str, int, int]
Group = list[Chosen]

WORTH = 0.028  # probability that a line has to have for each square root of its words
NEAR = 400  # characters between a rule and a sentence of its section that may limit it

_LIMITS = re.compile(
    r"\b(?:except(?:ion|ions|ing)?|unless|notwithstanding|however|provided that|subject to|"
    r"without prejudice|other than|only (?:if|when|where)|if|"
    r"(?:do(?:es)?|shall|must|may|need|is|are|can) ?not|cannot|no longer|but)\b",
    re.IGNORECASE,
)


def folded_lines(planned: Plan) -> frozenset[UnitKey]:
    """Keys of the chosen units that a card shows only when it is unfolded. Lists, steps and the
    statements that stand against each other stay whole, a rule keeps what limits it, and what
    the state of the card rests on is shown. Without a checker nothing is folded."""
    lead = planned.lead
    if lead is None or planned.opened or all(u.answers is None for u in planned.units):
        return frozenset()
    groups = _groups(planned)
    odds = [_odds(group, planned.evidence) for group in groups]
    order = sorted(range(len(groups)), key=lambda i: (-odds[i], i))
    shown = [i for i in order if _must_stay(groups[i], planned, lead)]
    for index in order:
        if index not in shown and _is_worth(groups[index], odds[index], groups, shown):
            shown.append(index)
    for index in order:
        kept = [c.unit for i in shown for c in groups[i]]
        if index not in shown and _belongs(groups[index], kept, planned.evidence):
            shown.append(index)
    said = _said(planned, lead, planned.units)
    for index in order:
        if _said(planned, lead, [c.unit for i in shown for c in groups[i]]) == said:
            break
        if index not in shown:
            shown.append(index)
    return frozenset(c.unit.key for i, group in enumerate(groups) if i not in shown for c in group)


def _groups(planned: Plan) -> list[Group]:
    """What was chosen, the items of one list together."""
    found: dict[object, Group] = {}
    for item in planned.in_reading_order:
        place = which_list(item.unit, planned.evidence.outlines)
        found.setdefault(place if place[1] else item.unit.key, []).append(item)
    return list(found.values())


def _odds(group: Group, evidence: Evidence) -> float:
    return max(line_odds(evidence, item.unit, item.children) for item in group)


def _must_stay(group: Group, planned: Plan, lead: Unit) -> bool:
    """Whether it answers, is what the checker puts first, leads to the answer, is a course of steps
    or stands against another."""
    steps = asks_for_steps(planned.evidence.question) or is_title(lead)
    opposed = [item.of for item in planned.beside if item.role == "conflict"]
    read = [unit for unit in planned.units if unit.answers is not None]
    preferred = sorted(read, key=lambda unit: -(unit.answers or 0.0))[:1]
    kept = (lead, *preferred, *planned.several, *opposed)
    return any(
        item.unit.on_path
        or any(item.unit is one for one in kept)
        or item.unit.sentence.version in planned.evidence.retired
        or (steps and _same_section(item.unit, lead, planned.evidence))
        for item in group
    )


def _is_worth(group: Group, odds: float, groups: Sequence[Group], shown: Sequence[int]) -> bool:
    seen = {(c.unit.sentence.version, s) for i in shown for c in groups[i] for s in c.spans}
    new: dict[tuple[str, Span], Unit] = {
        place: item.unit
        for item in group
        for span in item.spans
        if (place := (item.unit.sentence.version, span)) not in seen
    }
    words = sum(count_words(unit, span) for (_, span), unit in new.items())
    return 1 / (1 + math.exp(-odds)) >= WORTH * math.sqrt(words)


def _belongs(group: Group, kept: Sequence[Unit], evidence: Evidence) -> bool:
    """Whether something in it limits one of the units that are `kept`, says what a term in it
    means, or names what it is about."""
    terms = defined_terms(item.unit for item in group)
    return any(
        any(term <= unit.inner for term in terms)
        or any(unit.via is item.unit or _limits(item.unit, unit, evidence) for item in group)
        for unit in kept
    )


def _limits(unit: Unit, rule: Unit, evidence: Evidence) -> bool:
    """Whether `unit` stands near `rule`, in the same section, and may take something from it."""
    if speaks_for_exception(unit, rule, evidence.outlines[rule.sentence.version]):
        return True
    if _LIMITS.search(unit.text) is None or not _same_section(unit, rule, evidence):
        return False
    between = max(unit.span.start - rule.span.end, rule.span.start - unit.span.end)
    return between <= NEAR


def _same_section(one: Unit, other: Unit, evidence: Evidence) -> bool:
    if one.sentence.version != other.sentence.version:
        return False
    if one.block is None or other.block is None:
        return True
    outline = evidence.outlines[one.sentence.version]
    return outline.headings(one.block) == outline.headings(other.block)


def _said(planned: Plan, lead: Unit, units: Sequence[Unit]) -> tuple[object, ...]:
    """What a card of `units` says for its state: the parts of the question that are met, whether it
    replies, whether something has the form that is asked for."""
    evidence = planned.evidence
    return (
        parts_met(evidence, lead, units),
        has_reply_form(evidence.question, lead, units),
        any(unit.found for unit in units),
    )
