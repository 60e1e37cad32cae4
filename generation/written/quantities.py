"""Numbers of a sentence with their units, bounds and prepositions, and its dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from generation.question.numbers import value_of
from generation.question.periods import periods
from graph.number_words import NUMBER_WORDS

_TENS = "|".join(word for word, value in NUMBER_WORDS.items() if value >= 20)
_ONES = "|".join(word for word, value in NUMBER_WORDS.items() if 0 < value < 10)
_BELOW_HUNDRED = rf"(?:{_TENS})(?:[- ](?:{_ONES}))?|{'|'.join(NUMBER_WORDS)}"
_NUMBER = (
    rf"\d+(?:,\d{{3}})*(?:\.\d+)?|(?:{_ONES})[- ]hundred(?:[- ]and)?[- ](?:{_BELOW_HUNDRED})|"
    rf"(?:{_TENS})[- ](?:{_ONES})|"
    rf"(?:{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})|hundred|dozen"
)
_IN_WORDS = re.compile(
    rf"\b(?:(?:{_ONES})[- ]hundred(?:(?:[- ]and)?[- ](?:{_BELOW_HUNDRED}))?|{_BELOW_HUNDRED})\b",
    re.IGNORECASE,
)
_UNIT = (
    r"(?:(?P<kind>business|working|calendar|consecutive|school|bank|trading)\s+)?"
    r"(?P<unit>seconds?|minutes?|hours?|days?|weeks?|fortnights?|months?|quarters?|years?|"
    r"percentage points?|percent|per cent|%|"
    r"(?:us |canadian |australian )?dollars?|euros?|pounds?|usd|eur|gbp|cents?|"
    r"mm|cm|km|kg|mg|µg|ml|metres?|meters?|kilometres?|miles?|feet|inches|grams?|litres?|liters?|"
    r"degrees?|°c|°f|volts?|watts?|[kmg]b)(?!\w)"
)
_FOUND = re.compile(
    rf"(?<![\w.,:/§-])(?P<symbol>[$€£]\s?|(?:usd|eur|gbp)\s)?(?P<number>{_NUMBER})(?![\w:/]|[.,]\d)"
    rf"(?:\s*\(\d+\))?(?:[\s-]?(?P<scale>thousand|million|billion|trillion|hundred))?"
    rf"(?:[\s-]*{_UNIT})?",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?P<bound>at least|at most|up to|not? (?:more|less|fewer|longer|greater) than|"
    r"(?:more|less|fewer|greater|longer|higher|lower) than|over|under|above|below|exceeding|"
    r"a (?:minimum|maximum) of|minimum|maximum|about|approximately|around|nearly|almost|roughly)"
    r"\s+(?:the |a |of )?$",
    re.IGNORECASE,
)
_MEASURE = re.compile(r"\b(?P<bound>minimum|maximum)(?:\s+[a-z]+){1,2}\s+of\s+$", re.IGNORECASE)
_AFTER = re.compile(r"^\s*(?:[\w-]+\s+)?(?:or|and)\s+(?P<bound>more|less|fewer|over|older|above|"
                    r"under|below|younger|longer)\b", re.IGNORECASE)  # fmt: skip
_PREPOSITION = re.compile(
    r"\b(?P<word>within|no later than|not later than|after|before|for|every|each|per|by|until|"
    r"during|following|in)\s+(?:the\s+|a\s+|each\s+|first\s+|next\s+|last\s+)?"
    r"(?:(?:at least|at most|up to|about|a (?:minimum|maximum) of|not? (?:more|less) than)\s+)?$",
    re.IGNORECASE,
)
_SIDES = {
    "low": "at least|not less than|no less than|not fewer than|no fewer than|a minimum of|minimum|"
    "or more|and over|and more|or over|or older|and older|or above|and above|or longer",
    "high": "at most|up to|not more than|no more than|not longer than|no longer than|a maximum of|"
    "not greater than|no greater than|maximum|or less|or fewer|or under|and under|or below|"
    "and below|or younger",
    "over": "more than|greater than|longer than|higher than|over|above|exceeding",
    "under": "less than|fewer than|lower than|under|below",
    "about": "about|approximately|around|nearly|almost|roughly",
}
_SIDE = {words: side for side, listed in _SIDES.items() for words in listed.split("|")}
_TIMES = {
    "within": "within", "no later than": "within", "not later than": "within", "by": "within",
    "in": "", "after": "after", "following": "after", "before": "before", "until": "until",
    "for": "for", "during": "for", "every": "every", "each": "every", "per": "every",
}  # fmt: skip
_SCALE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SYMBOL = {"$": "dollar", "€": "euro", "£": "pound", "usd": "dollar", "eur": "euro",
           "gbp": "pound"}  # fmt: skip
_SAME_UNIT = {
    "percent": "%", "per cent": "%", "usd": "dollar", "us dollar": "dollar", "eur": "euro",
    "gbp": "pound", "meter": "metre", "liter": "litre",
}  # fmt: skip
_MONTHS = "january february march april may june july august september october november december"
_MONTH = "|".join(_MONTHS.split())
_DAY_MONTH = re.compile(
    rf"\b(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?(?:\s+(?:day\s+)?of)?\s+(?P<m1>{_MONTH})\b"
    rf"|\b(?P<m2>{_MONTH})\s+(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\d)",
    re.IGNORECASE,
)
_NAMED_DAY = re.compile(
    rf"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:{'|'.join(_MONTHS.split())})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written (`surface`), its value and unit ("" where it counts things), what bounds
    it ("low": at least … "" where nothing does) and when it is ("within", "after" …)."""

    surface: str
    value: float
    unit: str
    side: str
    time: str


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of `text`, in order; no parts of dates and identifiers."""
    dates = [match.span() for match in _DAY_MONTH.finditer(text)]
    found = []
    for match in _FOUND.finditer(text):
        if _is_pronoun(text, match):
            continue
        if any(start <= match.start("number") < end for start, end in dates):
            continue
        before = text[max(0, match.start() - 40) : match.start()]
        found.append(
            Quantity(
                " ".join(match.group().split()),
                _value(match),
                _unit(match),
                _side(before, text[match.end() : match.end() + 30]),
                _time(before),
            )
        )
    return tuple(found)


_AFTER_PRONOUN = re.compile(
    r"\s*(?:$|[.,;:)]|(?:that|which|who|whose|whom|when|whenever|where|if|unless|is|was|"
    r"are|of the same|and the same|"
    r"another|may|must|can|to|in|for|by|from|with|at|on)\b)",
    re.IGNORECASE,
)


def _is_pronoun(text: str, match: re.Match[str]) -> bool:
    """ "the one that", "a health plan that has one", "another one": it counts nothing."""
    if match.group().casefold() != "one":
        return False
    if re.search(r"\b(?:another|new|this|that|which|such|no)\s+$", text[: match.start()], re.I):
        return True
    return _AFTER_PRONOUN.match(text, match.end()) is not None


def with_figures(text: str) -> str:
    """`text` with its numbers in words as figures, for a comparison of words; "one" stays."""

    def figure(match: re.Match[str]) -> str:
        words = match.group()
        return words if words.casefold() == "one" else f"{_sum(words):g}"

    return _IN_WORDS.sub(figure, text)


def _value(match: re.Match[str]) -> float:
    value = _sum(match["number"])
    value = round(value / 100, 6) if _is_cents(match) else value
    return value * _SCALE.get((match["scale"] or "").casefold(), 1.0)


def _sum(number: str) -> float:
    """ "nine hundred forty-two" is 942; one word or figure is itself."""
    value = 0.0
    for part in re.split(r"[- ]", number.casefold()):
        if part == "hundred" and value:
            value *= 100
        elif part != "and":
            value += value_of(part)
    return value


def _is_cents(match: re.Match[str]) -> bool:
    return (match["unit"] or "").casefold() in ("cent", "cents")


def _unit(match: re.Match[str]) -> str:
    if _is_cents(match):
        return "dollar"
    if match["symbol"]:
        return _SYMBOL[match["symbol"].strip().casefold()]
    unit = (match["unit"] or "").casefold()
    unit = unit if unit in ("feet", "inches") else unit.removesuffix("s")
    unit = _SAME_UNIT.get(unit, unit)
    kind = (match["kind"] or "").casefold()
    kind = "working" if kind == "business" else kind
    return f"{kind} {unit}".strip() if unit else ""


def _side(before: str, behind: str) -> str:
    found = _BEFORE.search(before) or _MEASURE.search(before)
    if found is not None:
        return _SIDE.get(" ".join(found["bound"].casefold().split()), "")
    after = _AFTER.match(behind)
    return _SIDE.get(" ".join(after.group().casefold().split()[-2:]), "") if after else ""


def _time(before: str) -> str:
    found = _PREPOSITION.search(before)
    return _TIMES[" ".join(found["word"].casefold().split())] if found else ""


@lru_cache(maxsize=4096)
def day_months(text: str) -> frozenset[tuple[int, str]]:
    """(day, month) of each date of `text` that names both."""
    return frozenset(
        (int(m["d1"] or m["d2"]), (m["m1"] or m["m2"]).casefold())
        for m in _DAY_MONTH.finditer(text)
        if (m["m1"] or m["m2"]) != "may"
    )


def named_days(text: str) -> frozenset[str]:
    """Weekdays and months of `text`, lower case; "may" only beside a number."""
    found = {m.group().casefold().removesuffix("s") for m in _NAMED_DAY.finditer(text)}
    months = {month for _, month in day_months(text)}
    if "may" not in months and not re.search(r"\bMay\s+\d{4}\b|\bin May\b", text):
        found.discard("may")
    return frozenset(found)


def quantity_fault(text: str, said: str, around: str) -> tuple[str, bool] | None:
    """The first number, unit, bound or date of `text` that does not stand in `said` (headings and
    titles, `around`, count for years and codes), and whether `said` states another one."""
    held = quantities(said)
    for one in quantities(text):
        same = [other for other in held if equal(one, other)]
        if not same:
            if _is_article(one, held):
                continue
            if one.unit == "" and any(q.value == one.value for q in quantities(around)):
                continue
            others = [q.surface for q in held if q.unit == one.unit and one.unit]
            if others:
                return f"“{one.surface}” where the source says “{others[0]}”", True
            return f"the number “{one.surface}” does not stand in what is cited", False
        units = [other for other in same if other.unit == one.unit or other.value != one.value]
        if not units and one.unit:
            return f"“{one.surface}” where the source says “{same[0].surface}”", True
        fault = _bound_fault(one, units or same)
        if fault is not None:
            return fault
    return _figure_fault(text, f"{said}\n{around}") or _date_fault(text, said, f"{said}\n{around}")


_BASE = {
    "minute": (60, "second"), "hour": (3600, "second"), "day": (86400, "second"),
    "week": (604800, "second"), "fortnight": (1209600, "second"), "quarter": (3, "month"),
    "year": (12, "month"), "cm": (10, "mm"), "km": (1000, "metre"), "kg": (1000, "gram"),
}  # fmt: skip


def equal(one: Quantity, other: Quantity) -> bool:
    """ "Two weeks" is "14 days"; a month is no number of days."""
    if one.value == other.value:
        return True
    (factor, base), (times, same) = (_BASE.get(q.unit, (1, q.unit)) for q in (one, other))
    return base == same != "" and one.value * factor == other.value * times


def _is_article(one: Quantity, held: Sequence[Quantity]) -> bool:
    """ "One reviewer" says no more than "a reviewer" where the source counts nothing."""
    small = any(other.unit == "" and 1 < other.value <= 12 for other in held)
    return one.surface.casefold() == "one" and not one.side and not small


_FIGURE = re.compile(r"\d++(?:[.,]\d++)*+(?!\s*cents?\b)")


def _figure_fault(text: str, around: str) -> tuple[str, bool] | None:
    """Digits anywhere else: in ranges, identifiers, paragraph numbers."""
    held = {figure.replace(",", "") for figure in _FIGURE.findall(around)}
    values = {one.value for one in quantities(around)}
    values |= {q.value for q in quantities(text) if any(equal(q, o) for o in quantities(around))}
    for figure in _FIGURE.findall(text):
        plain = figure.replace(",", "")
        if plain not in held and not (plain.isdecimal() and float(plain) in values):
            return f"the number “{figure}” does not stand in what is cited", False
    return None


_FACING = {("low", "high"), ("over", "under"), ("low", "under"), ("high", "over")}


def _bound_fault(one: Quantity, same: list[Quantity]) -> tuple[str, bool] | None:
    if not any(other.side == one.side for other in same):
        side = same[0].side
        facing = (one.side, side) in _FACING or (side, one.side) in _FACING
        if one.side and side:
            return f"“{one.surface}” is bounded otherwise in the source", facing
        word = "adds a bound to" if one.side else "leaves out the bound of"
        return f"it {word} “{one.surface}”", False
    if one.time and not any(other.time in (one.time, "") for other in same):
        times = {one.time, same[0].time}
        return f"“{one.time} {one.surface}” where the source says “{same[0].time}”", bool(
            times & {"after", "before", "for", "every"}
        )
    return None


def _date_fault(text: str, said: str, around: str) -> tuple[str, bool] | None:
    for day, month in sorted(day_months(text) - day_months(around)):
        other = bool(day_months(said))
        return f"the date {day} {month.capitalize()} does not stand in what is cited", other
    known = {(p.first, p.last) for p in periods(around)}
    days = {d for p in periods(around) for d in (p.first, p.last)}
    for period in periods(text):
        if (period.first, period.last) not in known and not {period.first, period.last} & days:
            return "its date does not stand in what is cited", bool(periods(said))
    for name in sorted(named_days(text) - named_days(around)):
        return f"“{name.capitalize()}” does not stand in what is cited", bool(named_days(said))
    return None
