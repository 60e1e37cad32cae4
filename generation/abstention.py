"""Whether the context answers the question at all, from several signs together. No single sign
decides, and none is shown as a confidence."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

from generation.evidence import Evidence, Unit
from generation.headline import Headline
from graph.model import AnswerState, Context
from graph.tokens import words

# Logistic model: weight of each sign. How they were got: docs/decisions.md.
INTERCEPT = -4.0
WEIGHTS = {
    "cosine": 4.0,
    "coverage": 3.0,
    "chain": 1.0,
    "names": 1.5,
    "typed": 0.8,
    "margin": 0.5,
}
NOT_FOUND_BELOW = 0.35
ANSWERED_FROM = 0.55


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an answer, each from 0 to 1. `cosine`: the best chosen sentence and the
    question. `coverage`: share of the question's words, by rarity, in the candidate and what
    stands above it. `chain`: the same with the sentence that led to it. `names`: share of the
    question's names found in candidate, headings, title or the sentence that led to it. `typed`: a
    span of the form asked for stands in the candidate (1 too where no form is asked for).
    `margin`: how far the best sentence stands out from the tenth."""

    cosine: float
    coverage: float
    chain: float
    names: float
    typed: float
    margin: float


def signs(context: Context, evidence: Evidence, chosen: tuple[Unit, ...]) -> Signs:
    """The signs for a card that would quote `chosen` (best first); all 0 where it is empty."""
    if not chosen:
        return Signs(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    question = evidence.question
    candidate = next((unit for unit in chosen if unit.found), chosen[0])
    near = candidate.inner | candidate.outer
    chain = near | (candidate.via.inner | candidate.via.outer if candidate.via else frozenset())
    tenth = evidence.units[min(9, len(evidence.units) - 1)].score
    return Signs(
        cosine=round(max(unit.cosine for unit in chosen), 4),
        coverage=round(evidence.weight(near), 4),
        chain=round(evidence.weight(chain), 4),
        names=round(_names(question.names, chain), 4),
        typed=float(bool(candidate.found) or not question.typed),
        margin=round(1 - tenth / evidence.units[0].score, 4) if evidence.units[0].score else 0.0,
    )


def _names(names: tuple[str, ...], held: frozenset[str]) -> float:
    if not names:
        return 1.0
    return sum(set(words(name)) <= held for name in names) / len(names)


def decide(found: Signs, *, typed: bool, top: Headline | None) -> AnswerState:
    """The state of the card. Where a form was asked for and no headline passed its check, the most
    it can be is ``related``."""
    total = INTERCEPT + sum(WEIGHTS[name] * value for name, value in asdict(found).items())
    probability = 1 / (1 + math.exp(-total))
    if probability < NOT_FOUND_BELOW:
        return "not_found"
    if probability < ANSWERED_FROM or (typed and top is None):
        return "related"
    return "answered"
