"""Measures of rankings: recall, nDCG (both from ir-measures) and the share of questions all of
whose gold documents are found. A question that a run lacks counts with 0, never not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Gold = Mapping[str, frozenset[str]]
"""Question id -> ids of its gold documents (at least one)."""

Ranking = Mapping[str, Sequence[str]]
"""Question id -> document ids, best first, each once."""

Values = Mapping[str, float]
"""Question id -> value, one for every question of the gold."""

MEASURES = ("R@1", "R@2", "R@5", "R@10", "all@2", "all@5", "all@10", "nDCG@10")


def measure(gold: Gold, ranking: Ranking, name: str) -> dict[str, float]:
    """The value of measure `name` for every question of `gold`: ``R@k`` (share of the gold
    documents among the first k), ``all@k`` (1 where all are among them) or ``nDCG@k``. Raises
    `ValueError` for an unknown measure, for questions without gold, and for documents that are
    ranked twice."""
    _check(gold, ranking)
    if name.startswith("all@") and name[4:].isdigit():
        cut = int(name[4:])
        return {
            question: float(wanted <= set(ranking.get(question, ())[:cut]))
            for question, wanted in sorted(gold.items())
        }
    import ir_measures

    try:
        wanted_measure = ir_measures.parse_measure(name)
    except (NameError, ValueError, KeyError) as error:
        raise ValueError(f"unknown measure {name!r}; use R@k, all@k or nDCG@k") from error
    judged = {question: dict.fromkeys(wanted, 1) for question, wanted in gold.items()}
    run = {
        question: {document: -float(rank) for rank, document in enumerate(ranking[question])}
        for question in gold
        if ranking.get(question)
    }
    values = dict.fromkeys(sorted(gold), 0.0)
    for metric in ir_measures.iter_calc([wanted_measure], judged, run):
        values[metric.query_id] = float(metric.value)
    return values


def mean(values: Values) -> float:
    """The mean over all questions; 0 where there are none."""
    return sum(values[question] for question in sorted(values)) / len(values) if values else 0.0


def _check(gold: Gold, ranking: Ranking) -> None:
    for question, wanted in gold.items():
        if not wanted:
            raise ValueError(f"question {question} has no gold document; leave it out")
    for question, documents in ranking.items():
        if len(set(documents)) != len(documents):
            raise ValueError(f"question {question} ranks a document twice; keep its best rank")
