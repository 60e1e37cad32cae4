"""How likely the sentence that leads answers the question: what a checker says of it, weighed
against what it says of its best rival and against the order that retrieval had.

A logistic model of five signs, fitted to questions that were written in other words than the
documents use, beside sentences of documents that the checker was not trained on. Signs of likeness
(cosine, words in common) added nothing to it. See docs/decisions.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from generation.checks.qualifier_checks import Fit
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit

UnitKey = tuple[str, int, int]

INTERCEPT = -1.1
ANSWERS = 0.77  # log odds of the checker's probability that it answers
RIVAL = -0.38  # the same of the best other sentence that was read
FIRST = 1.06  # it comes first in the whole order
PASSAGE = -0.2  # each place of its passage behind the first
UNFORMED = -0.65  # a value is asked for, and it holds none of that form
ALONE = 0.1  # for the rival, where nothing else was read
LEAST = 0.001  # probabilities nearer to 0 or 1 count as this near


def answer_odds(evidence: Evidence, lead: Unit, fits: Mapping[UnitKey, Fit]) -> float | None:
    """Log odds that `lead` answers, with the items that it introduces; None where no checker read
    it. What says the same, or is about another case by its fit among `fits`, is no rival."""
    if lead.answers is None:
        return None
    read = [unit for unit in evidence.units if unit.answers is not None]
    items = [unit.answers or 0.0 for unit in read if _introduces(lead, unit)]
    rivals = [
        unit.answers or 0.0
        for unit in read
        if not (_introduces(lead, unit) or _same(lead, unit) or _is_other(fits, lead, unit))
    ]
    question = evidence.question
    return round(
        INTERCEPT
        + ANSWERS * logit(max((lead.answers, *items)))
        + RIVAL * logit(max(rivals, default=ALONE))
        + FIRST * (evidence.units[0].key == lead.key)
        + PASSAGE * lead.passage.rank
        + UNFORMED * (question.typed and not lead.found),
        4,
    )


def _introduces(lead: Unit, unit: Unit) -> bool:
    if lead.sentence.version != unit.sentence.version:
        return False
    return any(s.start <= unit.span.start < s.end for s in lead.sentence.children)


def _same(lead: Unit, unit: Unit) -> bool:
    return lead.key == unit.key or lead.text.split() == unit.text.split()


def _is_other(fits: Mapping[UnitKey, Fit], lead: Unit, unit: Unit) -> bool:
    """Whether `unit` is about another case, or lacks a name or number of the question that `lead`
    has."""
    found, first = fits.get(unit.key), fits.get(lead.key)
    if found is None:
        return False
    return bool(found.contradicted) or (first is not None and first.exact and not found.exact)


def logit(probability: float) -> float:
    """ln(p / (1 - p)), with p kept `LEAST` away from 0 and 1."""
    kept = min(max(probability, LEAST), 1 - LEAST)
    return math.log(kept / (1 - kept))
