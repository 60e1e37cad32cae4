"""Several values that hold at once for what is asked: "How long must records be kept?" where two
kinds of records are kept for different times. None of them is the answer alone."""

from __future__ import annotations

from collections.abc import Mapping

from generation.checks.qualifier_checks import Fit
from generation.evidence.answer_spans import values
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from generation.question.analysis import Question
from generation.question.answer_types import AnswerType
from graph.tokens import words

MOST = 6  # values beside the first
FAR = 0.7  # of what a checker says of the first; real cases lay above .9, others below .7
_MEASURED: frozenset[AnswerType] = frozenset(("duration", "deadline", "amount", "percent"))


def other_values(
    evidence: Evidence, first: Unit, fits: Mapping[tuple[str, int, int], Fit]
) -> tuple[Unit, ...]:
    """Units in force that state everything the question asks as `first` does, its verb included,
    and hold another value: each narrows itself to a case that the question does not name."""
    question = evidence.question
    if question.expected not in _MEASURED or question.extreme or first.on_path:
        return ()
    if not _states(first, question):
        return ()
    said = [frozenset(values(first.text))]
    found = []
    for unit in evidence.units:
        fit = fits.get(unit.key)
        if unit.key == first.key or fit is None or fit.contradicted or not unit.found:
            continue
        value = frozenset(values(unit.text))
        if unit.sentence.version in evidence.retired or not value or value in said:
            continue
        if _alike(first, unit) and _states(unit, question) and not _is_far(first, unit):
            said.append(value)
            found.append(unit)
    return tuple(found[:MOST])


def _is_far(first: Unit, unit: Unit) -> bool:
    """Whether a checker takes `unit` for much less of an answer than `first`: its value belongs to
    something else that the words of the question do not tell apart."""
    if first.answers is None or unit.answers is None:
        return False
    return unit.answers < FAR * first.answers


def _alike(first: Unit, unit: Unit) -> bool:
    """Whether both are sentences, or rows of one document."""
    if "table_row" not in (first.kind, unit.kind):
        return True
    return first.kind == unit.kind and first.sentence.version == unit.sentence.version


def _states(unit: Unit, question: Question) -> bool:
    """Whether the unit itself, not what stands above it, holds every word that the question narrows
    itself to and says what is done; a row of a table with its heads."""
    held = unit.inner
    if unit.kind == "table_row" and unit.block is not None:
        document = unit.passage.document
        heads = (head for cell in document.blocks[unit.block].cells for head in cell.heads)
        held |= {w for head in heads for w in words(document.text[head.start : head.end])}
    return bool(question.demands) and all(demand.met_by(held) for demand in question.demands)
