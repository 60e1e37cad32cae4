"""The value that a card which answers anyhow has as its headline: of a question whose form says
little of it ("how much was the grant", "at what temperature"), or which names its thing otherwise
than the sentence does."""

from __future__ import annotations

import re
from dataclasses import replace

from generation.checks.headline_checks import is_asked_for
from generation.checks.qualifier_checks import Fit
from generation.evidence.answer_spans import AnswerSpan, answer_spans
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from generation.question.analysis import Question
from generation.question.answer_types import AnswerType
from generation.question.measure_nouns import asks_measure, unit_asked
from generation.writers.coordinated_values import changes
from generation.writers.headline import Headline
from generation.writers.measured_values import asked_time, asked_value, plain_numbers, ranges
from generation.writers.whole_values import hangs, measured, whole
from graph.model import Span
from graph.tokens import words

_UNTYPED: tuple[AnswerType, ...] = ("manner", "other")
_SUMS: tuple[AnswerType, ...] = ("amount", "percent")
_RANGE = re.compile(r"\s+(?:and|to)\s+|\s?[-–—]\s?")
_SPAN_OF = re.compile(r"\b(?:between|from)\s+\Z", re.IGNORECASE)
_DIGITS = re.compile(r"\d[\d.,]*")
_DENIES = re.compile(
    r"(?:\b(?:not|never|cannot|nor)\b|n['’]t\b)(?! (?:more|less|later|longer|fewer|exceed))",
    re.IGNORECASE,
)
_WHICH = re.compile(r"^(?:what|which)\s+(?P<noun>[a-z]{3,})\b", re.IGNORECASE)


def told_value(evidence: Evidence, lead: Unit, found: Fit) -> Headline | None:
    """The value in `lead`, which answers the question of `evidence` and meets it as far as `found`
    says; None where none is singled out."""
    question = evidence.question
    if found.unmet or found.contradicted or lead.kind == "table_row" or lead.sentence.children:
        return None
    if question.typed and question.expected not in ("person", "place"):
        value = asked_value(lead, question)
        if value is None:
            return None
        span = whole(lead, value)
        said = evidence.quote(lead, span)
        fits = is_asked_for(evidence, lead, said, found)
        return Headline(lead, span) if fits and not hangs(said) else None
    if question.expected not in _UNTYPED:
        return None
    if _DENIES.search(lead.text) and not _DENIES.search(question.asked):
        return None  # "do not open it above 100 °C" says not at what it may be opened
    value = _measure(question, lead) if asks_measure(question.asked) else _kind(question, lead)
    if value is None:
        return None
    span = whole(lead, value)
    return None if hangs(evidence.quote(lead, span)) else Headline(lead, span)


def _measure(question: Question, unit: Unit) -> AnswerSpan | None:
    """The sum of money or the share in `unit`; without one, the one number with its unit."""
    text, start = unit.text, unit.span.start
    wanted = unit_asked(question.asked)
    for kind in _SUMS if wanted is None else ():
        found = [
            replace(one, span=one.span.shift(start))
            for one in answer_spans(kind, text)
            if not _is_asked(one.text, question)
        ]
        if found:
            return asked_time(unit, question, found)
    times = [one.span for one in answer_spans("deadline", text)]
    numbers = [one.span for one in plain_numbers(text, answer_spans("number", text), question)]
    untimed = [one for one in numbers if not any(one.overlaps(t) for t in times)]
    spans = [_from_between(text, measured(text, one)) for one in ranges(text, untimed)]
    if wanted is not None:
        spans = [one for one in spans if wanted.match(text, _last_digit(text, one))]
    spans = _joined(text, spans)
    if len(spans) != 1 or text[spans[0].end - 1].isdigit():
        return None
    said = text[spans[0].start : spans[0].end]
    return (
        AnswerSpan("number", spans[0].shift(start), said) if not _is_asked(said, question) else None
    )


def _kind(question: Question, unit: Unit) -> AnswerSpan | None:
    """ "Which coin": the value that stands before the noun asked for ("a £1 coin")."""
    which = _WHICH.match(question.asked)
    if which is None:
        return None
    noun = re.escape(which["noun"])
    found = re.findall(rf"[$€£¥]?\b\d[\d.,]*(?:\s?[^\W\d_]{{1,3}})?[\s-]{noun}\b", unit.text)
    if len(found) != 1 or len(re.findall(rf"\b{noun}s?\b", unit.text)) != 1:
        return None
    at = unit.text.index(found[0])
    return AnswerSpan("other", Span(at, at + len(found[0])).shift(unit.span.start), found[0])


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """`spans` with the two ends of a range, each with its unit, as one."""
    if len(spans) != 2 or changes(text, *spans):
        return spans
    one, other = spans
    ranged = _RANGE.fullmatch(text[one.end : other.start]) is not None
    led = _SPAN_OF.search(text[: one.start])
    return [Span(led.start(), other.end)] if ranged and led else spans


def _from_between(text: str, span: Span) -> Span:
    """`span`, where it is a range, with the word that opens it: "between 2 and 8 °C"."""
    led = _SPAN_OF.search(text[: span.start])
    both = led is not None and len(_DIGITS.findall(text, span.start, span.end)) > 1
    return Span(led.start(), span.end) if led is not None and both else span


def _last_digit(text: str, span: Span) -> int:
    """Where the last digit of the number at `span` stands."""
    digits = [at for at in range(span.start, span.end) if text[at].isdigit()]
    return digits[-1] if digits else span.start


def _is_asked(said: str, question: Question) -> bool:
    return set(words(said)) <= set(words(question.asked))
