"""The headline: one verbatim span that has the form the question asks for, or none."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generation.evidence.answer_forms import definition
from generation.evidence.answer_spans import CLAUSES, AnswerSpan, answer_spans
from generation.evidence.meanings import meaning_of
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from generation.question.analysis import Question
from generation.question.asked_terms import asked_terms
from generation.question.named_things import names_held
from generation.writers.labelled_values import labelled_value
from generation.writers.measured_values import asked_time, asked_value
from generation.writers.participants import participant
from generation.writers.verdicts import polarity, shown
from generation.writers.whole_values import hangs, whole
from graph.model import Span
from graph.tokens import words

# A headline is shown only where its sentence holds every name of the question and is near enough:
# cosine plus share of the asked words (without names). Set on the development questions, where it
# kept 10 of 12 right headlines and 3 of 60 wrong ones; see docs/decisions.md.
NEAR = 0.96

_HOURS = {
    "second": 1 / 3600, "minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.0,
    "quarter": 2190.0, "year": 8760.0, "decade": 87600.0,
}  # fmt: skip
_WHEN_DUE = re.compile(r"^when (?!may|can|could|might)", re.IGNORECASE)
_EXCEPTS = re.compile(r"^(?:unless|except|where|when) not\b|^(?:unless|except)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Headline:
    """`span` of document text that is shown; `answer` is ``Yes`` or ``No`` where a polarity rule
    fired, else empty."""

    unit: Unit
    span: Span
    answer: str = ""


def headline(evidence: Evidence, chosen: Sequence[Unit]) -> Headline | None:
    """The headline for the units `chosen` (best first), or None when no check passes. It never
    ends inside a citation, behind an open bracket or on a word that wants another."""
    found = _headline(evidence, chosen)
    if found is None:
        return None
    text = found.unit.passage.document.text
    cut = text[found.span.end - 1 : found.span.end + 2]
    if hangs(text[found.span.start : found.span.end]) or re.match(r"\d[.(]\w", cut):
        return None
    return found


def _headline(evidence: Evidence, chosen: Sequence[Unit]) -> Headline | None:
    question = evidence.question
    told = [(u, near) for u in chosen if u.on_path and (near := asked_value(u, question))]
    if told and question.expected not in ("person", "place"):
        # Several duties may follow from one classification: the first to fall due binds first.
        first, literal = min(told, key=lambda pair: _length(pair[1]))
        return Headline(first, whole(first, literal))
    labelled = labelled_value(evidence, chosen)
    if labelled is not None:
        return Headline(*labelled)
    if question.expected in ("person", "place"):
        return (
            _by_order(evidence, chosen)
            or _participant(evidence, chosen)
            or _under_head(evidence, chosen)
        )
    if question.expected == "yes_no":
        verdict = polarity(evidence, chosen)
        return Headline(verdict[0], shown(*verdict), verdict[2]) if verdict else None
    if question.typed:
        best = next((unit for unit in chosen if unit.found), None)
        if best is None or nearness(evidence, best) < NEAR:
            return None
        only = asked_value(best, question)
        return Headline(best, whole(best, only)) if only else None
    if question.expected in ("definition", "other") and (meant := _meaning(evidence, chosen)):
        return meant
    for unit in chosen[:3]:
        found = _clause(question, unit, evidence)
        if found is not None and nearness(evidence, unit) >= NEAR:
            return found
    return None


def nearness(evidence: Evidence, unit: Unit) -> float:
    """Cosine plus share of the asked words, 0 where a name of the question is missing."""
    if len(unit.names) < len(evidence.question.names):
        return 0.0
    return unit.cosine + evidence.relation(unit.inner | unit.outer)


def _by_order(evidence: Evidence, chosen: Sequence[Unit]) -> Headline | None:
    """Who, as the order of words of a sentence tells that is near enough to the question."""
    if evidence.question.expected != "person":
        return None
    for unit in chosen[:3]:
        if nearness(evidence, unit) < NEAR:
            continue
        found = participant(evidence.question.asked, unit.text)
        if found is not None:
            return Headline(unit, found.shift(unit.span.start))
    return None


def _participant(evidence: Evidence, chosen: Sequence[Unit]) -> Headline | None:
    """Who or where, from a fact: its predicate and one participant are asked about, and the other
    participant, which the question does not name, is the answer. The form of a name alone is no
    ground: of 200 names picked so on the development questions, 12 were right."""
    asked = set(words(evidence.question.text))
    for unit in chosen[:3]:
        if nearness(evidence, unit) < NEAR:
            continue
        text = unit.passage.document.text
        for fact in unit.passage.facts:
            for e in fact.evidence:
                if e.version != unit.sentence.version or not unit.span.contains(e.statement):
                    continue
                subject = set(words(text[e.subject.start : e.subject.end]))
                predicate = set(words(text[e.predicate.start : e.predicate.end]))
                other = set(words(text[e.object.start : e.object.end])) if e.object else set()
                if predicate & asked and other & asked and subject and not subject & asked:
                    return Headline(unit, e.subject)
    return None


def _under_head(evidence: Evidence, chosen: Sequence[Unit]) -> Headline | None:
    """In a table row that holds every name of the question, the cell whose column head shares a
    word with what is asked ("Who signs level 2 complaints?": the cell under "Answer signed by")."""
    question = evidence.question
    for unit in chosen[:3]:
        if unit.block is None or unit.kind != "table_row" or not question.names:
            continue
        text = unit.passage.document.text
        own = names_held(question.names, unit.text, frozenset())
        if len(own) < len(question.names):
            continue
        fitting = [
            cell.span
            for cell in unit.passage.document.blocks[unit.block].cells
            if len(cell.span)
            and any(set(words(text[h.start : h.end])) & set(question.relation) for h in cell.heads)
            and not set(words(text[cell.span.start : cell.span.end])) & set(question.words)
        ]
        if len(fitting) == 1:
            return Headline(unit, fitting[0])
    return None


def _length(literal: AnswerSpan) -> float:
    """Hours of a length of time in digits; anything else counts as the longest."""
    number = re.search(r"\d+", literal.text)
    return float(number.group()) * _HOURS[literal.unit] if number and literal.unit else math.inf


def _clause(question: Question, unit: Unit, evidence: Evidence) -> Headline | None:
    if question.expected == "definition":
        return _definition(evidence, unit)
    if question.expected == "condition":
        return _condition(question, unit)
    if question.expected == "reason":
        return _matched(unit, CLAUSES["reason"].search(unit.text))
    return None


def _condition(question: Question, unit: Unit) -> Headline | None:
    """When something is due is told by a time; when it may be done, by a condition. The words
    asked must all stand in the sentence, outside the condition."""
    asked = set(question.words)
    if _WHEN_DUE.search(question.asked):
        start = unit.span.start
        times = [
            replace(time, span=time.span.shift(start))
            for time in answer_spans("deadline", unit.text)
            if not set(words(time.text)) <= asked
        ]
        meant = asked_time(unit, question, times) if asked <= unit.inner else None
        return Headline(unit, whole(unit, meant)) if meant else None
    match = CLAUSES["condition"].search(unit.text)
    if match is None or _EXCEPTS.search(match.group()):
        return None
    outside = unit.text[: match.start()] + " " + unit.text[match.end() :]
    even = re.search(r"\beven\s*$", unit.text[: match.start()])
    return _matched(unit, match) if asked <= set(words(outside)) and not even else None


def _matched(unit: Unit, match: re.Match[str] | None) -> Headline | None:
    if match is None:
        return None
    start, end = match.span()
    end = start + len(unit.text[start:end].rstrip(" ,;"))
    return Headline(unit, Span(unit.span.start + start, unit.span.start + end))


def _definition(evidence: Evidence, unit: Unit) -> Headline | None:
    span = definition(evidence.question, unit.text, evidence.forms)
    if span is not None:
        end = span.start + len(unit.text[span.start : span.end].rstrip(" ,;"))
        return Headline(unit, Span(unit.span.start + span.start, unit.span.start + end))
    return _cell(evidence.question, unit)


def _meaning(evidence: Evidence, chosen: Sequence[Unit]) -> Headline | None:
    """What the term means of which nothing else is asked, wherever on the card a line says so."""
    terms = asked_terms(evidence.question)
    for unit in chosen:
        said = meaning_of(terms[0], unit.text) if len(terms) == 1 else None
        if said is not None:
            end = said.start + len(unit.text[said.start : said.end].rstrip(" ,;"))
            return Headline(unit, Span(unit.span.start + said.start, unit.span.start + end))
    return None


def is_outright(evidence: Evidence, found: Headline) -> bool:
    """Whether the unit of `found` is built to say just that: a term with its meaning, or a label
    with its value."""
    labelled = labelled_value(evidence, [found.unit])
    meant = _meaning(evidence, [found.unit])
    named = evidence.question.expected in ("definition", "other") and meant == found
    return named or labelled == (found.unit, found.span)


def _cell(question: Question, unit: Unit) -> Headline | None:
    """In a table row found by a code of the question, the cell after the one that holds it."""
    if unit.block is None or unit.kind != "table_row":
        return None
    document = unit.passage.document
    cells = document.blocks[unit.block].cells
    for here, after in pairwise(cells):
        text = document.text[here.span.start : here.span.end].strip()
        if text and any(text.casefold() == name.casefold() for name in question.names):
            return Headline(unit, after.span) if len(after.span) else None
    return None
