"""The value of a sentence that a question asks for: of several of its form the one in the part that
is asked about, a number with what it counts or its unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generation.evidence.answer_spans import AnswerSpan, answer_spans
from generation.evidence.cell_values import under_heads
from generation.evidence.units import Unit
from generation.question.analysis import Question
from generation.question.answer_types import AnswerType
from generation.question.numbers import values_in
from generation.question.word_families import holds
from generation.writers.coordinated_values import changes, is_change, nearest, own_value
from generation.writers.whole_values import is_limit, measured, of_several
from graph.model import Span
from graph.tokens import STOP_WORDS, words

_NOUNS = re.compile(r"(?:\s+(?!(?:and|or|of|in|on|to|for|at|by|per)\b)[\w'’%°-]+){1,3}")
_AUXILIARY = re.compile(r"\s+(?:is|are|was|were|has|have|had|must|shall|may|can|will)\b")
_WHICHEVER = re.compile(r"\bwhichever\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_IN_A_YEAR = re.compile(r"\b(?:in|since|until|during|of|by|from|to|and)\s+$", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:§+|\bNo\.|\b(?:section|paragraph|article|clause|rule|chapter|annex|part|step|line|room|"
    r"page|number|form|level|floor))\s*$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s?[-–—]\s?|\s+to\s+")
_KINDRED: dict[AnswerType, tuple[AnswerType, ...]] = {
    "amount": ("percent",),
    "percent": ("amount",),
}
_ON_A_DAY = re.compile(
    r"\b(?:the\s+(?:\d{1,2}(?:st|nd|rd|th)|first|last)\s+(?:\w+\s+)?(?:day|week|month)|"
    r"the\s+(?:end|beginning|start)\s+of|noon|midnight)\b",
    re.IGNORECASE,
)
_UNFORMED: dict[AnswerType, re.Pattern[str]] = {
    "amount": re.compile(r"\b(?:nothing|free(?:\s+of\s+charge)?|no\s+(?:charge|fee))\b", re.I),
    "deadline": _ON_A_DAY,
    "date": _ON_A_DAY,
}
_PART_OF = re.compile(r"\s+of\s+(?:them|these|those|which|whom|the)\b", re.IGNORECASE)
_MEMBER = re.compile(r"(?:[:;,]|\b(?:and|or|but))\s+\Z", re.IGNORECASE)
_LIMITING = frozenset(words("maximum minimum ceiling cap limit most least highest lowest"))
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)


def asked_value(unit: Unit, question: Question) -> AnswerSpan | None:
    """The span of `unit` that has the form asked for and belongs to what is asked; in a table row,
    the one under the heads that hold most words of the question. None where that is not told."""
    if not unit.found:
        return None
    number = question.expected == "number"
    if unit.kind == "table_row" and (len(unit.found) > 1 or number):
        return under_heads(question, unit.found, unit.passage.document, unit.block)
    if number and unit.kind != "table_row":
        return _own(unit, question, _numbers(unit, question))
    return _own(unit, question, unit.found)


def asked_time(unit: Unit, question: Question, times: Sequence[AnswerSpan]) -> AnswerSpan | None:
    """The one of `times`, spans of `unit`, at which what is asked about happens."""
    return _own(unit, question, times)


def _own(unit: Unit, question: Question, found: Sequence[AnswerSpan]) -> AnswerSpan | None:
    if not found:
        return None
    start, text = unit.span.start, unit.text
    spans = [item.span.shift(-start) for item in found]
    if _WHICHEVER.search(text) or any(of_several(text, span) for span in spans):
        return found[nearest(question, text, spans)]
    bare = _bare_after(question, text, spans[0])
    both = sorted([*spans, *bare, *_rivals(found[0].kind, text, spans)])
    at = own_value(question, text, [measured(text, span) for span in both])
    if at is None or is_change(text, both[at]):
        return None
    if is_limit(text, both[at]) and not set(question.words) & _LIMITING:
        at -= 1  # the value that is bounded
    if at < 0:
        return None
    if both[at] in bare:
        return replace(
            found[0], span=both[at].shift(start), text=text[both[at].start : both[at].end]
        )
    return next((item for item, span in zip(found, spans, strict=True) if span == both[at]), None)


def _bare_after(question: Question, text: str, first: Span) -> list[Span]:
    """Where the question names the unit ("how many hours"): the numbers that share it with the
    value `first` and follow it ("300 hours: 120 on the wards and 180 at the desk")."""
    if not question.units:
        return []
    dates = [item.span for item in answer_spans("date", text)]
    return [
        item.span
        for item in answer_spans("number", text)
        if item.span.start > first.end
        and _MEMBER.search(text[: item.span.start])
        and _is_bare(text, item.span)
        and not _NUMBERED.search(text[: item.span.start][-12:])
        and not any(day.overlaps(item.span) for day in dates)
    ]


def _rivals(kind: AnswerType, text: str, spans: Sequence[Span]) -> list[Span]:
    """Values of a kindred form that may be told of what is asked instead of one of `spans`."""
    found = [item.span for other in _KINDRED.get(kind, ()) for item in answer_spans(other, text)]
    if kind in _UNFORMED:
        found += [Span(*match.span()) for match in _UNFORMED[kind].finditer(text)]
    return [span for span in found if not any(span.overlaps(own) for own in spans)]


def _numbers(unit: Unit, question: Question) -> list[AnswerSpan]:
    """The numbers that may be meant: those that count what is asked about ("120 radios"), and bare
    ones beside them; with their units, where no kind of thing is counted ("30 kilograms")."""
    own = [replace(item, span=item.span.shift(-unit.span.start)) for item in unit.found]
    plain = ranges(unit.text, [i.span for i in plain_numbers(unit.text, own, question)])
    if not question.counted:
        kept = [measured(unit.text, span) for span in plain if not _of_nothing(unit.text, span)]
    else:
        counting = [_counting(unit.text, span, question) for span in plain]
        if not any(counting):
            return []
        kept = [
            found or span
            for span, found in zip(plain, counting, strict=True)
            if found or _is_bare(unit.text, span)
        ]
    return [
        AnswerSpan("number", span.shift(unit.span.start), unit.text[span.start : span.end])
        for span in kept
    ]


def plain_numbers(text: str, numbers: Sequence[AnswerSpan], question: Question) -> list[AnswerSpan]:
    """Those of the `numbers` of `text` that are no part of a date, a clock time, an identifier or
    the number of a section, and that the question does not hold itself."""
    dates = [item.span for item in answer_spans("date", text)]
    told = set(values_in(question.asked))
    found = []
    for item in numbers:
        span = item.span
        before, after = text[: span.start], text[span.end :]
        if re.search(r"[\d:./-]$", before) or re.match(r"[:/-]?\d|[:-]\w", after):
            continue
        if _NUMBERED.search(before[-12:]) or set(values_in(item.text)) & told:
            continue
        year = _YEAR.fullmatch(item.text) is not None
        dated = any(day.overlaps(span) for day in dates)
        if dated and not (year and not _IN_A_YEAR.search(before[-8:]) and _nouns(text, span)):
            continue
        found.append(item)
    return found


def ranges(text: str, spans: Sequence[Span]) -> list[Span]:
    """`spans` with the ends of a range joined: "40 to 60", "between 2 and 8"."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last is not None:
            between = text[last.end : span.start]
            ranged = _RANGE.fullmatch(between) and not changes(text, last, span)
            if ranged or (between.strip() == "and" and _BETWEEN.search(text[: last.start])):
                found[-1] = Span(last.start, span.end)
                continue
        found.append(span)
    return found


def _nouns(text: str, span: Span) -> str:
    found = _NOUNS.match(text, span.end)
    return found.group() if found and words(found.group()) else ""


def _of_nothing(text: str, span: Span) -> bool:
    """Whether a number is the name of something ("pool 6 is …")."""
    return _AUXILIARY.match(text, span.end) is not None


def _is_bare(text: str, span: Span) -> bool:
    """Whether nothing that is counted follows a number ("in May 310 patients, in June 402")."""
    if _PART_OF.match(text, span.end):
        return False
    nouns = _NOUNS.match(text, span.end)
    first = nouns.group().split()[0].casefold() if nouns else ""
    return not first or first in STOP_WORDS


def _counting(text: str, span: Span, question: Question) -> Span | None:
    """The number at `span` with the words up to what is counted, where that is what is asked; the
    number alone, where a verb stands between them ("of whom 12 are clerks")."""
    nouns = _NOUNS.match(text, span.end)
    if nouns is None or not holds(question.counted[-1], words(nouns.group())):
        return None
    if _AUXILIARY.match(text, span.end):
        return span
    stop = next(
        m.end()
        for m in re.finditer(r"[\w'’-]+", nouns.group())
        if holds(question.counted[-1], words(m.group()))
    )
    return Span(span.start, span.end + stop)
