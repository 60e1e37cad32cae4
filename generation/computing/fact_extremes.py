"""Which of several stated things has the most or least of what their facts measure: the longest
time, the highest amount, the earliest date."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generation.computing.fact_answers import FactAnswer
from generation.computing.fact_cypher import extreme_cypher
from generation.computing.fact_parts import doubts, is_called
from generation.computing.fact_questions import ExtremeQuestion, stems
from generation.computing.figure_checks import STATED
from graph.model import Context, Span, StatedFact, StatedFacts

_DURATION = re.compile(r"P(?:(?P<date>\d+)(?P<unit>[YMWD])|T(?P<time>\d+)(?P<short>[HMS]))\Z")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z")
_NUMBER = re.compile(r"(?:(?P<code>[A-Z]{3}) )?(?P<value>-?\d+(?:\.\d+)?)(?: (?P<unit>%))?\Z")
_HOURS = {
    "Y": (365 * 24, 366 * 24), "M": (28 * 24, 31 * 24), "W": (168, 168), "D": (24, 24),
}  # fmt: skip
_SHORT = {"H": Decimal(1), "M": Decimal(1) / 60, "S": Decimal(1) / 3600}
_MONTHS = {"Y": 12, "M": 1}


@dataclass(frozen=True, slots=True)
class StatedMeasure:
    """What a fact measures: at least `low`, at most `high` in `unit`; a month has 28 to 31 days.
    `text` is its form in the graph, `span` its words."""

    low: Decimal
    high: Decimal
    unit: str
    text: str
    span: Span


def measure_of(fact: StatedFact, wanted: str) -> StatedMeasure | None:
    """The one duration, date or number (`wanted`) that a fact holds; None where it holds none, or
    several."""
    found = [
        measure
        for part in fact.figures.split("; ")
        if (span := _place(fact, part.partition(" ")[0])) is not None
        and (measure := _measure(part.partition(" ")[2], wanted, span)) is not None
    ]
    return found[0] if len(found) == 1 else None


def _place(fact: StatedFact, kind: str) -> Span | None:
    """Where the object, or the one qualifier of a kind, stands."""
    if kind == "object":
        return fact.object_span
    spans = [span for name, span, _ in fact.qualifiers if name == kind]
    return spans[0] if len(spans) == 1 else None


def _measure(text: str, wanted: str, span: Span) -> StatedMeasure | None:
    if wanted == "duration":
        return _duration(text, span)
    if wanted == "date":
        found = _DATE.match(text)
        value = Decimal("".join(found.groups())) if found else None
        return StatedMeasure(value, value, "date", text, span) if value is not None else None
    number = _NUMBER.match(text)
    if number is None:
        return None
    value = Decimal(number.group("value"))
    unit = number.group("code") or number.group("unit") or ""
    return StatedMeasure(value, value, unit, text, span)


def _duration(text: str, span: Span) -> StatedMeasure | None:
    found = _DURATION.match(text)
    if found is None:
        return None
    if found.group("time"):
        hours = Decimal(found.group("time")) * _SHORT[found.group("short")]
        return StatedMeasure(hours, hours, "time", text, span)
    count, unit = Decimal(found.group("date")), found.group("unit")
    if months := _MONTHS.get(unit):  # of whole months the order is known
        low, high = _HOURS["M"]
        return StatedMeasure(count * months * low, count * months * high, "time", text, span)
    low, high = _HOURS[unit]
    return StatedMeasure(count * low, count * high, "time", text, span)


Measured = tuple[StatedFact, StatedMeasure]


def first_in_order(
    asked: ExtremeQuestion, stated: StatedFacts, context: Context, retired: Collection[str]
) -> FactAnswer | None:
    """The thing at the end of the order that `asked` names, of those that the facts `stated`
    measure, without `retired` versions; None where fewer than two can be compared."""
    current = [fact for fact in stated.facts if fact.version not in retired]
    found = [fact for fact in current if asked.means(fact.predicate)]
    things: dict[str, list[Measured]] = {}
    reasons: list[str] = []
    for fact in found:
        reasons += _read(asked, fact, found, things)
    if len(things) < 2:
        return None
    held = [one for thing in things.values() for one in thing]
    reasons += _incomparable(list(things.values()))
    reasons += _left_out(asked, stated, [fact for fact, _ in held], current)
    ordered = _ordered(asked, things)
    if not reasons and not _decided(asked, [measure for _, measure in ordered]):
        reasons.append("which comes first cannot be told")
    return _shown(asked, ordered, tuple(dict.fromkeys(reasons)), context, stated)


def _read(
    asked: ExtremeQuestion,
    fact: StatedFact,
    found: Sequence[StatedFact],
    things: dict[str, list[Measured]],
) -> Iterator[str]:
    """Put a measured thing among `things`; yield why that cannot be done."""
    words = fact.words(fact.subject_span)
    called = is_called(asked.asked, words, fact.subject_kind) if asked.asked else True
    if called is False or not fact.within:
        return
    others = [
        o for o in found if o.version == fact.version and o.statement.overlaps(fact.statement)
    ]
    measure = measure_of(fact, asked.measure)
    told = {*asked.asked, *asked.verb}
    if measure is not None:
        told |= set(stems(fact.words(measure.span)))
    if called is None:
        yield f"“{words}” does not say what it is"
    elif fact.polarity == "negative" or (asked.exact and fact.modality != asked.modality):
        yield "a statement says it otherwise (may, must, not)"
    elif measure is None:
        yield f"“{' '.join(fact.quote.split())[:80]}” states none that can be compared"
    elif why := doubts(fact, told, others):
        yield why
    else:
        things.setdefault(" ".join(stems(words)), []).append((fact, measure))


def _incomparable(things: Sequence[Sequence[Measured]]) -> Iterator[str]:
    """Why what is stated cannot be put in an order."""
    if len({measure.unit for thing in things for _, measure in thing}) > 1:
        yield "units are mixed"
    if any(len({measure.text for _, measure in thing}) > 1 for thing in things):
        yield "one thing has several"


def _left_out(
    asked: ExtremeQuestion,
    stated: StatedFacts,
    cited: Sequence[StatedFact],
    current: Sequence[StatedFact],
) -> Iterator[str]:
    if not stated.all_near:
        yield "too many sentences speak of it to be looked through"
    for sentence in stated.near:
        here = [f for f in current if f.document == sentence.document]
        read = [f for f in here if f.statement.overlaps(sentence.span)]
        if any(f in cited for f in read):
            continue
        others = [f for f in read if f.shown and asked.means(f.predicate)]
        if not others or not asked.asked:
            yield f"another sentence may state more (“{' '.join(sentence.text.split())[:100]}”)"
            return


def _ordered(asked: ExtremeQuestion, things: dict[str, list[Measured]]) -> list[Measured]:
    sign = -1 if asked.order == "most" else 1
    firsts = [thing[0] for thing in things.values()]
    return sorted(
        firsts, key=lambda one: (sign * one[1].low, one[0].document, one[0].statement.start)
    )


def _decided(asked: ExtremeQuestion, measures: Sequence[StatedMeasure]) -> bool:
    """Whether the first is surely before all others that are not the same."""
    first = measures[0]
    others = [one for one in measures[1:] if one.text != first.text]
    if all(_in_months(one.text) for one in (first, *others)):
        return bool(others)
    if asked.order == "most":
        return bool(others) and all(other.high < first.low for other in others)
    return bool(others) and all(first.high < other.low for other in others)


def _in_months(text: str) -> bool:
    found = _DURATION.match(text)
    return found is not None and found.group("unit") in _MONTHS


def _shown(
    asked: ExtremeQuestion,
    ordered: Sequence[Measured],
    reasons: tuple[str, ...],
    context: Context,
    stated: StatedFacts,
) -> FactAnswer:
    top = [fact for fact, measure in ordered if measure.text == ordered[0][1].text]
    spans = [
        (fact, fact.subject_span if asked.thing else measure.span) for fact, measure in ordered
    ]
    texts = [fact.words(span) for fact, span in spans[: len(top)]]
    count = len(ordered)
    named = {"most": "highest", "least": "lowest"}.get(asked.word, asked.word)
    why = f"Nothing was computed from the facts: {'; '.join(reasons)}." if reasons else ""
    return FactAnswer(
        text=", ".join(dict.fromkeys(texts)),
        operation=asked.order,
        things=tuple((one,) for one in spans),
        said=f"the {named} of {count} that were compared; there may be others that these "
        "documents do not state",
        passages=stated.passages,
        cypher=extreme_cypher(asked, [fact for fact, _ in ordered], context.scope)
        if len(top) == 1
        else "",
        note=f" (the {named} of {count} {STATED})",
        reasons=(why,) if why else (),
    )
