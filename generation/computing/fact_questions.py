"""Questions that facts answer together: which things stand in a relation to one that is named, how
many they are, and which of them has the most of something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from generation.computing.folded_words import Word, folded_words
from generation.computing.table_reading import is_negated
from generation.question.word_families import related
from graph.tokens import STOP_WORDS, stem

Side = Literal["subject", "object"]
Order = Literal["most", "least"]
Measure = Literal["duration", "date", "number"]

_FORM = re.compile(r"^(?:how many|which|what|who|whom)\b")
_LIMITED = re.compile(
    r"\b(?:or|than|at least|at most|fewer|less|different|average|total|per|other|another|else|any|"
    r"some|if|unless|except|when|while)\b|[;:]"
)
_OFTEN = tuple(
    (re.compile(rf"\b(?:{words}|(?:every|each|once (?:an?|every|per)) {unit})\b"), f"every{unit}")
    for unit, words in (
        ("year", "yearly|annually"), ("month", "monthly"), ("week", "weekly"), ("day", "daily"),
        ("quarter", "quarterly"), ("hour", "hourly"),
    )
)  # fmt: skip
_MODALITY = {
    "must": "must", "shall": "must", "may": "may", "should": "should", "can": "can", "will": "will",
}  # fmt: skip
_PLAIN = frozenset("a an the is are be been being".split())
_DO = frozenset(("do", "does"))
_BEFORE_VERB = _DO | frozenset(_MODALITY) | frozenset(("is", "are"))
_ORDERS: dict[str, tuple[Order, Measure]] = {
    "longest": ("most", "duration"), "shortest": ("least", "duration"),
    "highest": ("most", "number"), "largest": ("most", "number"), "most": ("most", "number"),
    "greatest": ("most", "number"), "biggest": ("most", "number"), "lowest": ("least", "number"),
    "smallest": ("least", "number"), "least": ("least", "number"), "cheapest": ("least", "number"),
    "earliest": ("least", "date"), "latest": ("most", "date"),
}  # fmt: skip
_SAID_BY_ORDER = {"cheapest": "cost"}
_NO_MEASURE = frozenset(stem(w) for w in "time period amount value deadline limit date day".split())
_PEOPLE = frozenset(("people", "staff", "criteria"))
_LONGEST_NOUN = 3  # words of the noun that names what is asked for


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """One way to read a question. `asked`: stems of the noun that names what is asked for (empty
    for "who"); `side`: what the things asked for are in the statement; `rest`: stems of everything
    else in order, without articles and forms of "be"; `counted`: how many, not which."""

    asked: tuple[str, ...]
    side: Side
    rest: tuple[str, ...]
    modality: str
    counted: bool

    def means(self, predicate: str) -> bool:
        """Whether the words of `predicate` all stand in the rest of the question."""
        said = stems(predicate)
        return bool(said) and set(said) <= set(self.rest)


@dataclass(frozen=True, slots=True)
class ExtremeQuestion:
    """Which thing has the most or least, or, without `thing`, how much that is: `asked` as above
    (empty: of whatever it is), `verb`: stems of the predicate or of what is measured, `exact`: it
    is the predicate."""

    asked: tuple[str, ...]
    verb: tuple[str, ...]
    exact: bool
    order: Order
    measure: Measure
    modality: str
    word: str
    thing: bool = True

    def means(self, predicate: str) -> bool:
        """Whether `predicate` is the verb of the question, or one of what it measures."""
        said = stems(predicate)
        if self.exact:
            return said == self.verb
        return len(said) == 1 and any(related(said[0], one) for one in self.verb)


@lru_cache(maxsize=50_000)
def stems(text: str) -> tuple[str, ...]:
    """The words of `text` in their compared form, in order, without articles and forms of "be";
    how often, in one word."""
    return _stems(folded_words(_plain(text)))


def _stems(words: tuple[Word, ...]) -> tuple[str, ...]:
    return tuple(w.stem for w in words if w.text not in _PLAIN and w.text not in _MODALITY)


def fact_questions(question: str) -> tuple[FactQuestion, ...]:
    """The ways to read `question` over facts; none where it asks for something else, or narrows it
    in a way that facts do not show."""
    plain = _plain(question)
    form = _FORM.match(plain)
    if form is None or is_negated(question) or _LIMITED.search(plain) or _order(plain):
        return ()
    words = folded_words(plain[form.end() :])
    counted = form.group() == "how many"
    modality = next((_MODALITY[w.text] for w in words if w.text in _MODALITY), "none")
    who = form.group() in ("who", "whom")
    found: list[FactQuestion] = []
    for size in (0,) if who else range(1, min(_LONGEST_NOUN, len(words) - 1) + 1):
        noun, rest = words[:size], words[size:]
        if any(w.text in _BEFORE_VERB or w.text in STOP_WORDS for w in noun):
            break
        if not (counted or who or _is_plural(noun[-1])):
            continue  # "which permit" asks for one
        found += _readings(noun, rest, modality, counted)
    return tuple(found)


def _is_plural(noun: Word) -> bool:
    return noun.text in _PEOPLE or (noun.text.endswith("s") and not noun.text.endswith("ss"))


def _readings(
    noun: tuple[Word, ...], rest: tuple[Word, ...], modality: str, counted: bool
) -> Iterator[FactQuestion]:
    asked = tuple(w.stem for w in noun)
    texts = [w.text for w in rest]
    if texts[:1] and texts[0] in _DO:
        yield FactQuestion(asked, "object", _stems(rest[1:]), modality, counted)
        return
    said = _stems(rest)
    if said and not any(text in _DO for text in texts):
        yield FactQuestion(asked, "subject", said, modality, counted)
        if "by" in texts:
            at = texts.index("by")
            agent, verb = _stems(rest[at + 1 :]), _stems(rest[:at])
            yield FactQuestion(asked, "object", (*agent, *verb), modality, counted)


def extreme_questions(question: str) -> tuple[ExtremeQuestion, ...]:
    """The ways to read `question` as one for the thing, or the figure, at the end of an order."""
    plain = _plain(question)
    word = _order(plain)
    found = re.match(r"(?:which|what)\b(?: (?:is|are)\b)?(?: the)?", plain)
    if found is None or not word or is_negated(question) or _LIMITED.search(plain):
        return ()
    order, measure = _ORDERS[word]
    before, _, after = plain[found.end() :].partition(f" {word}")
    head, tail = folded_words(before), folded_words(after)
    modality = next((_MODALITY[w.text] for w in head if w.text in _MODALITY), "none")
    if not head:  # "what is the highest fee (for permits)"
        return _figures(tail, order, measure, modality, word)
    return tuple(_things(head, tail, order, measure, modality, word))


def _figures(
    tail: tuple[Word, ...], order: Order, measure: Measure, modality: str, word: str
) -> tuple[ExtremeQuestion, ...]:
    at = next((i for i, w in enumerate(tail) if w.text in ("for", "of")), len(tail))
    verb = _measured(tail[:at])
    asked = tuple(w.stem for w in tail[at + 1 :] if w.text not in ("the", "all", "a", "an"))
    if len(verb) != 1 or len(asked) > _LONGEST_NOUN or (at < len(tail) and not asked):
        return ()
    return (ExtremeQuestion(asked, verb, False, order, measure, modality, word, False),)


def _things(
    head: tuple[Word, ...],
    tail: tuple[Word, ...],
    order: Order,
    measure: Measure,
    modality: str,
    word: str,
) -> Iterator[ExtremeQuestion]:
    texts = [w.text for w in head]
    while texts and texts[-1] in ("the", "for"):
        head, texts = head[:-1], texts[:-1]
    measured = _measured(tail)
    if texts[-1:] in (["has"], ["have"]):
        noun = tuple(w.stem for w in head[:-1])
        if 0 < len(noun) <= _LONGEST_NOUN and len(measured) == 1:
            yield ExtremeQuestion(noun, measured, False, order, measure, modality, word)
        return
    if measured:
        return
    for size in range(1, min(_LONGEST_NOUN, len(head) - 1) + 1):
        if head[size - 1].text in _BEFORE_VERB:
            break
        verb = _stems(head[size:])
        if verb:
            noun = tuple(w.stem for w in head[:size])
            yield ExtremeQuestion(noun, verb, True, order, measure, modality, word)


def _measured(words: tuple[Word, ...]) -> tuple[str, ...]:
    """What is measured, without words that any measure has ("retention period")."""
    return tuple(s for s in _stems(words) if s not in _NO_MEASURE)


def _order(plain: str) -> str:
    """The one word of an order that stands in a question; empty without any, or with several."""
    found = [w.text for w in folded_words(plain) if w.text in _ORDERS]
    return found[0] if len(found) == 1 else ""


def _plain(question: str) -> str:
    plain = " ".join(question.split()).casefold().rstrip("?. ")
    for pattern, word in _OFTEN:
        plain = pattern.sub(word, plain)
    return plain


FactReading = FactQuestion | ExtremeQuestion


def readings(question: str) -> tuple[FactReading, ...]:
    """All ways to read `question` over facts; none where it cannot be."""
    return (*fact_questions(question), *extreme_questions(question))


def telling_words(found: Iterable[FactReading]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Stems of what a question, read so, asks for, and of its other words: a sentence that states
    more of the kind holds one of each. For "who" the first are empty, for a bare measure both."""
    asked: dict[str, None] = {}
    others: dict[str, None] = {}
    for one in found:
        asked |= dict.fromkeys(one.asked[-1:])
        if isinstance(one, FactQuestion):
            others |= dict.fromkeys(one.rest)
        elif one.asked:
            others |= dict.fromkeys(one.verb)
    kept = (s for s in others if s not in STOP_WORDS and not s.startswith("every"))
    return tuple(asked), tuple(kept)
