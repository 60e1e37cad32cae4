"""Numbers in words or digits, and bounds put on them: "fewer than 20", "20 or more"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Side = Literal["below", "above"]

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


@lru_cache(maxsize=1)
def number_words() -> dict[str, float]:
    """Number words, lower case, and what they count."""
    found: dict[str, float] = {word: float(value) for value, word in enumerate(_UNITS)}
    found.update({word: 20.0 + 10 * place for place, word in enumerate(_TENS)})
    found.update({"hundred": 100.0, "thousand": 1000.0, "million": 1e6, "half": 0.5, "dozen": 12.0})
    return found


_NUMBER = re.compile(
    r"(?<![\w.:/-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w:/]|[.,]\d|-\w)"
    r"|\b(?:" + "|".join([*_UNITS, *_TENS, "hundred", "thousand", "half", "dozen"]) + r")\b",
    re.IGNORECASE,
)
_BELOW = r"(?:fewer|less|lower|smaller|younger|under|below|up to|at most|not more|no more|maximum)"
_ABOVE = (
    r"(?:more|greater|higher|larger|older|over|above|exceeding|at least|not less|no less|minimum)"
)
_BEFORE = re.compile(
    rf"\b(?:(?P<below>{_BELOW})|(?P<above>{_ABOVE}))(?: than| of)?\s+(?:a |the )?$", re.IGNORECASE
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
    known = number_words().get(folded)
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
