"""How likely a line of a card holds the answer, from what a checker says of it, its place in the
order of the evidence and that of its passage.

A logistic model of three signs, fitted to the lines of cards for questions in lay words over
documents of five kinds; the share of the best score, the cosine, the form of an answer and the
words that are not met added nothing to these. See docs/decisions.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from generation.checks.answer_odds import logit
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from graph.model import Span

INTERCEPT = 0.99
ANSWERS = 0.37  # log odds of the checker's probability that it answers
RANK = -1.03  # log of its place in the order of the evidence, from 1
PASSAGE = -0.18  # each place of its passage behind the first
UNREAD = 0.2  # probability for what the checker did not read


def line_odds(evidence: Evidence, unit: Unit, below: Iterable[Span] = ()) -> float:
    """Log odds that `unit`, with the items `below` it, holds words of the answer."""
    place = next((i for i, one in enumerate(evidence.units) if one.key == unit.key), None)
    rank = len(evidence.units) if place is None else place
    found = [unit.answers, *(_inside(evidence, unit, span) for span in below)]
    read = [one for one in found if one is not None]
    return round(
        INTERCEPT
        + ANSWERS * logit(max(read, default=UNREAD))
        + RANK * math.log(1 + rank)
        + PASSAGE * unit.passage.rank,
        4,
    )


def _inside(evidence: Evidence, unit: Unit, span: Span) -> float | None:
    """The best that the checker says of what stands in `span` of the document of `unit`."""
    return max(
        (
            other.answers
            for other in evidence.units
            if other.answers is not None
            and other.sentence.version == unit.sentence.version
            and span.contains(other.span)
        ),
        default=None,
    )
