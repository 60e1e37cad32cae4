"""What keeps a fact about "you" weak: what it tells of the reader is neither duty nor permission,
or it is said of a case that the sentences before are about."""

from __future__ import annotations

import re

from extraction.language.fact_view import ClauseView, Doubt
from extraction.language.parse import Parse
from extraction.language.spacy_model import load_verb_lemmas

TOLD = "what happens to the reader is no rule"
MIND = "what the reader thinks or notices is no duty"
OF_BEFORE = "a condition points back"
STEP = "a step of a procedure says little by itself"
# Nothing is permitted or demanded by them: "you may want to", "you should see a green lamp".
_MENTAL = frozenset(
    """want wish like feel think know find notice see hear expect consider remember note realise
    realize believe wonder need prefer experience understand worry hope imagine have be face incur
    look get become enjoy hesitate try decide choose guess learn receive help cross""".split()
)
_OBLIGED_TO = frozenset({"have", "be", "get"})  # a duty even so: "you must have a permit"
_POINTING = re.compile(
    r"(?:if|when|once|unless|where|in|after|before) "
    r"(?:it|that|this|they|these|those|so|not|such)\b",
    re.IGNORECASE,
)
_SEQUENCE = frozenset(
    {"then", "next", "now", "finally", "otherwise", "instead", "first", "alternatively"}
)
_RULES = ("must", "should", "may", "can")


def _is_only_told(fact: ClauseView) -> bool:
    relation = fact.relation
    possible = relation.modality in ("may", "can") and relation.hedged
    return relation.modality not in _RULES or possible or not fact.group.own_modal


def _is_of_the_mind(fact: ClauseView) -> bool:
    word = load_verb_lemmas()(fact.parse.lower[fact.group.inner])
    first = fact.relation.predicate.split()[0]
    if fact.relation.modality == "must" and word in _OBLIGED_TO:
        return False
    return word in _MENTAL or first in _MENTAL - {"be"}


def _points_back(fact: ClauseView) -> bool:
    such = fact.object is not None and " such a" in f" {fact.words(fact.object)}"
    return such or any(_POINTING.match(fact.words(span)) for _, span in fact.slots)


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
    )
)
