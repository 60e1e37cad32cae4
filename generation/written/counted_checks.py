"""What a source counts, when a sentence counts more: "24 married men" become "24 men"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from generation.written.clause_reading import (
    AUXILIARY,
    Reading,
    Token,
    content_tokens,
    held,
    is_number,
)
from generation.written.operator_checks import Fault

_POST = re.compile(r"^(?:s|es)?\s+(?:with|without|who|whose|in whom)\b(?P<rest>[^,;.()]*)", re.I)
_EACH = re.compile(
    r"\b(?:each|any|every|all|those)\b(?P<what>[^,;.]*?)\b(?:that|who|whom|whose|which)\b"
    r"(?P<rest>[^,;.]*)",
    re.IGNORECASE,
)
_KEPT = 0.34  # share of the words of a phrase that narrows which must be said again


def counted_fault(text: Reading, said: str) -> Fault | None:
    """A word beside a count of `said`, or a phrase that narrows what is counted or quantified, that
    `text` leaves out though it counts or quantifies the same."""
    tokens = content_tokens(said)
    for at, token in enumerate(tokens):
        if not is_number(token.stem) or not text.holds(token.stem):
            continue
        between, noun = _counted(text, said, tokens[at:])
        if noun is None:
            continue
        if between:
            return f"it leaves out “{between[0].surface}” before “{noun.surface}”", False
        behind = _POST.match(said[noun.end :])
        if behind is not None and not _is_kept(behind["rest"], text):
            return f"it leaves out “{behind.group().strip()}”", False
    return _quantified_fault(text, said)


def _counted(text: Reading, said: str, tokens: Sequence[Token]) -> tuple[list[Token], Token | None]:
    """What `text` keeps of the words right behind a number, and the words left out before it."""
    between: list[Token] = []
    for one, other in pairwise(tokens):
        if said[one.end : other.start] not in (" ", "-") or len(between) > 2:
            break
        if text.holds(other.stem):
            return between, other
        between.append(other)
    return between, None


def _quantified_fault(text: Reading, said: str) -> Fault | None:
    for match in _EACH.finditer(said):
        what = content_tokens(match["what"])
        same = sum(text.holds(token.stem) for token in what[-3:]) > 1
        stated = AUXILIARY.search(match["what"]) or _is_kept(match["rest"], text)
        if same and not stated and content_tokens(match["rest"]):
            return f"it leaves out which: “{match['rest'].strip()}”", False
    return None


def _is_kept(phrase: str, text: Reading) -> bool:
    tokens = content_tokens(phrase)
    kept = sum(held(token.stem, text.stems) for token in tokens)
    return kept >= _KEPT * len(tokens)
