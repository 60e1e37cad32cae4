"""The form of an answer that is no typed span: a list, a definition, a condition, a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from generation.evidence.answer_spans import CLAUSES
from generation.evidence.meanings import meaning_of
from generation.evidence.short_forms import expanded, long_form
from generation.question.analysis import Question
from generation.question.asked_terms import asked_terms
from graph.model import Sentence, Span
from graph.tokens import words

if TYPE_CHECKING:
    from generation.evidence.units import Unit

# "What must a notice include?" is answered below "must contain:", not below "in each case:".
_CONTENTS = re.compile(
    r"\b(?:contain|include|hold|consist|comprise|be (?:in|on|part of))\b|\bcontents?\b",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"\b(?:contain|include|hold|consist|comprise|name|state|list|give|show|set out)(?:s|es)?\b",
    re.IGNORECASE,
)


_COLON = re.compile(r"^\W*(?P<term>[^:.;]{2,60}):\s+(?P<what>(?:an?|the|any|each)\s[^.;]+)")


def has_form(
    question: Question, sentence: Sentence, text: str, forms: Mapping[str, frozenset[str]]
) -> bool:
    """Clauses that answer questions without a typed span: items for a list, "means" for a
    definition, "if" for a condition, "because" for a reason."""
    if question.expected == "list":
        contents = _CONTENTS.search(question.asked) is not None
        return len(sentence.children) > 1 and (not contents or _HOLDS.search(text) is not None)
    if question.expected == "definition" or (
        question.expected == "other" and asked_terms(question)
    ):
        return definition(question, text, forms) is not None
    pattern = CLAUSES.get(question.expected)
    return pattern is not None and pattern.search(text) is not None


def definition(question: Question, text: str, forms: Mapping[str, frozenset[str]]) -> Span | None:
    """Where `text` defines what the question asks for: as `meaning_of` finds it, behind "means"
    after words that are all the question's, or before the short form in brackets. Offsets into
    `text`."""
    terms = asked_terms(question)
    if len(terms) == 1 and (said := meaning_of(terms[0], text)) is not None:
        return said
    match = CLAUSES["definition"].search(text)
    if match is not None:
        term = words(text[: match.start()])
        asked = expanded(question.words, forms)
        if term and set(term) <= asked and question.term <= expanded(term, forms):
            return Span(match.start("what"), match.end("what"))
    colon = _COLON.match(text)
    if colon is not None and set(words(colon.group("term"))) == set(question.words):
        return Span(*colon.span("what"))
    for name in question.names:
        short = re.search(rf"\(\s*{re.escape(name)}\s*\)", text)
        if short is not None:
            before = text[: short.start()].rstrip()
            start = long_form(before, name)
            if start is not None:
                return Span(start, len(before))
    return None


_DEFINED = re.compile(r"[\"“](?P<term>[^\"”]{2,60})[\"”]\s+(?:means?|is defined as|refers? to)\b")


def defined_terms(units: Iterable[Unit]) -> dict[frozenset[str], frozenset[str]]:
    """Index words of each defined term, and those of its definition, over `units`."""
    found: dict[frozenset[str], frozenset[str]] = {}
    for unit in units:
        match = _DEFINED.search(unit.text)
        if match is not None:
            term = frozenset(words(match.group("term")))
            if term:
                found.setdefault(term, frozenset(words(unit.text[match.end() :])))
    return found
