"""Whether a sentence answers a question that it words otherwise, or for which no span of it can be
shown. A checker must make it likely, and what no rewording changes must hold: names, numbers,
dates, the form asked for, and who does it to whom."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from generation.checks.counted_bearers import counts_of_bearer
from generation.checks.headline_checks import numbers_of
from generation.checks.qualifier_checks import Fit
from generation.checks.reply_forms import asks_for_measure, is_key_words
from generation.checks.same_roles import same_roles
from generation.checks.yes_no_forms import in_mood, is_bounded, is_judged
from generation.evidence.question_lines import asks
from generation.evidence.units import Unit
from generation.question.analysis import Question
from generation.question.numbers import values_in
from graph.tokens import words

# Log odds from which a sentence reads as an answer; see docs/decisions.md.
LIKELY = 0.6  # of a reply that lacks no word of the question
SURE = 1.0  # of one that lacks some, or has key words alone to reply to; of a way or a reason
SETTLED = 0.8  # of one that settles a yes or no in words of its own
BOUNDED = 1.4  # of one that may say so in a part alone
HELD = 1.0  # of a value or place in a sentence of another form that lacks no word
_NEXT_TO_FIRST = re.compile(
    r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"\d+(?:st|nd|rd|th)|one of the|among the)[\s-]+(?:\w+[\s-]+)?\w+",
    re.IGNORECASE,
)
_JOINS = frozenset(
    "about above across after against along among around away back before behind below beside "
    "between beyond during except from inside into near off onto out outside over since through "
    "throughout toward towards under until upon via while with within without when where which "
    "that than then because unless whether although though".split()
)  # no head of what stands before it
_OF_ANY = frozenset(
    "full half total maximum minimum whole entire new current normal standard usual additional "
    "further first last only next same reasonable appropriate relevant applicable available "
    "required necessary following above below particular certain shall must may will can should "
    "would could does did have has had not also".split()
)  # qualify things of every kind
_SHORTEST = 3  # letters of a modifier
_TOLD_HOW = ("manner", "reason")
# A question for a measure that names no form of it: "at what pressure", "up to what height".
_WHAT_MEASURE = re.compile(
    r"\b(?:at|with|below|above|under|over|to|by|from|than|of|within|in|for|between) "
    r"(?:what|which) \w",
    re.IGNORECASE,
)
_VALUED = ("duration", "deadline", "date", "number", "amount", "percent", "place")
# How a verb ends that is not known as one: "inspected", "given".
_DONE = re.compile(r"(?:ed|(?:iv|ak|tt|at|ok|os)en)$", re.IGNORECASE)
_FORMLESS = ("person", "place")  # their form is found by capitals alone


def reads_as_answer(
    question: Question,
    lead: Unit,
    beside: Sequence[Unit],
    found: Fit,
    odds: float | None,
    *,
    replies: bool,
    headed: bool = False,
) -> bool:
    """Whether `lead`, which meets the question as far as `found` says, answers it in whatever
    words; `beside`: the units of the card; `odds`: see `answer_odds`; `replies`: it has the form of
    a reply; `headed`: one value of it would be shown alone, and must then be what is asked for."""
    if odds is None or not found.exact or found.contradicted or asks_itself(lead):
        return False
    if replies:
        least = _least_of_reply(question, lead, found.unmet)
    elif headed:
        return False
    else:
        least = _least_of_other_form(question, lead, beside, found)
    if odds < least:
        return False
    if _swapped(question, found.unmet, lead.text) or not states_extreme(question, lead):
        return False
    if question.typed and not lead.found and question.expected not in _FORMLESS:
        return False
    return question.expected != "yes_no" or same_roles(question, lead)


def asks_itself(lead: Unit) -> bool:
    """Whether `lead` is a question that introduces nothing."""
    return asks(lead.text) and not lead.sentence.children


def _least_of_reply(question: Question, lead: Unit, unmet: Sequence[str]) -> float:
    """The odds from which a sentence with the form of a reply answers. To a checker, what is only
    about the same thing looks like a way or a reason."""
    if _is_other_measure(question, lead, unmet):
        return math.inf
    told_less = question.expected in _TOLD_HOW or is_key_words(question)
    return SURE if unmet or told_less else LIKELY


def _least_of_other_form(
    question: Question, lead: Unit, beside: Sequence[Unit], found: Fit
) -> float:
    """The odds from which a sentence answers that has not the form of a reply."""
    if _is_other_measure(question, lead, found.unmet):
        return math.inf
    if question.expected == "yes_no":
        if is_judged(question, lead) or not in_mood(question, lead):
            return math.inf
        other_deed = bool(found.unmet_verbs) and not found.unmet  # of the very same things
        return BOUNDED if other_deed or is_bounded(question, lead, beside) else SETTLED
    whole = not (found.unmet or found.unmet_verbs)
    held = whole and question.expected in _VALUED and _has_one_value(question, lead)
    return HELD if held and counts_of_bearer(question, lead.text) else math.inf


def _has_one_value(question: Question, lead: Unit) -> bool:
    """Whether `lead` has a single value of the form asked for, or a single number of what is
    counted."""
    if question.counted:
        return len(numbers_of(lead.text, question.counted[-1])) == 1
    return len(lead.found) == 1


def _is_other_measure(question: Question, lead: Unit, unmet: Sequence[str]) -> bool:
    """Whether a measure is asked for and a thing of the question is not named: it is that of
    another thing, as a rule."""
    if not _asks_measure(question, lead):
        return False
    return not all(_DONE.search(surface) for surface in unmet)


def _asks_measure(question: Question, lead: Unit) -> bool:
    """Whether the answer is a measure."""
    if question.typed:
        return question.expected not in _FORMLESS
    if asks_for_measure(question):
        return True
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


def of_another_kind(question: Question, lead: Unit) -> bool:
    """Whether a word of the question stands in the headings above `lead` alone, and what it
    qualifies there is qualified otherwise in `lead` itself: "paternity leave" over "maternity
    leave"."""
    said = frozenset(words(lead.text))
    above = (d for d in question.demands if d.kind == "word" and not d.met_by(said))
    return any(_other_modifier(question.asked, demand.surface, lead.text) for demand in above)


def _other_modifier(asked: str, surface: str, text: str) -> bool:
    behind = re.search(rf"\b{re.escape(surface)}[\s-]+(?P<head>[^\W\d_]{{3,}})", asked)
    if behind is None or behind["head"].casefold() in _JOINS:
        return False
    head = words(behind["head"])
    before = [m.group() for m in re.finditer(r"[^\W\d_]+", text)]
    for modifier, noun in pairwise(before):
        said = len(modifier) >= _SHORTEST and modifier.casefold() not in _OF_ANY and words(modifier)
        if head and words(noun) == head and said:
            return not set(words(modifier)) & set(words(asked))
    return False
