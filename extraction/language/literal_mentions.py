"""Numbers, dates, durations, amounts and percentages in text, with their normalised form.

ISO 8601 for dates (``2013-01-25``, ``2013-01``, ``2013``) and durations (``P60D``, ``PT24H``),
``USD 250.00`` for amounts, ``12.5 %`` for percentages, plain decimals for numbers.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from graph.model import LiteralValue, Span
from graph.number_words import NUMBER_WORDS

_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_NUMBER_WORD = (
    rf"(?:(?:{_TENS})(?:[- ](?:{_UNITS}))?|{'|'.join(w for w in NUMBER_WORDS if w != 'zero')})"
)
# "5" of "5 1/2 kg" is no number
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?!\s\d{1,3}/\d)"
_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_TIME_UNITS = {
    "second": ("PT", "S"),
    "minute": ("PT", "M"),
    "hour": ("PT", "H"),
    "day": ("P", "D"),
    "week": ("P", "W"),
    "month": ("P", "M"),
    "year": ("P", "Y"),
    "decade": ("P", "0Y"),
}
_CURRENCY = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_SCALE = {"thousand": 10**3, "million": 10**6, "billion": 10**9}

_PATTERN = re.compile(
    rf"""(?<![\w.§(/-])(?:
    (?P<iso>(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\d)
  | (?P<mdy>(?P<m1>{_MONTH})\s(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y1>(?:1[5-9]|20)\d\d))\b
  | (?P<dmy>(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?
      (?P<m2>{_MONTH}),?\s(?P<y2>(?:1[5-9]|20)\d\d))\b
  | (?P<my>(?P<m3>{_MONTH}),?\s(?P<y3>(?:1[5-9]|20)\d\d))\b
  | (?P<amount>(?P<cur>US\$|[$€£¥])\s?(?P<a1>{_DIGITS})(?:\s(?P<s1>thousand|million|billion))?
      |(?P<a2>{_DIGITS})(?:\s(?P<s2>thousand|million|billion))?\s(?P<cur2>USD|EUR|GBP|CHF|dollars|euros)
      |(?P<cur3>USD|EUR|GBP|CHF)\s?(?P<a3>{_DIGITS})(?:\s(?P<s3>thousand|million|billion))?)\b
  | (?P<percent>(?P<p>{_DIGITS})(?:\s?%|\s(?:percent|per\scent)\b))
  | (?P<duration>(?P<n>{_DIGITS}|{_NUMBER_WORD})(?:\s\((?P<again>\d+)\))?
      (?:[\s-]?(?:to|or|-|–)[\s-]?(?P<n2>{_DIGITS}|{_NUMBER_WORD}))?
      [\s-](?P<cal>(?:calendar|business|working|consecutive|full)[\s-])?
      (?P<unit>second|minute|hour|day|week|month|year|decade)s?)\b(?![-\s]old\b)
  | (?P<year>(?<=\bin\s)(?:19|20)\d\d|(?<=\bsince\s)(?:19|20)\d\d)\b(?!\s?%)
  | (?P<number>{_DIGITS})(?![\w(%/-]|\.\d|\s?-\s?\d)
  )""",
    re.VERBOSE | re.IGNORECASE,
)
_QUICK = re.compile(rf"\d|\b(?:{_NUMBER_WORD})[ -]", re.IGNORECASE)


def literals(text: str, offset: int = 0) -> list[tuple[Span, LiteralValue]]:
    """Literals of `text`, in order, not overlapping; spans are moved by `offset`."""
    found: list[tuple[Span, LiteralValue]] = []
    if not _QUICK.search(text):
        return found
    for match in _PATTERN.finditer(text):
        value = _value(match)
        if value is not None:
            found.append((Span(match.start() + offset, match.end() + offset), value))
    return found


def literal_of(text: str) -> LiteralValue | None:
    """The literal that is the whole of `text`, or None."""
    match = _PATTERN.fullmatch(text)
    return _value(match) if match else None


def _value(match: re.Match[str]) -> LiteralValue | None:
    group = match.groupdict()
    if group["iso"]:
        return LiteralValue("date", group["iso"])
    for month, day, year in (("m1", "d1", "y1"), ("m2", "d2", "y2")):
        if group[month]:
            number = int(group[day])
            if not 1 <= number <= 31:
                return None
            return LiteralValue("date", f"{group[year]}-{_month(group[month]):02d}-{number:02d}")
    if group["my"]:
        return LiteralValue("date", f"{group['y3']}-{_month(group['m3']):02d}")
    if group["year"]:
        return LiteralValue("date", group["year"])
    if group["amount"]:
        return _amount(group)
    if group["percent"]:
        number_text = _decimal(group["p"])
        return LiteralValue("percent", f"{number_text} %") if number_text else None
    if group["duration"]:
        return _duration(group)
    number_text = _decimal(group["number"] or "")
    return LiteralValue("number", number_text) if number_text else None


def _amount(group: dict[str, str | None]) -> LiteralValue | None:
    for currency, amount, scale in (
        ("cur", "a1", "s1"),
        ("cur2", "a2", "s2"),
        ("cur3", "a3", "s3"),
    ):
        figures, unit = group[amount], group[currency]
        if figures and unit:
            code = _CURRENCY.get(unit.upper(), unit.upper())
            code = {"DOLLARS": "USD", "EUROS": "EUR"}.get(code, code)
            factor = _SCALE[(group[scale] or "").lower()] if group[scale] else 1
            return LiteralValue(
                "amount", f"{code} {Decimal(figures.replace(',', '')) * factor:.2f}"
            )
    return None


def _duration(group: dict[str, str | None]) -> LiteralValue | None:
    prefix, unit = _TIME_UNITS[(group["unit"] or "").lower()]
    first = _decimal(group["n"] or "")
    if not first or first == "0" or (group["again"] and group["again"] != first):
        return None
    value = f"{prefix}{first}{unit}"
    if group["n2"]:
        value = f"{value}/{prefix}{_decimal(group['n2'])}{unit}"
    if (group["cal"] or "").strip(" -").lower() in ("business", "working"):
        value += " (business)"
    return LiteralValue("duration", value)


def _month(name: str) -> int:
    return next(i for i, month in enumerate(_MONTHS, 1) if month.startswith(name[:3].lower()))


def _decimal(text: str) -> str | None:
    """Canonical decimal of digits or an English number word; None where it is neither."""
    lowered = text.lower()
    if lowered in NUMBER_WORDS:
        return str(NUMBER_WORDS[lowered])
    parts = re.split(r"[- ]", lowered)
    if len(parts) == 2 and all(part in NUMBER_WORDS for part in parts):
        return str(NUMBER_WORDS[parts[0]] + NUMBER_WORDS[parts[1]])
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
