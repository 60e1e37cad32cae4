"""What must stand beside a quoted sentence: its exceptions, conditions and deadlines where they are
said elsewhere, and statements of other documents that conflict with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generation.evidence.amendments import amends
from generation.evidence.answer_spans import values
from generation.evidence.exception_rules import speaks_for_exception
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from graph.model import Fact, Span
from graph.number_words import NUMBER_WORDS
from graph.outline import Outline
from graph.tokens import words

ALIKE = 0.75  # shared words of two statements that say the same with other numbers

_EXCEPTION = re.compile(
    r"\b(?:do(?:es)? not apply|need not|no \w+ under|is not required|are not required|"
    r"notwithstanding|except(?:ion)?|must not be extended)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\s*(?:\((?P<letter>[a-z]{1,3}|\d{1,2})\)|(?P<number>\d+(?:\.\d+)+)\b)")
_NEAR = 400  # characters between a sentence and an exception that follows it without naming it


@dataclass(frozen=True, slots=True)
class Companion:
    """`span` of `unit`'s document stands beside the chosen unit `of`, as `role`."""

    of: Unit
    unit: Unit
    span: Span
    role: str


def qualifying(evidence: Evidence, chosen: Sequence[Unit]) -> list[Companion]:
    """Qualifiers of the facts stated in a chosen unit that lie outside it, then sentences of the
    same document that make an exception of its paragraph, or say what holds in its own."""
    found = []
    taken = {unit.key for unit in chosen}
    for unit in chosen[:4]:
        for kind, span in _fact_qualifiers(unit):
            found.append(Companion(unit, unit, span, kind))
        for other in evidence.units:
            if other.key in taken or other.sentence.version != unit.sentence.version:
                continue
            limits = _EXCEPTION.search(other.text) and _is_exception_of(other, unit, evidence)
            outline = evidence.outlines[unit.sentence.version]
            if limits or speaks_for_exception(other, unit, outline):
                found.append(Companion(unit, other, other.span, "exception"))
                taken.add(other.key)
    return found


def _fact_qualifiers(unit: Unit) -> list[tuple[str, Span]]:
    spans = {
        (kind, span)
        for fact in unit.passage.facts
        for e in fact.evidence
        if e.version == unit.sentence.version and unit.span.contains(e.statement)
        for kind, span in e.qualifiers
        if not unit.span.overlaps(span) and len(span)
    }
    return sorted(spans, key=lambda item: (item[1], item[0]))


def _is_exception_of(other: Unit, unit: Unit, evidence: Evidence) -> bool:
    outline = evidence.outlines[unit.sentence.version]
    section = _section(unit, outline)
    if section is not None and section == _section(other, outline):
        letter = _label(unit, outline)
        if letter and re.search(rf"[Pp]aragraph \({re.escape(letter)}\)", other.text):
            return True
        return 0 <= other.span.start - unit.span.end <= _NEAR and other.block == unit.block
    pinpoint = _pinpoint(unit, outline)
    return bool(pinpoint) and pinpoint in other.text


def _section(unit: Unit, outline: Outline) -> int | None:
    headings = outline.headings(unit.block) if unit.block is not None else ()
    return headings[-1] if headings else None


def _label(unit: Unit, outline: Outline) -> str:
    if unit.block is None:
        return ""
    match = _LABEL.match(outline.quote(outline.blocks[unit.block].span)[:12])
    return (match.group("letter") or "") if match else ""


def _pinpoint(unit: Unit, outline: Outline) -> str:
    """``4.1(b)`` for paragraph (b) under the heading "4.1 Reporting times"."""
    section = _section(unit, outline)
    letter = _label(unit, outline)
    if section is None or not letter:
        return ""
    number = re.match(r"(?:§ ?)?(\d+(?:\.\d+)*)", outline.quote(outline.blocks[section].span))
    return f"{number.group(1)}({letter})" if number else ""


def conflicting(evidence: Evidence, chosen: Sequence[Unit]) -> list[Companion]:
    """Statements of other documents that contradict a chosen unit: the same claim with the other
    polarity, or nearly the same words with other numbers."""
    found: list[Companion] = []
    aside: set[tuple[str, int, int]] = set()
    stated = {unit.key: _stated(unit) for unit in evidence.units}
    for unit in chosen[:3]:
        if unit.key in aside:
            continue  # the better of two that disagree stands, the other beside it
        mine = stated.get(unit.key) or _stated(unit)
        for other in evidence.units:
            if other.sentence.document == unit.sentence.document or other.key in aside:
                continue
            if _contradicts(unit, other, mine, stated[other.key]):
                gone = other.sentence.version in evidence.retired
                role = "superseded" if gone else "conflict"
                found.append(Companion(unit, other, other.span, role))
                aside.add(other.key)
    return found


def amending(evidence: Evidence, chosen: Sequence[Unit]) -> list[Companion]:
    """Sentences of other documents that change the wording of a chosen unit."""
    return [
        Companion(unit, other, other.span, "conflict")
        for unit in chosen
        for other in evidence.units
        if amends(other, unit, evidence)
    ]


def _contradicts(one: Unit, other: Unit, here: Sequence[Fact], there: Sequence[Fact]) -> bool:
    """Whether two units, which state the facts `here` and `there`, cannot both hold."""
    if one.sentence.children or other.sentence.children:
        return False  # a sentence that introduces a list says nothing without it
    if any(a.claim_id == b.claim_id and a.polarity != b.polarity for a in here for b in there):
        return True
    if any(_other_time(a, b) for a in here for b in there):
        return True
    if 2 * len(one.inner & other.inner) < len(one.inner | other.inner):
        return False  # too far apart to say the same
    mine, theirs = values(one.text), values(other.text)
    if not mine or not theirs or mine == theirs or len(mine) != len(theirs):
        return False
    left, right = _without(one.text, mine), _without(other.text, theirs)
    if min(len(left), len(right)) < 4:
        return False
    return len(left & right) / len(left | right) >= ALIKE


def _other_time(one: Fact, other: Fact) -> bool:
    """The same subject, verb and object, without conditions, and other numbers in the deadline."""
    mine, theirs = values(one.deadline), values(other.deadline)
    same = (one.subject, one.predicate, one.object, one.polarity) == (
        other.subject, other.predicate, other.object, other.polarity
    )  # fmt: skip
    free = not (one.condition or other.condition or one.exception or other.exception)
    return same and free and bool(mine) and bool(theirs) and mine != theirs


def _without(text: str, numbers: Sequence[str]) -> set[str]:
    dropped = {word for number in numbers for word in words(number)}
    dropped |= {word for number in NUMBER_WORDS for word in words(number)}
    return set(words(text)) - dropped


def _stated(unit: Unit) -> list[Fact]:
    return [
        fact
        for fact in unit.passage.facts
        if any(
            e.version == unit.sentence.version and unit.span.contains(e.statement)
            for e in fact.evidence
        )
    ]
