"""The order of the best units, corrected by a checker that reads each beside the question.

What comes first is told by three signs: the unit's own score, that of its passage, and how far the
checker ranks it behind the best of those that it read. Where a value or a list is asked for ("how
long"), the form of an answer, which is in the unit's score, tells more than the passage does, and
the score counts more. A unit that states a fact on the way from the question to its answer loses
nothing: read beside the question alone it looks far off ("Class B events are reported within 24
hours" for a question about a pump).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from generation.evidence.label_lines import label_line
from generation.evidence.question_lines import question_over
from generation.evidence.unit_scores import Evidence, lift_lead_ins
from generation.evidence.units import Unit
from generation.question.answer_types import AnswerType
from graph.checking import Quote
from graph.outline import Outline
from graph.protocols import Checker

READ = 12  # units that are read
DEEPEST = 3.0  # steps of rank below the best that count; so much loses what is not read at all
FORMED: frozenset[AnswerType] = frozenset(
    ("duration", "deadline", "date", "amount", "percent", "number", "list")
)


@dataclass(frozen=True, slots=True)
class Mix:
    """What a unit's score gains for 1 of its passage's score, and loses for one step of rank; with
    `shares`, as shares of the best unit's score."""

    passage: float
    step: float
    shares: bool


# The first is a logistic fit over the 30 best units of questions of six sets that the checker was
# not trained on, as shares of the weight of the unit's score; fits that leave one set out differ
# little. It was worse than the second, which is older, where a form is asked for. See
# docs/decisions.md.
FITTED = Mix(passage=1.2, step=0.17, shares=True)
OF_FORMS = Mix(passage=0.0, step=0.1, shares=False)


def checked_order(evidence: Evidence, checker: Checker) -> Evidence:
    """`evidence` with its first units read by `checker`: `answers` set and the order mended. The
    scores stay where they were, first to last: what the card has room for does not change."""
    units = list(evidence.units)
    before = [unit.score for unit in units]
    read = units[:READ]
    found = checker.relevance(
        evidence.question.text, [quote_of(unit, evidence.outlines) for unit in read]
    )
    best = max((item.rank for item in found), default=0.0)
    behind = dict.fromkeys((unit.key for unit in units), DEEPEST)
    for unit, item in zip(read, found, strict=True):
        unit.answers = item.answers
        behind[unit.key] = min(best - item.rank, DEEPEST)
    _mix(units, behind, OF_FORMS if evidence.question.expected in FORMED else FITTED)
    lift_lead_ins(units, evidence.question)
    units.sort(key=lambda u: (-round(u.score, 6), u.passage.rank, u.key))
    for unit, score in zip(units, before, strict=True):
        unit.score = score
    return replace(evidence, units=tuple(units))


def _mix(units: list[Unit], behind: Mapping[tuple[str, int, int], float], mix: Mix) -> None:
    """Scores from the three signs."""
    best = max((_passage(unit) for unit in units), default=0.0)
    unit_of = max((unit.score for unit in units), default=0.0) if mix.shares else 1.0
    for unit in units:
        if unit.on_path:
            unit.score += unit_of * mix.passage * best
        else:
            unit.score += unit_of * (mix.passage * _passage(unit) - mix.step * behind[unit.key])


def _passage(unit: Unit) -> float:
    return max(unit.passage.scores.get("total", 0.0), 0.0)


def quote_of(unit: Unit, outlines: Mapping[str, Outline]) -> Quote:
    """`unit` as a checker reads it: behind its document's name, headings, lead-ins, column heads
    and, in a form, the line with the identifier that the question has."""
    outline = outlines[unit.sentence.version]
    parts = [unit.passage.document.name]
    if unit.block is not None:
        parts += outline.heading_path(unit.block)
        above = reversed(outline.ancestors(unit.block))
        parts += [outline.quote(outline.blocks[index].span)[-200:] for index in above]
        parts.append(question_over(outline, unit.block, unit.span.start))
        heads = (head for cell in outline.blocks[unit.block].cells for head in cell.heads)
        parts += [outline.quote(head) for head in dict.fromkeys(heads)]
    if label_line(unit.text) is not None:  # of which thing its form speaks
        lines = unit.above.splitlines()
        parts += [line for line in lines if any(code in line for code in unit.codes)]
    over = " > ".join(text for part in parts if (text := " ".join(part.split())))
    return Quote(" ".join(unit.text.split()), over)
