"""Whether a new checker is better than another on documents that it was not trained on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evaluation.significance import Comparison, compare
from graph.checking import Quote
from graph.protocols import Checker
from learning.pair_batches import OTHERS, hard_first
from learning.training_rows import Group, Sentence, TrainingRows

MEASURES = ("order", "answers", "support")
HELD_OUT = 400  # rows of each kind that are compared, the first by their document's name
Scores = dict[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Gate:
    """How the new checker differs from the old one, over documents: all three measures together,
    and each by itself. `order`: the reciprocal rank of the first gold sentence; `answers` and
    `support`: right at one half."""

    whole: Comparison
    by_measure: dict[str, tuple[float, float]]

    @property
    def passed(self) -> bool:
        return self.whole.low > 0

    def lines(self) -> list[str]:
        """For people: the difference, its interval, and both values of each measure."""
        whole = self.whole
        told = f"difference {whole.difference:+.3f} [{whole.low:+.3f}, {whole.high:+.3f}]"
        each = [f"{name}: {old:.3f} → {new:.3f}" for name, (old, new) in self.by_measure.items()]
        return [f"{told} over {whole.better} better, {whole.worse} worse documents", *each]


def gate(new: Checker, old: Checker, held_out: TrainingRows) -> Gate:
    """Compare on `held_out`, which may hold made rows. Raises `ValueError` where it is empty."""
    scores = {"new": measured(new, held_out), "old": measured(old, held_out)}
    whole = compare(_by_document(scores["old"]), _by_document(scores["new"]))
    means = {
        name: (_mean(scores["old"], name), _mean(scores["new"], name))
        for name in MEASURES
        if any(measure == name for measure, _ in scores["new"])
    }
    return Gate(whole, means)


def measured(checker: Checker, rows: TrainingRows) -> Scores:
    """(measure, document) -> the mean of its rows, from 0 to 1."""
    found: dict[tuple[str, str], list[float]] = {}
    for measure, document, value in _values(checker, rows):
        found.setdefault((measure, document), []).append(value)
    return {key: sum(values) / len(values) for key, values in found.items()}


def _values(checker: Checker, rows: TrainingRows) -> Iterator[tuple[str, str, float]]:
    asked = [group for group in rows.groups if group.gold]
    for group in sorted(asked, key=lambda row: row.document)[:HELD_OUT]:
        yield "order", group.document, _reciprocal_rank(checker, group)
    for pair in sorted(rows.answers, key=lambda row: row.document)[:HELD_OUT]:
        [found] = checker.relevance(pair.question, [quote_of(pair.quote)])
        yield "answers", pair.document, float((found.answers > 0.5) == pair.answers)
    for one in sorted(rows.support, key=lambda row: row.document)[:HELD_OUT]:
        [said] = checker.support(one.statement, [quote_of(one.quote)])
        yield "support", one.document, float((said.supports > 0.5) == (0 in one.allowed))


def quote_of(sentence: Sentence) -> Quote:
    return Quote(sentence.text, sentence.above)


def shown(group: Group) -> list[int]:
    """The sentences of `group` that a checker puts in order: gold and the nearest others."""
    return sorted([*group.gold, *hard_first(group)[:OTHERS]])


def _reciprocal_rank(checker: Checker, group: Group) -> float:
    ats = shown(group)
    found = checker.relevance(group.question, [quote_of(group.sentences[at]) for at in ats])
    best = max(score.rank for score, at in zip(found, ats, strict=True) if at in group.gold)
    return 1 / sum(score.rank >= best for score in found)


def _by_document(scores: Scores) -> dict[str, float]:
    found: dict[str, list[float]] = {}
    for (_, document), value in scores.items():
        found.setdefault(document, []).append(value)
    return {document: sum(values) / len(values) for document, values in found.items()}


def _mean(scores: Scores, wanted: str) -> float:
    values = [value for (measure, _), value in scores.items() if measure == wanted]
    return sum(values) / len(values)
