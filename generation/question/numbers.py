"""Numbers in words or digits, and bounds put on them: "fewer than 20", "20 or more"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from graph.number_words import NUMBER_WORDS

Side = Literal["below", "above"]

COUNTS: dict[str, float] = {word: float(value) for word, value in NUMBER_WORDS.items()} | {
    "hundred": 100.0, "thousand": 1000.0, "million": 1e6, "half": 0.5, "dozen": 12.0
}  # fmt: skip
"""Number words, lower case, and what they count."""

_NUMBER = re.compile(
    r"(?<![\w.:/-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w:/]|[.,]\d|-\w)"
    r"|\b(?:" + "|".join([*NUMBER_WORDS, "hundred", "thousand", "half", "dozen"]) + r")\b",
    re.IGNORECASE,
)
_BELOW = (
    r"(?:fewer|less|lower|smaller|younger|under|below|up to|at most|not more|no more|maximum|"
    r"not exceed(?:ing)?)"
)
_ABOVE = (
    r"(?:more|greater|higher|larger|older|over|above|exceed(?:ing|s)?|in excess|beyond|at least|"
    r"not less|no less|minimum)"
)
_BEFORE = re.compile(
    rf"\b(?:(?P<below>{_BELOW})|(?P<above>{_ABOVE}))(?: than| of)?\s+(?:a |the )?"
    r"(?:[€£$]\s?|(?-i:[A-Z]{2,3}\$?)\s)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^(?:\s+[\w-]+){0,2}?\s+(?:or|and)\s+(?:(?P<below>less|fewer|under|younger|below)|"
    r"(?P<above>more|over|older|above|greater|longer))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bound:
    """Numbers below or above `value`."""

    value: float
    side: Side


def value_of(text: str) -> float:
    """The number that `text`, one match of digits or a number word, stands for."""
    folded = text.casefold()
    known = COUNTS.get(folded)
    return known if known is not None else float(folded.replace(",", ""))


def values_in(text: str) -> tuple[float, ...]:
    """All numbers of `text`, in order; no parts of clock times, identifiers or section numbers."""
    return tuple(value_of(match.group()) for match in _NUMBER.finditer(text))


@lru_cache(maxsize=4096)
def bounds(text: str) -> tuple[Bound, ...]:
    """The bounds that `text` states, in order."""
    found = []
    for match in _NUMBER.finditer(text):
        side = _BEFORE.search(text[max(0, match.start() - 30) : match.start()])
        side = side or _AFTER.search(text[match.end() : match.end() + 40])
        if side is not None:
            found.append(Bound(value_of(match.group()), "below" if side["below"] else "above"))
    return tuple(found)
