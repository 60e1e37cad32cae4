"""Whether a question asks for the opposite of the case that a statement is about: "if no seal was
broken" beside "if a seal was broken"."""

from __future__ import annotations

import re

from generation.question.word_families import holds
from graph.tokens import words

_CASE = re.compile(
    r"\b(?P<opens>if|when|where|once|unless|provided that|in case)\b"
    r"(?P<rest>(?:(?!\b(?:if|when|where|once|unless)\b)[^,.;:?])*)",
    re.IGNORECASE,
)
_ASKS = re.compile(r"^\W*(?:when|where)\b", re.IGNORECASE)
_DENIAL = re.compile(
    r"\b(?:no|not|never|none|neither|nor|without|cannot|nobody|nothing)\b|n['’]t\b", re.IGNORECASE
)
_SAME = (
    2 / 3
)  # of the words of the case asked about, from which the other is the same or its opposite


def other_case(asked: str, text: str) -> list[str]:
    """The case of the question `asked`, as it writes it, where all cases of `text` that share its
    words are denied and it is not, or the other way round; else empty."""
    return [
        match.group().strip()
        for match in _CASE.finditer(_ASKS.sub("", asked))
        if (stems := words(match["rest"])) and _is_opposed(stems, _is_denied(match), text)
    ]


def _is_opposed(stems: list[str], denied: bool, text: str) -> bool:
    alike = [
        _is_denied(match)
        for match in _CASE.finditer(text)
        if sum(holds(stem, words(match["rest"])) for stem in stems) >= _SAME * len(stems)
    ]
    return bool(alike) and denied not in alike


def _is_denied(match: re.Match[str]) -> bool:
    denied = _DENIAL.search(match["rest"]) is not None
    return denied != (match["opens"].casefold() == "unless")
