"""A clause around its verb: who comes before it, what behind it, and what leads the clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generation.written.clause_reading import (
    AUXILIARY,
    Token,
    content_tokens,
    read,
    verb_at,
    without_leading,
)


@dataclass(frozen=True, slots=True)
class Halves:
    """A clause around its verb: the index words of who comes before and what comes behind it. A
    passive with a "by" is turned round; `passive` is one without."""

    before: frozenset[str]
    verb: str
    behind: frozenset[str]
    passive: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """The words before the verb of a clause (`text`: the clause without the phrases that lead it;
    `tokens` stand in it), and the index word of the verb."""

    text: str
    tokens: tuple[Token, ...]
    verb: str


def subject_of(clause: str) -> Subject | None:
    """Who or what comes before the first modal, auxiliary or common verb of `clause`."""
    bare = without_leading(clause)
    found = halves(bare)
    if found is None:
        return None
    tokens = content_tokens(bare)
    pivot = next(iter(_pivots(bare)), None)
    if pivot is None:
        at = verb_at(bare, tokens, 1)
        pivot = tokens[at].start if at is not None else 0
    return Subject(bare, tuple(t for t in tokens if t.end <= pivot), found.verb)


def _pivots(bare: str) -> list[int]:
    auxiliary = AUXILIARY.search(bare)
    starts = [operator.start for operator in read(bare).operators[:1]]
    return sorted(starts + ([auxiliary.start()] if auxiliary else []))


_BY = re.compile(r"\bby\b(?!\s+(?:\d|the end|law|means|default))", re.IGNORECASE)
_PASSIVE = re.compile(
    r"(?:not\s+)?(?:be|been|is|are|was|were|being|has been|have been|had been)\s+"
    r"(?:not\s+)?(?:(?:\w+ly|also|then|often|always|first|now)\s+)?\w+(?:ed|en|t|n|ld|de)\b"
)


def halves(clause: str) -> Halves | None:
    """`clause` around its first modal or auxiliary, or a common verb; None where it has none."""
    bare = without_leading(clause)
    reading = read(bare)
    operator = next(iter(reading.operators), None)
    auxiliary = AUXILIARY.search(bare)
    if operator is not None and (auxiliary is None or operator.start <= auxiliary.start()):
        pivot_start, pivot_end = operator.start, operator.end
    elif auxiliary is not None:
        pivot_start, pivot_end = auxiliary.span()
    else:
        return _around_verb(bare, reading.tokens)
    before = frozenset(t.stem for t in reading.tokens if t.end <= pivot_start)
    tail = [t for t in reading.tokens if t.start >= pivot_end]
    tail = [t for t in tail if not t.surface.casefold().endswith("ly")] or tail
    if not before or not tail:
        return None
    verb, rest = tail[0].stem, tail[1:]
    by = _BY.search(bare, tail[0].end)
    start = pivot_end if operator is not None and pivot_start == operator.start else pivot_start
    passive = _PASSIVE.match(bare[start:].lstrip()) is not None
    if by is not None and passive:
        agent = frozenset(t.stem for t in rest if t.start >= by.end())
        other = frozenset(t.stem for t in rest if t.start < by.start())
        return Halves(agent, verb, before | other)
    return Halves(before, verb, frozenset(t.stem for t in rest), passive)


def _around_verb(bare: str, tokens: tuple[Token, ...]) -> Halves | None:
    """A clause without auxiliary, around its first common verb that is used as one."""
    at = verb_at(bare, tokens, 1)
    if at is None:
        return None
    before = frozenset(t.stem for t in tokens[:at])
    return Halves(before, tokens[at].stem, frozenset(t.stem for t in tokens[at + 1 :]))
