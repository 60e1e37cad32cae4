"""Confidence intervals and paired comparisons over questions, reproducible by seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evaluation.measures import Values

SAMPLES = 10_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over `questions` questions and its 95 % percentile-bootstrap interval."""

    mean: float
    low: float
    high: float
    questions: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Mean of (second - first) over the same questions with its 95 % interval, the p-value of a
    two-sided sign-flip test, and how many questions got better and worse."""

    difference: float
    low: float
    high: float
    p: float
    better: int
    worse: int


def interval(values: Values, *, samples: int = SAMPLES, seed: int = 0) -> Interval:
    """The bootstrap interval of the mean of `values`. Raises `ValueError` where there are none."""
    data = _array(values)
    low, high = _bootstrap(data, samples, seed)
    return Interval(float(data.mean()), low, high, len(data))


def compare(first: Values, second: Values, *, samples: int = SAMPLES, seed: int = 0) -> Comparison:
    """How `second` differs from `first`. Raises `ValueError` unless both have the same
    questions."""
    if set(first) != set(second):
        raise ValueError("both runs need values for the same questions; fill missing ones with 0")
    data = _array({question: second[question] - first[question] for question in first})
    low, high = _bootstrap(data, samples, seed)
    signs = np.random.default_rng(seed).choice((-1.0, 1.0), size=(samples, len(data)))
    flipped = np.abs((signs * data).mean(axis=1))
    # The observed assignment is one of those possible, so p is never 0.
    as_far = int(np.count_nonzero(flipped >= abs(data.mean()) - 1e-12))
    return Comparison(
        difference=float(data.mean()),
        low=low,
        high=high,
        p=(as_far + 1) / (samples + 1),
        better=int(np.count_nonzero(data > 0)),
        worse=int(np.count_nonzero(data < 0)),
    )


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values after Holm's step-down correction for so many tests, each at most 1."""
    order = sorted(range(len(p_values)), key=lambda at: p_values[at])
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for rank, at in enumerate(order):
        largest = max(largest, min(1.0, p_values[at] * (len(p_values) - rank)))
        adjusted[at] = largest
    return adjusted


def _array(values: Values) -> npt.NDArray[np.float64]:
    if not values:
        raise ValueError("there are no questions to average over")
    return np.array([values[question] for question in sorted(values)], dtype=np.float64)


def _bootstrap(data: npt.NDArray[np.float64], samples: int, seed: int) -> tuple[float, float]:
    picks = np.random.default_rng(seed).integers(0, len(data), size=(samples, len(data)))
    low, high = np.percentile(data[picks].mean(axis=1), (2.5, 97.5))
    return float(low), float(high)
