"""The order of the best units, corrected by a checker that reads each beside the question.

The order itself stays: the checker's rank is added to it with one small weight, and only for the
units that come first anyway. A unit that states a fact on the way from the question to its answer
loses nothing: read beside the question alone it looks far off ("Class B events are reported within
24 hours" for a question about a pump).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generation.evidence.unit_scores import Evidence, lift_lead_ins
from generation.evidence.units import Unit
from graph.checking import Quote
from graph.outline import Outline
from graph.protocols import Checker

# Chosen on tune parts of six kinds of text, confirmed on their test parts and two more kinds; see
# docs/decisions.md.
READ = 12  # units that are read
WEIGHT = 0.1  # of a unit's score for one step of rank
DEEPEST = 3.0  # steps below the best that count; so much loses what is not read at all


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
    for unit in units:
        if not unit.on_path:
            unit.score -= WEIGHT * behind[unit.key]
    lift_lead_ins(units, evidence.question)
    units.sort(key=lambda u: (-round(u.score, 6), u.passage.rank, u.key))
    for unit, score in zip(units, before, strict=True):
        unit.score = score
    return replace(evidence, units=tuple(units))


def quote_of(unit: Unit, outlines: Mapping[str, Outline]) -> Quote:
    """`unit` as a checker reads it: behind its document's name, headings, lead-ins and column
    heads."""
    outline = outlines[unit.sentence.version]
    parts = [unit.passage.document.name]
    if unit.block is not None:
        parts += outline.heading_path(unit.block)
        above = reversed(outline.ancestors(unit.block))
        parts += [outline.quote(outline.blocks[index].span)[-200:] for index in above]
        heads = (head for cell in outline.blocks[unit.block].cells for head in cell.heads)
        parts += [outline.quote(head) for head in dict.fromkeys(heads)]
    over = " > ".join(text for part in parts if (text := " ".join(part.split())))
    return Quote(" ".join(unit.text.split()), over)
