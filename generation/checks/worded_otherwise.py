"""Whether a sentence answers a question that it words otherwise, or for which no span of it can be
shown. A checker must make it likely, and what no rewording changes must hold: names, numbers,
dates, the form asked for, and who does it to whom."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from generation.checks.qualifier_checks import Fit
from generation.checks.reply_forms import is_key_words
from generation.checks.same_roles import same_roles
from generation.evidence.units import Unit
from generation.question.analysis import Question
from generation.question.numbers import values_in
from graph.tokens import words

# Log odds from which a sentence reads as an answer; see docs/decisions.md.
LIKELY = 0.6  # of a reply that lacks no word of the question
SURE = 1.0  # of one that lacks some, or has key words alone to reply to; of a way or a reason
SETTLED = 1.4  # of one that settles a yes or no in words of its own
_NEXT_TO_FIRST = re.compile(
    r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"\d+(?:st|nd|rd|th)|one of the|among the)[\s-]+(?:\w+[\s-]+)?\w+",
    re.IGNORECASE,
)
_SHORTEST = 3  # letters of a modifier
_TOLD_HOW = ("manner", "reason")
# A question for a measure that names no form of it: "at what pressure", "up to what height".
_WHAT_MEASURE = re.compile(
    r"\b(?:at|with|below|above|under|over|to|by|from|than|of|within|in|for|between) "
    r"(?:what|which) \w",
    re.IGNORECASE,
)
# How a verb ends that is not known as one: "inspected", "given".
_DONE = re.compile(r"(?:ed|(?:iv|ak|tt|at|ok|os)en)$", re.IGNORECASE)
_FORMLESS = ("person", "place")  # their form is found by capitals alone


def reads_as_answer(
    question: Question, lead: Unit, found: Fit, odds: float | None, *, replies: bool
) -> bool:
    """Whether `lead`, which meets the question as far as `found` says, answers it in whatever
    words; `odds`: see `answer_odds`; `replies`: it has the form of a reply."""
    if odds is None or not found.exact or found.contradicted:
        return False
    if odds < _least(question, lead, found.unmet, replies=replies):
        return False
    if _swapped(question, found.unmet, lead.text) or not states_extreme(question, lead):
        return False
    if question.typed and not lead.found and question.expected not in _FORMLESS:
        return False
    return question.expected != "yes_no" or same_roles(question, lead)


def _least(question: Question, lead: Unit, unmet: Sequence[str], *, replies: bool) -> float:
    """The odds from which a sentence answers. To a checker, what is only about the same thing looks
    like a way or a reason."""
    if _asks_measure(question, lead) and not all(_DONE.search(surface) for surface in unmet):
        return math.inf  # that of another thing, as a rule
    if replies:
        told_less = question.expected in _TOLD_HOW or is_key_words(question)
        return SURE if unmet or told_less else LIKELY
    return SETTLED if question.expected == "yes_no" else math.inf


def _asks_measure(question: Question, lead: Unit) -> bool:
    """Whether the answer is a measure."""
    if question.typed:
        return question.expected not in _FORMLESS
    return _WHAT_MEASURE.search(question.asked) is not None and bool(values_in(lead.text))


def states_extreme(question: Question, lead: Unit) -> bool:
    """Whether `lead` says so itself where the first of an order is asked for ("longest"); the
    third-longest, or one of the longest, is another. True where none is asked for."""
    if not set(question.extreme) <= lead.inner:
        return False
    said = words(_NEXT_TO_FIRST.sub(" ", lead.text))
    return set(question.extreme) <= set(said)


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
