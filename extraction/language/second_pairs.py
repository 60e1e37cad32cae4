"""Two pairs under one verb: "a large fault within two days and a small fault within ten", "€5 for
adults and €3 for pupils". The parse reads the second thing into the part of the first."""

from __future__ import annotations

import re

from extraction.language.fact_view import Doubt, FactView
from extraction.language.qualifiers import Qualifiers
from graph.model import Span

SECOND_PAIR = "a part holds the beginning of a second pair"
_PAIR = re.compile(
    r"(?P<opener>within|for|from|at|in|on|by|after|to)\s(?P<first>.+?)(?P<end>,?\sand\s)"
    r"(?P<second>.+?)(?P<again>\s(?P=opener)\s.+)?",
    re.IGNORECASE | re.DOTALL,
)
_MEASURE = re.compile(
    r"(?:(?:about|up to|at least|at most|over|under) )?(?:[$€£¥]|\d|(?:an?|half an|one|two|three"
    r"|four|five|six|seven|eight|nine|ten|twelve|fourteen|twenty|thirty|sixty|ninety) (?:\w+ )?"
    r"(?:second|minute|hour|day|week|month|year)s?\b)",
    re.IGNORECASE,
)


def _is_measure(words: str) -> bool:
    return _MEASURE.match(" ".join(words.split())) is not None


def without_second_pairs(thing: Span | None, qualifying: Qualifiers, text: str) -> Qualifiers:
    """`qualifying`, with a part right behind the `thing` of the verb cut before a second thing of
    the same sort that has a part of its own there."""
    if thing is None:
        return qualifying
    return tuple((kind, _first(thing, span, text)) for kind, span in qualifying)


def _first(thing: Span, span: Span, text: str) -> Span:
    pair = _PAIR.fullmatch(text, span.start, span.end)
    if pair is None or not pair["again"] or not text[thing.end : span.start].isspace():
        return span
    alike = _is_measure(text[thing.start : thing.end]) == _is_measure(pair["second"])
    parted = _is_measure(pair["first"]) != _is_measure(pair["second"])
    return Span(span.start, pair.start("end")) if alike and parted else span


def _holds_second_pair(fact: FactView) -> bool:
    """Whether a part goes on behind "and" with a thing of another sort, to which the same
    preposition gives a part of its own: "for adults and €3 | for pupils"."""
    for _, span in fact.slots:
        pair = _PAIR.fullmatch(fact.words(span))
        if pair is None or not fact.statement.contains(span):
            continue
        behind = fact.after(span).split(maxsplit=1)[:1]
        if not pair["again"] and behind != [pair["opener"].lower()]:
            continue
        if _is_measure(pair["first"]) != _is_measure(pair["second"]):
            return True
    return False


SECOND_PAIRS: tuple[Doubt[FactView], ...] = ((SECOND_PAIR, _holds_second_pair),)
