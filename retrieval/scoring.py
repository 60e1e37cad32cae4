"""Scores of passages, computed here and not by an index, so that every store scores alike.

Each part lies between 0 and 1 by a fixed bound, not by what else was retrieved: the cosine of
question and passage, the cosine of question and best sentence (negative ones count as 0), BM25 over
the most that the question's words could give, and whether the question names the passage's
document. Cosines are rounded to 4 decimals, totals to 6.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from graph.protocols import TermStatistics
from retrieval.parameters import RetrievalSettings


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one passage's own score, unweighted."""

    dense: float = 0.0
    sentence: float = 0.0
    bm25: float = 0.0
    name: float = 0.0

    @property
    def similarity(self) -> float:
        """The better of the two cosines."""
        return max(self.dense, self.sentence)

    def total(self, settings: RetrievalSettings) -> float:
        """The weighted sum, rounded."""
        return round(
            settings.dense * self.dense
            + settings.sentence * self.sentence
            + settings.bm25 * self.bm25
            + settings.name * self.name,
            6,
        )


class Bm25:
    """BM25 of texts for one question, between 0 and 1.

    ``idf(t) = ln(1 + (N - n + 0.5) / (n + 0.5))`` over the texts that the scope lets through; the
    sum is divided by its upper bound, ``(k1 + 1) · Σ idf`` over the question's distinct words.
    """

    def __init__(
        self, terms: Sequence[str], statistics: TermStatistics, settings: RetrievalSettings
    ) -> None:
        self._k1, self._b = settings.k1, settings.b
        self._mean = statistics.mean_length or 1.0
        texts = statistics.texts
        self._idf = {
            term: math.log(1.0 + (texts - held + 0.5) / (held + 0.5))
            for term in sorted(set(terms))
            for held in [statistics.document_frequency.get(term, 0)]
        }
        self.terms = tuple(self._idf)
        self._bound = (self._k1 + 1.0) * sum(self._idf.values())

    def score(self, counts: Sequence[int], length: int) -> float:
        """The score of a text that holds each of `terms` so often (`counts`, in their order) among
        `length` words, rounded to 6."""
        if not self._bound:
            return 0.0
        norm = self._k1 * (1.0 - self._b + self._b * length / self._mean)
        total = 0.0
        for idf, count in zip(self._idf.values(), counts, strict=True):
            if count:
                total += idf * count * (self._k1 + 1.0) / (count + norm)
        return round(total / self._bound, 6)
