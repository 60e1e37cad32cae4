"""A sentence read for its operators: what must, may or must not be done, what is negated. By words
alone, so that it reads any sentence in microseconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from generation.question.demands import VERBS
from generation.written.near_synonyms import alike
from graph.number_words import NUMBER_WORDS
from graph.tokens import STOP_WORDS, stem

Modal = Literal["must", "must_not", "need_not", "should", "should_not", "may", "will", "will_not"]

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_BE = r"(?:is|are|be|been|being|was|were)"
NO_NEGATION = (
    r"\b(?:no|not) (?:later|earlier|sooner|more|less|fewer|longer|greater|higher|lower) than\b"
    r"|\bnot only\b|\bthan not\b|\bwhether or not\b|\bnot limited to\b|\bno\. ?(?=\d)"
)
"""Pattern of words with "no" or "not" that deny nothing."""
_NOT_NEGATIVE = re.compile(rf"{NO_NEGATION}|\bif not\b", re.IGNORECASE)
_OPERATOR_WORDS: tuple[tuple[Modal, str], ...] = (
    ("must_not", r"(?:must|shall|may) (?:not|never)|mustn['’]t|shan['’]t|cannot|"
                 r"can (?:not|never)|"
                 rf"can['’]t|{_BE} (?:not|never) (?:allowed|permitted|authori[sz]ed|entitled)"
                 rf"(?: to)?|{_BE} (?:strictly |expressly )?(?:prohibited|forbidden|banned)"
                 r"(?: from)?|(?:has|have) no right to"),
    ("need_not", r"need(?:s)? not|needn['’]t|(?:do|does|did) not (?:have|need) to|"
                 rf"(?:do|does)n['’]t (?:have|need) to|{_BE} not (?:required|obliged|obligated|"
                 rf"necessary|mandatory)(?: to)?|{_BE} (?:exempt|exempted)(?: from)?"),
    ("should_not", r"should (?:not|never)|shouldn['’]t|ought not to"),
    ("will_not", r"will (?:not|never)|won['’]t|would not"),
    ("must", rf"must|shall|(?:has|have|needs?|had) to|"
             rf"{_BE} (?:required|obliged|obligated|bound)(?: to)?|{_BE} (?:mandatory|compulsory)"),
    ("should", rf"should|ought to|{_BE} (?:recommended|advised|encouraged|expected)(?: to)?"),
    ("may", rf"{_BE} not (?:prohibited|forbidden)|may(?! \d)|can|could|might|"
            rf"{_BE} (?:allowed|permitted|entitled|free|authori[sz]ed)(?: to)?|"
            rf"{_BE} optional|(?:has|have) the (?:right|option) (?:to|of)"),
    ("will", r"will|would"),
)  # fmt: skip
_OPERATORS = tuple(
    (kind, re.compile(rf"\b(?:{words})(?!\w)", re.IGNORECASE)) for kind, words in _OPERATOR_WORDS
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|nor|neither|without|nobody|nothing|none)\b|n['’]t\b", re.IGNORECASE
)
_NEGATIVE_SUBJECT = re.compile(
    r"^\W*(?:no(?! (?:less|more|later|earlier|fewer|sooner|longer|matter|doubt)\b)|neither|nobody|"
    r"none|nothing)\b",
    re.IGNORECASE,
)
_NOR = re.compile(r"\bnor\s+$", re.IGNORECASE)
_LEADING = re.compile(
    r"^\s*(?:if|when|where|unless|until|before|after|in (?:the )?(?:case|event)|once|while|during|"
    r"for|under|within|except|upon|on|at|in|among|with|as|of|by|over|following|because|since|"
    r"based|given|using|subsequent|prior|due|despite|according|pursuant|to)\b[^,;]*,\s*",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s*;\s*|,\s+(?:and|but|or|while|whereas|although|though)\s+|\s+but\s+"
    r"|\s*\n\s*|(?<=[a-z)][a-z)])\.\s+(?:[•*]\s*)?(?=[A-Z])"
)
AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|had|do|does|did|been|be)\b", re.IGNORECASE)
_FILLERS = frozenset("also be been not never immediately only have has to a an the".split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence that says something: its index word and where it stands."""

    surface: str
    stem: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Operator:
    """A modal of a sentence with the word that it governs (empty where none follows)."""

    kind: Modal
    words: str
    verb: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence taken apart. `negated`: words that a negation governs, each as a set of up to
    three index words; `plain`: index words outside of every negation."""

    text: str
    tokens: tuple[Token, ...]
    operators: tuple[Operator, ...]
    negated: tuple[frozenset[str], ...]

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(token.stem for token in self.tokens)

    def holds(self, word: str) -> bool:
        """Whether `word` or a relative of it is said."""
        return held(word, self.stems)


def held(word: str, stems: frozenset[str]) -> bool:
    """Whether `word` or a relative of it is among `stems`."""
    return word in stems or any(alike(word, other) for other in stems)


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """`text`, one sentence or a few, taken apart."""
    tokens = content_tokens(text)
    quiet = _NOT_NEGATIVE.sub(lambda m: "-" * len(m.group()), text)
    operators = _operators(quiet, tokens)
    inside = [(o.start, o.end) for o in operators]
    negated = [
        frozenset(t.stem for t in _next(tokens, m.end(), 3))
        for m in _NEGATION.finditer(quiet)
        if not any(start <= m.start() < end for start, end in inside)
        and not _is_subject_of_operator(quiet, m, operators)
    ]
    return Reading(text, tokens, operators, tuple(n for n in negated if n))


@lru_cache(maxsize=4096)
def content_tokens(text: str) -> tuple[Token, ...]:
    """The words of `text` that say something: no stop words, no modals; parts of compounds each."""
    found = []
    for match in _WORD.finditer(text):
        at = match.start()
        for part in match.group().split("-"):
            folded = part.casefold().removesuffix("'s").removesuffix("’s")
            if folded and folded not in STOP_WORDS and folded not in EMPTY:
                found.append(Token(part, stem(folded), at, at + len(part)))
            at += len(part) + 1
    return tuple(found)


EMPTY = frozenset(
    "must shall may might would need needs cannot ought required allowed permitted obliged "
    "obligated prohibited forbidden entitled mandatory compulsory optional also within upon "
    "according per via whether either neither every else thus therefore however them "
    "themselves itself ones never none nothing nobody without prior due regarding concerning "
    "pursuant respect approximately about furthermore however moreover addition additionally "
    "respectively".split()
)


def _operators(text: str, tokens: tuple[Token, ...]) -> tuple[Operator, ...]:
    found: list[Operator] = []
    for kind, pattern in _OPERATORS:
        for match in pattern.finditer(text):
            if any(o.start < match.end() and match.start() < o.end for o in found):
                continue
            real = kind
            if kind in ("may", "must", "will") and (
                _NEGATIVE_SUBJECT.match(clause_at(text, match.start()))
                or _NOR.search(text, 0, match.start())
            ):
                real = "must_not"
            verb = _governed(text, tokens, match)
            found.append(Operator(real, match.group(), verb, match.start(), match.end()))
    return tuple(sorted(found, key=lambda o: o.start))


def _governed(text: str, tokens: tuple[Token, ...], match: re.Match[str]) -> str:
    """The index word of the verb behind a modal; of "is prohibited", the last word before it."""
    rest = clause_at(text, match.start(), tail=True)[len(match.group()) :]
    limit = match.end() + len(rest)
    for token in _next(tokens, match.end(), 6):
        if token.start >= limit:
            break
        folded = token.surface.casefold()
        if folded not in _FILLERS and not folded.endswith("ly"):
            return token.stem
    before = [token for token in tokens if token.end <= match.start()]
    return before[-1].stem if before else ""


def _is_subject_of_operator(
    text: str, negation: re.Match[str], operators: tuple[Operator, ...]
) -> bool:
    """ "No visitor may enter": the negation went into the modal."""
    for operator in operators:
        if operator.kind != "must_not" or operator.start < negation.end():
            continue
        clause = clause_at(text, operator.start)
        if _NEGATIVE_SUBJECT.match(clause) and negation.group().casefold() in clause.casefold():
            return True
    return False


def _next(tokens: tuple[Token, ...], start: int, count: int) -> list[Token]:
    return [token for token in tokens if token.start >= start][:count]


def clause_at(text: str, place: int, *, tail: bool = False) -> str:
    """The clause of `text` that `place` stands in; with `tail`, only from there on."""
    start, end = 0, len(text)
    for cut in _CUT.finditer(text):
        if cut.end() <= place:
            start = cut.end()
        elif cut.start() >= place:
            end = cut.start()
            break
    found = text[place:end] if tail else text[start:end]
    return found if tail else without_leading(found)


def leading_phrases(clause: str) -> list[str]:
    """What stands before the clause proper: "In 2022, for such plans, …"."""
    found = []
    while (match := _LEADING.match(clause)) is not None:
        found.append(match.group())
        clause = clause[match.end() :]
    return found


def without_leading(clause: str) -> str:
    """`clause` without its leading phrases."""
    while (match := _LEADING.match(clause)) is not None:
        clause = clause[match.end() :]
    return clause


def clauses(text: str) -> list[str]:
    """The clauses of `text`: at semicolons, and where a comma and a conjunction part two clauses
    that have a verb each."""
    parts: list[str] = []
    start = 0
    for cut in _CUT.finditer(text):
        left, right = text[start : cut.start()], text[cut.end() :]
        if has_verb(left) and has_verb(_CUT.split(right)[0]):
            parts.append(left)
            start = cut.end()
    return [part for part in (*parts, text[start:]) if part.strip()]


def has_verb(text: str) -> bool:
    """Whether a modal, an auxiliary or a common verb that is used as one stands in `text`."""
    if AUXILIARY.search(text) or any(pattern.search(text) for _, pattern in _OPERATORS):
        return True
    return verb_at(text, content_tokens(text), 0) is not None


def verb_at(text: str, tokens: tuple[Token, ...], first: int) -> int | None:
    for at, token in enumerate(tokens[first:], first):
        if token.stem in VERBS and not _NOUN.search(text[: token.start]):
            return at
    return None


def is_number(word: str) -> bool:
    """Whether an index word is a number, which `quantities` compares."""
    return word[0].isdigit() or word in _NUMBERS


_NUMBERS = frozenset(map(stem, NUMBER_WORDS)) | {"percent"}
_NOUN = re.compile(
    r"\b(?:an?|the|of|for|on|about|its|their|his|her|our|my|your|each|every|any|to|in|by|at|from|"
    r"with)\s+(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
