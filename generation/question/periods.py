"""Dates of a question and of a statement as periods of days: what held "in June 2023" is stated by
"until 31 December 2023" and not by "from 1 January 2024"."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
        "september sept sep|october oct|november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:(?P<iso>{_YEAR}-\d\d-\d\d)"
    rf"|(?P<d1>{_DAY})(?:\s+of)?\s+(?P<m1>{_MONTH}),?\s+(?P<y1>{_YEAR})"
    rf"|(?P<m2>{_MONTH})\s+(?P<d2>{_DAY}),?\s+(?P<y2>{_YEAR})"
    rf"|(?P<m3>{_MONTH})\s+(?:of\s+)?(?P<y3>{_YEAR})"
    rf"|(?P<y4>{_YEAR}))"
)
_FOUND = re.compile(
    rf"(?:\b(?P<open>until|till|through|up\s+to|before|ended|expired|ending|to|from|since|as\s+of|"
    rf"as\s+from|effective|starting|beginning|after|between|and)\s+(?:the\s+end\s+of\s+|on\s+)?)?"
    rf"(?<![\w.,/$€£-]){_DATE}(?![\w/-]|[.,]\d)(?!\s*(?:%|percent))",
    re.IGNORECASE,
)
_ENDS = frozenset(["until", "till", "through", "up to", "before", "ended", "expired", "ending"])
_BEGINS = frozenset(["from", "since", "as of", "as from", "effective", "starting", "beginning",
                     "after"])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both included."""

    first: date
    last: date

    def contains(self, other: Period) -> bool:
        return self.first <= other.first and other.last <= self.last

    def overlaps(self, other: Period) -> bool:
        return self.first <= other.last and other.first <= self.last


@lru_cache(maxsize=4096)
def periods(text: str) -> tuple[Period, ...]:
    """The periods that `text` names, in order: a day, a month, a year, or what lies up to, from or
    between them."""
    found: list[Period] = []
    opened: tuple[str, Period] | None = None
    for match in _FOUND.finditer(text):
        named = _named(match)
        if named is None:
            continue
        word = " ".join((match.group("open") or "").casefold().split())
        if opened and word in ("to", "until", "till", "through", "and"):
            found[-1] = Period(opened[1].first, named.last)
            opened = None
            continue
        opened = (word, named) if word in _BEGINS or word == "between" else None
        found.append(_bounded(word, named))
    return tuple(found)


def _bounded(word: str, named: Period) -> Period:
    if word in _ENDS:
        return Period(date.min, named.last)
    if word in _BEGINS:
        return Period(named.first, date.max)
    return named


def _named(match: re.Match[str]) -> Period | None:
    try:
        if match.group("iso"):
            day = date.fromisoformat(match.group("iso"))
            return Period(day, day)
        for number in "12":
            if match.group(f"y{number}"):
                day = date(
                    int(match.group(f"y{number}")),
                    _MONTHS[match.group(f"m{number}").casefold().rstrip(".")],
                    int(re.sub(r"\D", "", match.group(f"d{number}"))),
                )
                return Period(day, day)
        if match.group("y3"):
            year, month = int(match.group("y3")), match.group("m3").casefold().rstrip(".")
            last = monthrange(year, _MONTHS[month])[1]
            return Period(date(year, _MONTHS[month], 1), date(year, _MONTHS[month], last))
        year = int(match.group("y4"))
        return Period(date(year, 1, 1), date(year, 12, 31))
    except ValueError:
        return None


def is_date(name: str) -> bool:
    """Whether `name` is a month with a year or day, and no name of anything ("June 2024")."""
    return re.fullmatch(rf"{_MONTH}(?:\s+\d{{1,4}},?)*|\d{{4}}", name, re.IGNORECASE) is not None
