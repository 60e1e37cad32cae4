"""Measures of rankings: recall, nDCG (both as ir-measures computes them) and the share of questions
all of whose gold documents are found. A question that a run lacks counts with 0."""

from __future__ import annotations

import math
import re
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
    known = re.fullmatch(r"(R|all|nDCG)@([1-9]\d*)", name)
    if known is None:
        raise ValueError(f"unknown measure {name!r}; use R@k, all@k or nDCG@k")
    value, cut = _VALUES[known[1]], int(known[2])
    return {
        question: value(wanted, ranking.get(question, ())[:cut], cut)
        for question, wanted in sorted(gold.items())
    }


def _recall(wanted: frozenset[str], first: Sequence[str], cut: int) -> float:
    return len(wanted & set(first)) / len(wanted)


def _every(wanted: frozenset[str], first: Sequence[str], cut: int) -> float:
    return float(wanted <= set(first))


def _gain(wanted: frozenset[str], first: Sequence[str], cut: int) -> float:
    """nDCG as trec_eval has it: a gold document at rank r is worth 1 / log2(r + 1)."""
    best = sum(_worth(rank) for rank in range(min(cut, len(wanted))))
    return sum(_worth(rank) for rank, name in enumerate(first) if name in wanted) / best


def _worth(rank: int) -> float:
    return 1 / math.log2(rank + 2)


_VALUES = {"R": _recall, "all": _every, "nDCG": _gain}


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
