"""Whose number it is: how many members a party has is not what a committee of the party counts."""

from __future__ import annotations

import re

from generation.question.analysis import Question
from graph.tokens import words

_HAS = re.compile(
    r"^how many [^?]+? (?:does|do|did) (?P<who>[^?]+?) (?:have|hold|own|employ|run|operate)\b",
    re.IGNORECASE,
)
_STANDING_IN = frozenset("we it they there our its their".split())
_OF = re.compile(r"\s+(?:of|with|on|in|for|at|by|from|who|which|that)\s", re.IGNORECASE)
_OPENING, _FIRST = 8, 3  # words of a sentence that may name the bearer, and what is counted


def counts_of_bearer(question: Question, text: str) -> bool:
    """Whether `text` opens with the thing whose number the question wants ("how many members does
    the party have"), with what is counted, or with a word that stands for either. True for every
    other question."""
    asked = _HAS.match(question.asked)
    if asked is None:
        return True
    opening = _OF.split(text, maxsplit=1)[0].split()[:_OPENING]
    if opening[:1] and opening[0].casefold() in _STANDING_IN:
        return True
    head = words(_OF.split(asked["who"], maxsplit=1)[0])[-1:]
    named = set(head) & set(words(" ".join(opening)))
    return bool(named or set(question.counted) & set(words(" ".join(opening[:_FIRST]))))
