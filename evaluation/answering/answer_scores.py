"""Runs of one or more arms over a set of questions: figures with intervals, by type, and paired
comparisons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from evaluation.answering.card_values import (
    ANSWERED,
    ANY,
    CONDITIONAL,
    MEASURES,
    Card,
    JudgedCard,
    Missed,
)
from evaluation.answering.question_files import AnswerQuestion
from evaluation.significance import Comparison, Interval, compare, holm, interval

ALL_TYPES = "all"
_OF_TYPES = 2000  # bootstrap samples of a breakdown


@dataclass(frozen=True, slots=True)
class AnswerRun:
    """The cards of one arm, a question each."""

    arm: str
    cards: Sequence[JudgedCard]

    @property
    def failed(self) -> int:
        return sum(bool(one.card.error) for one in self.cards)


@dataclass(frozen=True, slots=True)
class PairedFigure:
    """How `second` differs from `first` in one measure, on the same questions; `adjusted` is the
    p-value after Holm's correction over all comparisons of the report."""

    measure: str
    first: str
    second: str
    found: Comparison
    adjusted: float


def figures(run: AnswerRun) -> dict[str, dict[str, Interval]]:
    """Type of question (`ALL_TYPES` first) -> measure -> its mean with a 95 % bootstrap interval;
    a measure that applies to no question of the type is left out."""
    groups: dict[str, list[JudgedCard]] = {ALL_TYPES: list(run.cards)}
    for card in run.cards:
        groups.setdefault(card.question.type, []).append(card)
    if len(groups) == 2:  # one type alone
        groups = {ALL_TYPES: groups[ALL_TYPES]}
    return {
        name: _figures(cards, 10_000 if name == ALL_TYPES else _OF_TYPES)
        for name, cards in groups.items()
    }


def _figures(cards: Sequence[JudgedCard], samples: int) -> dict[str, Interval]:
    found = {}
    for measure in MEASURES:
        values = _measured(cards, measure)
        if values:
            found[measure] = interval(values, samples=samples)
    return found


def _measured(cards: Sequence[JudgedCard], measure: str) -> dict[str, float]:
    pairs = ((card.question.id, card.values[measure]) for card in cards)
    return {name: value for name, value in pairs if value is not None}


def states(run: AnswerRun) -> dict[str, dict[str, int]]:
    """Type of question -> state of the card -> how many; ``failed`` where there was none."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in run.cards:
        state = "failed" if one.card.error else one.card.state
        counts[ALL_TYPES][state] += 1
        counts[one.question.type][state] += 1
    return {name: dict(sorted(found.items())) for name, found in sorted(counts.items())}


def steps(run: AnswerRun) -> dict[str, int]:
    """At which step gold spans were lost -> how many; and how many questions had a gold span on
    their card and another state than answered."""
    counts = Counter(lost.step for card in run.cards for lost in card.missed)
    unsaid = sum(c.values[ANY] == 1.0 and c.values[ANSWERED] == 0.0 for c in run.cards)
    return {**dict(sorted(counts.items())), "held, not answered": unsaid}


def paired(runs: Sequence[AnswerRun]) -> list[PairedFigure]:
    """Every two runs in every measure that can be compared in pairs. Questions that only one of the
    two has are left out."""
    found: list[tuple[str, str, str, Comparison]] = []
    for first, second in combinations(runs, 2):
        for measure in MEASURES:
            if measure in CONDITIONAL:
                continue
            one, other = _measured(first.cards, measure), _measured(second.cards, measure)
            both = sorted(set(one) & set(other))
            if both:
                comparison = compare({q: one[q] for q in both}, {q: other[q] for q in both})
                found.append((measure, first.arm, second.arm, comparison))
    adjusted = holm([comparison.p for *_, comparison in found])
    return [PairedFigure(*one, p) for one, p in zip(found, adjusted, strict=True)]


def card_row(one: JudgedCard) -> dict[str, Any]:
    """A card as one object of a report, enough to compare with it later."""
    return {
        "id": one.question.id,
        "type": one.question.type,
        "question": one.question.text,
        "state": one.card.state,
        "headline": one.card.headline,
        "text": one.card.text,
        "places": [list(place) for place in one.card.places],
        "milliseconds": round(one.card.milliseconds, 1),
        "error": one.card.error,
        "missed": [{"quote": lost.quote, "step": lost.step} for lost in one.missed],
        "lost": one.lost,
        "values": {
            name: round(value, 4) for name, value in one.values.items() if value is not None
        },
    }


def run_of_rows(arm: str, rows: Sequence[Mapping[str, Any]]) -> AnswerRun:
    """An arm of an earlier report, as far as it is needed to compare with it."""
    return AnswerRun(
        arm,
        [
            JudgedCard(
                AnswerQuestion(row["id"], row["question"], row["type"], ()),
                Card(row["state"], row["headline"], row["text"], error=row["error"]),
                {**dict.fromkeys(MEASURES), **row["values"]},
                tuple(Missed(**lost) for lost in row["missed"]),
                row["lost"],
            )
            for row in rows
        ],
    )
