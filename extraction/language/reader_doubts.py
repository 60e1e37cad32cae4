"""What keeps a fact about "you" weak: what it tells of the reader is neither duty nor permission,
or it is said of a case that the sentences before are about."""

from __future__ import annotations

import re

from extraction.language.clause_cuts import CUT, is_cut
from extraction.language.fact_view import ClauseView, Doubt
from extraction.language.parse import Parse
from extraction.language.spacy_model import load_verb_lemmas

TOLD = "what happens to the reader is no rule"
MIND = "what the reader thinks or notices is no duty"
OF_BEFORE = "a condition points back"
AT_LARGE = "that something can be done is no rule"
BORROWED = "whose clause it is is not certain"
STEP = "a step of a procedure says little by itself"
# Nothing is permitted or demanded by them: "you may want to", "you should see a green lamp".
_MENTAL = frozenset(
    """want wish like feel think know find notice see hear expect consider remember note realise
    realize believe wonder need prefer experience understand worry hope imagine have be face incur
    look get become enjoy hesitate try decide choose guess learn receive help cross do""".split()
)
_OBLIGED_TO = frozenset({"have", "be", "get"})  # a duty even so: "you must have a permit"
_POINTING = re.compile(
    r"(?:if|when|once|unless|until|where|in|after|before) "
    r"(?:it|that|this|they|these|those|so|not|such)\b",
    re.IGNORECASE,
)
_TAKEN_UP = re.compile(r"\b(?:such an?|they|them)\b", re.IGNORECASE)
_BOUNDS = frozenset({"condition", "exception", "limit", "deadline", "frequency"})
_SEQUENCE = frozenset(
    {"then", "next", "now", "finally", "otherwise", "instead", "first", "alternatively"}
)
# What a page or a program lets its reader do is no permission that anybody gives.
_AT_HAND = frozenset(
    """view read let say compare reach check watch search select click edit filter sort open scroll
    download upload login log set configure enable install run type enter tag see find visit browse
    review email contact ask""".split()
)
_RULES = ("must", "should", "may", "can")


def _is_only_told(fact: ClauseView) -> bool:
    relation = fact.relation
    possible = relation.modality in ("may", "can") and relation.hedged
    return relation.modality not in _RULES or possible or not fact.group.own_modal


def _is_of_the_mind(fact: ClauseView) -> bool:
    word = load_verb_lemmas()(fact.parse.lower[fact.group.inner])
    if fact.relation.modality in ("may", "can") and word in _AT_HAND:
        return fact.relation.polarity == "positive"
    first = fact.relation.predicate.split()[0]
    if fact.relation.modality == "must" and word in _OBLIGED_TO:
        return False
    return word in _MENTAL or first in _MENTAL - {"be"}


def _is_borrowed(fact: ClauseView) -> bool:
    """Whether the verb has its subject from another one: "you can use the sheet, but keep it shut",
    "your options and grant date"."""
    return fact.parse.child(fact.group.outer, "nsubj", "nsubjpass") is None


def _lets_at_large(fact: ClauseView) -> bool:
    """Whether it says that something can be done, but neither when nor how much of it."""
    if fact.relation.modality != "can" or fact.relation.polarity == "negative":
        return False
    bounds = any(kind in _BOUNDS for kind, _ in fact.slots)
    return not bounds and not any(c.isdigit() for span in fact.said() for c in fact.words(span))


def _points_back(fact: ClauseView) -> bool:
    said = [fact.words(span) for span in fact.said()]
    return any(_POINTING.match(words) or _TAKEN_UP.search(words) for words in said)


def _follows_others(fact: ClauseView) -> bool:
    """Whether an adverb counts it among others or makes it the other case."""
    return any(_orders(fact.parse, t) for t in range(fact.start, fact.group.inner))


def _orders(parse: Parse, token: int) -> bool:
    return parse.lower[token] in _SEQUENCE and parse.dep[token] in ("advmod", "cc")


def _of_reader(doubt: Doubt[ClauseView]) -> Doubt[ClauseView]:
    why, holds = doubt
    return why, lambda fact: fact.parse.lower[fact.named.head] == "you" and holds(fact)


READER_DOUBTS: tuple[Doubt[ClauseView], ...] = tuple(
    _of_reader(doubt)
    for doubt in (
        (TOLD, _is_only_told),
        (MIND, _is_of_the_mind),
        (OF_BEFORE, _points_back),
        (STEP, _follows_others),
        (BORROWED, _is_borrowed),
        (AT_LARGE, _lets_at_large),
        (CUT, is_cut),
    )
)
