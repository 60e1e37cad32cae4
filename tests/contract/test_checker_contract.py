"""What every `Checker` promises: one verdict a quote, in order, each from its own pair alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph.checking import Quote
from graph.protocols import Checker
from retrieval.trained_checker import TRAINED, TrainedChecker

CHECKERS: dict[str, Callable[[int], Checker]] = {
    "trained": lambda threads: TrainedChecker(TRAINED, threads=threads),
}
QUESTION = "Who signs the notice?"
QUOTES = [
    Quote("The Safety Officer signs the notice.", "Notices"),
    Quote("It is kept for 5 years."),
    Quote(""),
    Quote("🩺 日本語の文。 \u0000\ud800", "\u202e"),
    Quote("notice " * 900, "Notices > " * 200),
]


@pytest.fixture(params=sorted(CHECKERS))
def make(request: pytest.FixtureRequest) -> Callable[[int], Checker]:
    return CHECKERS[request.param]


def test_each_pair_is_read_alone(make: Callable[[int], Checker]) -> None:
    one, many = make(1), make(3)
    assert many.relevance(QUESTION, QUOTES) == [one.relevance(QUESTION, [q])[0] for q in QUOTES]
    assert many.support(QUESTION, QUOTES[::-1]) == [
        one.support(QUESTION, [q])[0] for q in QUOTES[::-1]
    ]
    assert one.fingerprint == many.fingerprint != ""


def test_probabilities_are_rounded_and_between_0_and_1(make: Callable[[int], Checker]) -> None:
    checker = make(1)
    for found in checker.relevance("", QUOTES):
        assert 0 <= found.answers <= 1
        assert (found.rank, found.answers) == (round(found.rank, 4), round(found.answers, 4))
    for given in checker.support("", QUOTES):
        parts = (given.supports, given.contradicts, given.not_stated)
        assert sum(parts) == pytest.approx(1, abs=2e-4) and min(parts) >= 0
        assert parts == tuple(round(part, 4) for part in parts)


def test_nothing_asked_of_nothing(make: Callable[[int], Checker]) -> None:
    checker = make(1)
    assert checker.relevance(QUESTION, []) == [] and checker.support(QUESTION, []) == []
