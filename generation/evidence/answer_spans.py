"""Spans that have the form of an answer: lengths of time, dates, amounts, numbers, names. Found by
their form alone; whether one answers the question is decided elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generation.question.answer_types import AnswerType
from graph.model import Span
from graph.number_words import NUMBER_WORDS

_WORD_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"hundred|thousand|half|a|an)"
)
_ONES = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen)"
)
_SMALL = rf"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -]{_ONES})?|{_ONES})\b"
_SCALES = rf"(?:[ -](?:hundred|thousand|million|billion)\b(?: (?:and )?{_SMALL})?){{0,3}}"
_NUMBER = r"(?:(?:\d{1,6} )?\d{1,3}/\d{1,3}(?![\d/])|\d+(?:[.,]\d+){0,9})"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_BEFORE = (
    r"(?:(?:within|no later than|not later than|no more than|not more than|no longer than|no less "
    r"than|at least|at most|less than|more than|up to|for|every|after|before|by|by at most) )?"
)


# "1–3 weeks", "two to four years", "between 2 and 4 days": either end alone would be another value
_TO = r"(?:\s?[-–—]\s?| to | or )"


def spaced(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """`pattern` compiled, each blank in it standing for any white space: lines are wrapped."""
    return re.compile(pattern.replace("[ -]", r"(?:\s+|-)").replace(" ", r"\s+"), flags)


_DURATION = spaced(
    rf"\b{_BEFORE}(?:a further |another |each )?"
    rf"(?:between (?:{_NUMBER}|{_WORD_NUMBER}) and |(?:{_NUMBER}|{_WORD_NUMBER}){_TO})?"
    rf"(?:{_NUMBER}|{_WORD_NUMBER})"
    r"(?:[ -](?:calendar|working|business|consecutive|full|whole|additional))?[ -]"
    r"(?P<unit>(?<!\ba\s)second|minute|hour|day|week|month|quarter|year|decade)s?\b"
    r"|\b(?:at once|immediately|forthwith|without (?:unreasonable |undue )?delay|"
    r"(?:once|twice) an? (?:day|week|month|quarter|year)|annually|monthly|weekly|daily|quarterly|"
    r"every (?:day|week|month|quarter|year)|every (?:second|other) (?:day|week|month|year)|"
    r"within a reasonable (?:period of )?time)\b",
    re.IGNORECASE,
)
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: day)?(?: of)? {_MONTH},?(?: \d{{4}})?|"
    rf"{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:\s?,\s?\d{{4}})?|{_MONTH} \d{{4}}|"
    r"\d{4}-\d\d-\d\d|(?:1[0-9]|20)\d\d)"
)
_DATE = spaced(
    rf"\b(?:between {_DAY} and {_DAY}|"
    rf"(?:from )?(?:{_DAY}|\d{{1,2}})(?: to | until |\s?[-–—]\s?){_DAY}|{_DAY})\b"
)
_TIME = (
    r"(?:(?<![\d.:])\d{1,2}(?:[.:]\d\d)?\s?(?:[ap]\.\s?m\b\.?|[ap]m\b)|"
    r"(?<![\d.:])(?:[01]?\d|2[0-3]):[0-5]\d\b(?!:))"
)
_UNTIL = r"(?:\s?[-–—]\s?|\s+(?:to|until|till)\s+)"
_CLOCK = rf"\b(?:(?<![\d.:])\d{{1,2}}(?:[.:]\d\d)?{_UNTIL})?{_TIME}(?:{_UNTIL}{_TIME})?"
_CALENDAR = (
    r"\b(?:in|from|until|since|every|each) (?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December)\b(?! \d)|\b(?:on|every|each|by|until) "
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b"
).replace(" ", r"\s+")
_CURRENCY = (
    r"(?:dollars?|euros?|pounds|cents?|pence|penny|francs|crowns|kron(?:er|or)|yen|rupees|pesos|"
    r"USD|EUR|GBP|CHF)"
)
_AMOUNT = spaced(
    rf"(?:\b{_SMALL}{_SCALES} {_CURRENCY}\b(?: \([$€£¥]\s?{_NUMBER}\))?|"
    rf"[$€£¥]\s?{_NUMBER}(?:{_TO}[$€£¥]?\s?{_NUMBER})?(?: (?:million|billion|thousand))?|"
    rf"\b(?:USD|EUR|GBP|CHF)\s?{_NUMBER}(?:{_TO}{_NUMBER})?(?: (?:million|billion|thousand)\b)?|"
    rf"\b(?:{_NUMBER}{_TO})?{_NUMBER}(?: (?:million|billion|thousand))? {_CURRENCY}\b|"
    r"(?<![\w.,/-])\d{1,2}(?:\.\d{1,2})?p\b)"
)
_PERCENT = spaced(
    rf"\b(?:(?:{_NUMBER}|{_WORD_NUMBER})\s?%?{_TO})?(?:{_NUMBER}|{_WORD_NUMBER})\s?"
    rf"(?:%|per\s?cent\b)|\b{_NUMBER} points?\b",
    re.IGNORECASE,
)
_COUNT = spaced(
    rf"(?<![^\W\d_]-)\b(?:{_NUMBER}\b|{_SMALL}|(?:hundred|thousand|half)\b){_SCALES}",
    re.IGNORECASE,
)
_NAME = spaced(r"\b[A-Z][\w'’.-]*(?:(?: (?:of|the|and|de|von|van|for|du|la))? [A-Z][\w'’-]*)*")
_ROLE = spaced(
    r"\b(?:[Tt]he |[Aa]n? |[Ee]ach |[Ee]very )?(?:[a-z]+ ){0,2}"
    r"(?:officer|manager|engineer|director|physician|nurse|employee|board|secretary|entity|"
    r"associate|individual|coordinator|controller|supplier|owner|technician|pharmacist|"
    r"administrator|agency|authority|committee|department|judge|representative)s?\b"
)
_PRICE = re.compile(r"\b(?:costs?|charges?|fees?|prices?|fares?|tolls?|pay|paid)\b", re.IGNORECASE)
_FREE = re.compile(
    r"\bfree\s+of\s+(?:any\s+)?charge\b|\bat\s+no\s+(?:extra\s+|additional\s+)?(?:charge|cost)\b|"
    r"(?<=\bcosts\s)nothing\b|(?:(?<=\bis\s)|(?<=\bare\s))free(?=[.,;)]|\s+for\b|\s*\Z)",
    re.IGNORECASE,
)
_PATTERNS: dict[AnswerType, re.Pattern[str]] = {
    "duration": _DURATION,
    "deadline": re.compile(
        f"{_DURATION.pattern}|{_CLOCK}|{_DATE.pattern}|{_CALENDAR}", re.IGNORECASE
    ),
    "date": _DATE,
    "amount": _AMOUNT,
    "percent": _PERCENT,
    "number": _COUNT,
    "person": _NAME,
    "place": _NAME,
}


# Clauses that answer a question which asks for no typed span.
CLAUSES: dict[AnswerType, re.Pattern[str]] = {
    "definition": spaced(
        r"\b(?:means?|is defined as|refers? to|stands? for|is short for|is the abbreviation "
        r"(?:of|for))[:,]?\s+(?P<what>(?:[^.;]|(?<=\d)\.(?=\d))+)"
    ),
    "condition": spaced(
        r"\b(?:only )?(?:if|unless|where|when|except|provided that|in the case of|as long as)\b"
        r"[^.;:]+",
        re.IGNORECASE,
    ),
    "reason": spaced(
        r"\b(?:because|due to|caused by|owing to|as a result of)\b(?:[^.;:]|(?<=\d)\.(?=\d))+",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """A span with the form of `kind`; `unit` is the singular unit of a length of time."""

    kind: AnswerType
    span: Span
    text: str
    unit: str = ""


def answer_spans(kind: AnswerType, text: str) -> tuple[AnswerSpan, ...]:
    """Spans of `text` (offsets into it) that have the form of `kind`, left to right."""
    pattern = _PATTERNS.get(kind)
    if pattern is None:
        return ()
    found = []
    for match in pattern.finditer(text):
        if kind in ("person", "place") and not _looks_like_name(text, match):
            continue
        unit = match.groupdict().get("unit") or ""
        found.append(AnswerSpan(kind, Span(*match.span()), match.group(), unit.casefold()))
    if kind == "person":
        taken = [item.span for item in found]
        for match in _ROLE.finditer(text):
            span = Span(*match.span())
            if not any(span.overlaps(other) for other in taken):
                found.append(AnswerSpan(kind, span, match.group()))
        found.sort(key=lambda item: item.span)
    return tuple(found)


def nothing_due(asked: str, text: str) -> tuple[AnswerSpan, ...]:
    """Where `text` says that something costs nothing, for a question that asks what it costs."""
    if _PRICE.search(asked) is None:
        return ()
    return tuple(AnswerSpan("amount", Span(*m.span()), m.group()) for m in _FREE.finditer(text))


def _looks_like_name(text: str, match: re.Match[str]) -> bool:
    """A capitalised run; a single word at the start of the text is not enough."""
    surface = match.group()
    if " " in surface:
        return True
    before = text[: match.start()].rstrip()
    return bool(before) and before[-1] not in ".?!:•|\n" and len(surface) > 1


_VALUE = re.compile(rf"{_NUMBER}|\b{_WORD_NUMBER}\b", re.IGNORECASE)


def values(text: str) -> tuple[str, ...]:
    """The numbers of `text`, in order, those in words as digits ("six" is "6"): what must agree
    between two statements that otherwise say the same."""
    found = (match.group().casefold() for match in _VALUE.finditer(text))
    return tuple(str(NUMBER_WORDS.get(one, one)) for one in found if one not in ("a", "an"))
