"""Whom or what a source speaks of, and for which case, when a sentence leaves part of that out:
"part-time employees" become "employees"; "in dense breasts, …" becomes everywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from generation.question.demands import VERBS
from generation.written.bounds_checks import meant
from generation.written.clause_halves import subject_of
from generation.written.clause_reading import (
    Reading,
    Token,
    content_tokens,
    held,
    is_number,
    leading_phrases,
    read,
)
from generation.written.operator_checks import Fault
from graph.tokens import stem

_LIMITING = frozenset({"may", "must_not", "should_not", "will_not", "need_not"})
_LIMITS = re.compile(r"\b(?:only|except|unless|other than|excluding|not|if)\b", re.IGNORECASE)
_PARENTHESIS = re.compile(r"\s*\((?P<inside>[^()]*)\)")
_ASIDE = re.compile(
    r",?\s*\b(?:such as|for example|e\.g\.|as (?:described|defined|referenced|set (?:out|forth)|"
    r"specified|provided|discussed|required) (?:in|by|under|at))\b[^,;]*(?=,|;|$)",
    re.IGNORECASE,
)
_MARK = re.compile(r"^\W*(?:\(?(?:[a-z]|[ivx]{1,4}|\d{1,3})[).]\s+)+", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:this|these|those|that|such|above|said|foregoing|section|paragraph|subpart|§|addition|"
    r"general|particular|example|instance|fact|result|turn|summary|conclusion|contrast|order|"
    r"accordance|connection|course|purposes?|total|most|many|some|our|your)\b|§",
    re.IGNORECASE,
)
_LIGHT = frozenset(
    map(
        stem,
        "date number level amount term part case circumstance event kind type process use purpose "
        "period time fact way rate regard "
        "respect accordance connection relation behalf light view lieu member group study analysis "
        "result total set".split(),
    )
)
_LINK = re.compile(
    r"\b(?:with|without|in|from|for|under|on|at|by|within|among|who|whom|whose|that|which|over|"
    r"above|below|between|during|after|before|to)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r"^\W*(?:,|/|and\b|or\b|and/or\b)", re.IGNORECASE)
_FINITE = re.compile(r"^\s+(?:the|a|an|to|that|our|its|their|his|her|no|all|each)\b", re.IGNORECASE)
_OBJECT = re.compile(
    r"\s+(?!(?:by|in|with|for|under|at|on|after|before|from|as|than)\b)[\w-]+", re.IGNORECASE
)
_REFERS = re.compile(r"§|\b(?:section|paragraph|subpart|rule|article|appendix)\b", re.IGNORECASE)
_WITH = re.compile(r"\b(?:accordance|under|pursuant|by|in|with)\b", re.IGNORECASE)
_UNHELD = 0.5  # share of the words of a leading phrase that must be said again


def population_fault(text: Reading, said: str, asked: frozenset[str]) -> Fault | None:
    """A word that narrows who or what a clause of `said` speaks of, or a phrase at its beginning
    that narrows the case, where neither `text` nor the question (`asked`) holds it."""
    held_words = text.stems | asked
    for clause in meant(text, said):
        bare = without_asides(clause)
        fault = _case_fault(bare, held_words) or _subject_fault(bare, text, held_words)
        if fault is None and {o.kind for o in read(bare).operators} & _LIMITING:
            fault = _modifier_fault(text, bare, held_words)
        if fault is not None:
            return fault
    return None


def without_asides(clause: str) -> str:
    """`clause` without its list mark, brackets and examples, which narrow nothing."""
    bare = _MARK.sub("", clause)
    bare = _PARENTHESIS.sub(lambda m: m.group() if _LIMITS.search(m["inside"]) else "", bare)
    return _ASIDE.sub("", bare)


def _case_fault(clause: str, held_words: frozenset[str]) -> Fault | None:
    for phrase in leading_phrases(clause):
        words = [t.stem for t in content_tokens(phrase) if not is_number(t.stem)]
        if not words or _POINTS_BACK.search(phrase):
            continue
        if sum(held(word, held_words) for word in words) < _UNHELD * len(words):
            return f"it leaves out the case “{phrase.strip(' ,')}”", False
    return None


def _subject_fault(clause: str, text: Reading, held_words: frozenset[str]) -> Fault | None:
    found = subject_of(clause)
    if found is None or not held(found.verb, text.stems):
        return None
    tokens = found.tokens
    for at, token in enumerate(tokens):
        if not held(token.stem, held_words) and _narrows(found.text, tokens, at, text):
            return f"it leaves out whom or what it holds for: “{token.surface}”", False
    return None


def _says_little(clause: str, token: Token) -> bool:
    """Numbers are compared elsewhere; letters that mark an item and adverbs narrow nothing."""
    plain = token.surface.casefold()
    letter = len(plain) == 1 and clause[token.end : token.end + 1] != "."
    return letter or plain.endswith("ly") or is_number(token.stem)


def _narrows(clause: str, tokens: Sequence[Token], at: int, text: Reading) -> bool:
    """Whether the word at `at`, which is left out, narrows one that is kept: it stands right before
    it ("part-time employees"), or behind it and a preposition ("patients in the group")."""
    token = tokens[at]
    if _says_little(clause, token) or _is_finite(clause, tokens, at):
        return False
    if _stands_before(clause, tokens[at:], text):
        return True
    kept = [other for other in tokens[:at] if text.holds(other.stem)]
    between = clause[kept[-1].end : token.start] if kept and token.stem not in _LIGHT else ""
    if _REFERS.search(clause[token.start :].split(",")[0]) and _WITH.search(between):
        return False
    return _LISTED.match(between) is None and _LINK.search(between) is not None


def _stands_before(clause: str, tokens: Sequence[Token], text: Reading) -> bool:
    """Whether nothing but words that are left out too stands before one that is kept."""
    for one, other in pairwise(tokens):
        if clause[one.end : other.start] not in (" ", "-", "/", ".", ". "):
            return False
        if text.holds(other.stem):
            return True
    return False


def _is_finite(clause: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether the word is used as a verb: "the questionnaire included …"."""
    token, tail = tokens[at], clause[tokens[at].end :]
    verbal = token.stem in VERBS or token.surface.endswith("ed")
    if not verbal or _FINITE.match(tail) is not None:
        return verbal
    if at == 0 or clause[tokens[at - 1].end : token.start] != " ":
        return False
    return _OBJECT.match(tail) is not None


def _modifier_fault(text: Reading, clause: str, held_words: frozenset[str]) -> Fault | None:
    """In a permission or a prohibition a modifier left out widens it: "their own records"."""
    tokens = content_tokens(clause)
    for one, other in pairwise(tokens):
        joined = clause[one.end : other.start] in (" ", "-")
        verb = any(o.verb == one.stem for o in read(clause).operators)
        left_out = not (held(one.stem, held_words) or is_number(one.stem))
        if (
            joined
            and not verb
            and left_out
            and other.stem in text.stems
            and not _says_little(clause, one)
        ):
            return f"it leaves out “{one.surface}” before “{other.surface}”", False
    if re.search(r"\b(?:its|their|his|her|your) own\b", clause) and "own" not in text.text.split():
        return "it leaves out “own”", False
    return None
