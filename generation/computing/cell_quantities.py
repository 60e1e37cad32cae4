"""What a cell counts: numbers with their units, dates, clock times, places in a ranking."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from generation.question.periods import periods

QuantityKind = Literal["number", "date", "time", "place"]

_GROUPED = re.compile(r"(?<=\d)[,\u00a0\u202f ](?=\d{3}(?!\d))")
_NUMBER = re.compile(
    r"(?P<before>[$£¥€]|US\$|[A-Z]{3}(?=\s?\d))?\s?(?P<value>[+−-]?\d+(?:\.\d+)?)\s?"
    r"(?P<unit>[%‰°]?[^\W\d]*(?:[²³/][^\W\d]*)?)\.?\s*(?:\(.*\)|\*|\[\w+\])?\Z"
)
_TIME = re.compile(r"(?:(?P<h>\d+):)?(?P<m>\d{1,2}):(?P<s>\d{2}(?:\.\d+)?)\Z")
_PLACE = re.compile(r"(?P<value>\d+)(?:st|nd|rd|th)\b.*\Z|(?P<dotted>\d+)\.\Z", re.IGNORECASE)
_NUMERIC_DATE = re.compile(r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4})\*?\Z")
_MONTH_DAY = re.compile(
    r"(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?P<d>\d{1,2})\Z|"
    r"(?P<d2>\d{1,2})\s+(?P<m2>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\Z",
    re.IGNORECASE,
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_BESIDE_DATE = re.compile(
    r"\d+(?:st|nd|rd|th)?|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|"
    r"\b(?:of|to|from|until|since|present|special)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d\Z")
_NONE = re.compile(
    r"[-–—−.•*/ ]+\Z|n\.?/?a\.?\Z|none\Z|nil\Z|not applicable\Z|dn[sfq]\Z|dsq\Z|no\Z", re.IGNORECASE
)
_OPEN = re.compile(
    r"\?+\Z|t\.?b\.?[acd]\.?\Z|unknown\Z|pending\Z|unclear\Z|illegible\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    """`value` orders quantities of one `kind` and `unit`: a number, seconds, or days of a
    calendar."""

    value: Decimal
    kind: QuantityKind
    unit: str = ""


def is_none(text: str) -> bool:
    """Whether a cell says that there is nothing: "—", "none", "not applicable"."""
    return _NONE.match(text) is not None


def is_open(text: str) -> bool:
    """Whether a cell leaves open what it holds: nothing at all, "?", "unknown"."""
    return not text or _OPEN.match(text) is not None


@lru_cache(maxsize=100_000)
def quantity(text: str) -> Quantity | None:
    """What `text`, a whole cell, counts; None where it counts nothing plainly."""
    plain = _GROUPED.sub("", text.strip().rstrip("*").strip())
    if match := _PLACE.match(plain):
        return Quantity(Decimal(match.group("value") or match.group("dotted")), "place")
    if match := _TIME.match(plain):
        hours, minutes = int(match.group("h") or 0), int(match.group("m"))
        return Quantity(3600 * hours + 60 * minutes + Decimal(match.group("s")), "time")
    if (dated := _date(plain)) is not None:
        return dated
    if match := _NUMBER.match(plain):
        value = Decimal(match.group("value").replace("−", "-"))
        unit = (match.group("before") or "") + (match.group("unit") or "")
        return Quantity(value, "number", _singular(unit.casefold()))
    return None


def _singular(unit: str) -> str:
    return unit[:-1] if len(unit) > 3 and unit.endswith("s") else unit


def _date(text: str) -> Quantity | None:
    if match := _NUMERIC_DATE.match(text):
        year, a, b = int(match.group("y")), int(match.group("a")), int(match.group("b"))
        return Quantity(Decimal(year * 10000 + a * 100 + b), "date", "m/d" if b > 12 else "")
    if match := _MONTH_DAY.match(text):
        month = _MONTHS.index((match.group("m") or match.group("m2"))[:3].casefold()) + 1
        return Quantity(
            Decimal(month * 100 + int(match.group("d") or match.group("d2"))), "date", "md"
        )
    if _YEAR.match(text) or re.search(r"[^\W\d]", text):
        named = periods(text)
        if named and not re.search(r"[^\W\d_]", _BESIDE_DATE.sub("", text)):
            first = named[0].first
            return Quantity(Decimal(first.year * 10000 + first.month * 100 + first.day), "date")
    return None
