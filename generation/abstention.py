"""Whether the context answers the question at all, from several signs together. No single sign
decides, and none is shown as a confidence."""

from __future__ import annotations

from dataclasses import dataclass

from generation.evidence import Evidence, Unit
from generation.headline import Headline
from graph.model import AnswerState

# Logistic model; how its weights were got: docs/decisions.md.
INTERCEPT = -3.78
WEIGHTS = {"cosine": 3.55, "relation": 0.37, "names": 1.7, "form": 0.6}
NOT_FOUND_BELOW = -0.6
ANSWERED_FROM = 0.2


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an answer, each from 0 to 1. `cosine`: the best chosen sentence and the
    question. The others are of the candidate, the best chosen sentence that has the form asked
    for, together with its headings and the sentence that led to it: `relation`, the share of the
    question's words, by rarity, names left out; `names`, the share of its names (1 without any);
    `form`, whether there is such a candidate at all (1 where no form is asked for)."""

    cosine: float
    relation: float
    names: float
    form: float


def signs(evidence: Evidence, chosen: tuple[Unit, ...]) -> Signs:
    """The signs for a card that would quote `chosen` (best first); all 0 where it is empty."""
    if not chosen:
        return Signs(0.0, 0.0, 0.0, 0.0)
    question = evidence.question
    candidate = next((unit for unit in chosen if unit.found), chosen[0])
    held = candidate.inner | candidate.outer
    names = candidate.names
    if candidate.via is not None:
        held |= candidate.via.inner | candidate.via.outer
        names |= candidate.via.names
    return Signs(
        cosine=round(max(unit.cosine for unit in chosen), 4),
        relation=round(evidence.relation(held), 4),
        names=round(len(names) / len(question.names), 4) if question.names else 1.0,
        form=float(bool(candidate.found) or not question.typed),
    )


def log_odds(found: Signs) -> float:
    """The weighted sum of the signs; 0 is as likely answered as not."""
    total = INTERCEPT
    for name, weight in WEIGHTS.items():
        total += weight * float(getattr(found, name))
    return total


def decide(found: Signs, *, typed: bool, top: Headline | None) -> AnswerState:
    """The state of the card. Where a form was asked for and no headline passed its check, the most
    it can be is ``related``."""
    odds = log_odds(found)
    if odds < NOT_FOUND_BELOW:
        return "not_found"
    if odds < ANSWERED_FROM or (typed and top is None):
        return "related"
    return "answered"
