"""Whether a sentence answers a question that it words otherwise, or for which no span of it can be
shown. Likeness and a checker must both say so, and what no rewording changes must hold: names,
numbers, dates, the form asked for, and who does it to whom."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from generation.checks.qualifier_checks import Fit
from generation.checks.same_roles import same_roles
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from generation.question.analysis import Question
from graph.tokens import words

# Log odds of a checker's probability plus cosine, from which a sentence reads as an answer. Set on
# contracts, NDAs, papers, biomedicine and rules; tried on manuals, privacy policies, regulation and
# on 95 pairs of swapped qualifiers. See docs/decisions.md.
MET = 1.0  # where every word of the question is met
REWORDED = 1.4  # where one is not
DISTANT = 1.6  # where several are not, or a yes or no is wanted
OPEN = 0.5  # the share of the words that may be worded otherwise
MOST_OPEN = 3  # words; a long question that leaves more of them open asks more
LIKE = 0.45  # cosine below which a checker alone would decide
LEAST = 0.001  # probabilities nearer to 0 or 1 count as this near
_NEXT_TO_FIRST = re.compile(
    r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"\d+(?:st|nd|rd|th)|one of the|among the)[\s-]+(?:\w+[\s-]+)?\w+",
    re.IGNORECASE,
)
_SHORTEST = 3  # letters of a modifier
_FORMLESS = ("person", "place")  # their form is found by capitals alone


def reads_as_answer(evidence: Evidence, lead: Unit, found: Fit) -> bool:
    """Whether `lead`, which meets the question as far as `found` says, answers it all the same."""
    question = evidence.question
    if lead.answers is None or not found.exact or found.contradicted:
        return False
    worth = round(logit(lead.answers) + lead.cosine, 4)
    if worth < _least(question, found) or lead.cosine < LIKE:
        return False
    if len(found.unmet) > min(OPEN * found.demanded, MOST_OPEN) or _swapped(
        question, found.unmet, lead.text
    ):
        return False
    if not states_extreme(question, lead):
        return False
    if question.typed and not lead.found and question.expected not in _FORMLESS:
        return False
    return question.expected != "yes_no" or same_roles(question, lead)


def states_extreme(question: Question, lead: Unit) -> bool:
    """Whether `lead` says so itself where the first of an order is asked for ("longest"); the
    third-longest, or one of the longest, is another. True where none is asked for."""
    if not set(question.extreme) <= lead.inner:
        return False
    said = words(_NEXT_TO_FIRST.sub(" ", lead.text))
    return set(question.extreme) <= set(said)


def _least(question: Question, found: Fit) -> float:
    """From which worth a sentence answers."""
    if not found.unmet:
        return MET
    return DISTANT if len(found.unmet) > 1 or question.expected == "yes_no" else REWORDED


def logit(probability: float) -> float:
    """ln(p / (1 - p)), with p kept `LEAST` away from 0 and 1."""
    kept = min(max(probability, LEAST), 1 - LEAST)
    return math.log(kept / (1 - kept))


def _swapped(question: Question, unmet: Sequence[str], text: str) -> bool:
    """Whether a word of `unmet` qualifies a thing of the question that `text` qualifies otherwise:
    "commercial anglers", where it has "recreational anglers"."""
    return any(_other_modifier(question.asked, surface, text) for surface in unmet)


def _other_modifier(asked: str, surface: str, text: str) -> bool:
    behind = re.search(rf"\b{re.escape(surface)}[\s-]+(?P<head>[^\W\d_]{{3,}})", asked)
    if behind is None:
        return False
    head = words(behind["head"])
    before = [m.group() for m in re.finditer(r"[^\W\d_]+", text)]
    for modifier, noun in pairwise(before):
        if head and words(noun) == head and len(modifier) >= _SHORTEST and words(modifier):
            return not set(words(modifier)) & set(words(asked))
    return False
