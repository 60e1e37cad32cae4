"""How well an embedder finds the passages of questions, by the scores that the product ranks with:
cosine of the passage, cosine of its best sentence, BM25. Names of documents and references, which
no embedder changes, are left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from evaluation.measures import measure
from graph.protocols import Embedder, TermStatistics, Vectors
from graph.tokens import words
from learning.search_rows import SearchQuestion, SearchRows
from retrieval.parameters import RetrievalSettings
from retrieval.scoring import Bm25, Parts

MEASURES = ("R@10", "nDCG@10")
CUT = 10
_SETTINGS = RetrievalSettings()
Values = dict[str, dict[str, float]]
"""Measure -> question (its number) -> value."""


Kept = Callable[[str, Sequence[str]], Mapping[str, npt.NDArray[np.float32]]]
"""By the fingerprint of an embedder: the vectors among those of these texts that are kept
somewhere."""


class RememberedVectors:
    """The vectors of an embedder, each text embedded once, or not at all where it is `kept`."""

    def __init__(self, embedder: Embedder, kept: Kept | None = None) -> None:
        self._embedder = embedder
        self._kept = kept
        self._known: dict[tuple[bool, str], npt.NDArray[np.float32]] = {}

    def of(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Unit vectors, float32 (len(texts), dimension)."""
        new = [text for text in dict.fromkeys(texts) if (query, text) not in self._known]
        if new and self._kept is not None and not query:
            found = self._kept(self._embedder.fingerprint, new)
            self._known.update(((False, text), row) for text, row in found.items())
            new = [text for text in new if text not in found]
        if new:
            made = self._embedder.embed(new, query=query)
            self._known.update(((query, text), row) for text, row in zip(new, made, strict=True))
        if not texts:
            return np.empty((0, self._embedder.dimension), dtype=np.float32)
        return np.stack([self._known[query, text] for text in texts])


@dataclass(frozen=True, slots=True)
class _Counted:
    """The words of a passage, how often each."""

    counts: Counter[str]
    length: int


class PassageSearch:
    """A search over the passages of `rows`, each question among all or within its document."""

    def __init__(self, rows: SearchRows) -> None:
        self.rows = rows
        sentences = [one.sentences or (one.text,) for one in rows.passages]
        self._first = np.cumsum([0, *map(len, sentences)])[:-1]
        self._sentences = [text for found in sentences for text in found]
        self._texts = [one.text for one in rows.passages]

    def values(self, vectors: RememberedVectors) -> Values:
        """`MEASURES` of every question by the vectors of an embedder."""
        ranking = {
            str(number): [str(at) for at in found]
            for number, found in enumerate(self.rankings(vectors))
        }
        gold = {
            str(number): frozenset(map(str, question.gold))
            for number, question in enumerate(self.rows.questions)
        }
        return {name: measure(gold, ranking, name) for name in MEASURES}

    def rankings(self, vectors: RememberedVectors) -> Iterator[list[int]]:
        """The first `CUT` passages of each question, best first, ties by their place."""
        whole, parts = vectors.of(self._texts), vectors.of(self._sentences)
        asked = vectors.of([one.text for one in self.rows.questions], query=True)
        for question, vector in zip(self.rows.questions, asked, strict=True):
            pool = self._pool(question)
            dense = _cosines(whole, vector)
            best = np.maximum.reduceat(_cosines(parts, vector), self._first)
            told = self._words_told(question.text, pool)
            scores = {
                at: Parts(float(dense[at]), float(best[at]), told[at]).total(_SETTINGS)
                for at in pool
            }
            yield sorted(scores, key=lambda at: (-scores[at], at))[:CUT]

    def _pool(self, question: SearchQuestion) -> Sequence[int]:
        if question.within:
            return self._by_document[question.document]
        return range(len(self._texts))

    @cached_property
    def _by_document(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, one in enumerate(self.rows.passages):
            found.setdefault(one.document, []).append(at)
        return found

    @cached_property
    def _counted(self) -> list[_Counted]:
        cut = [words(text) for text in self._texts]
        return [_Counted(Counter(found), len(found)) for found in cut]

    def _words_told(self, question: str, pool: Sequence[int]) -> dict[int, float]:
        """BM25 of each passage of `pool`, counted over the pool."""
        found = {at: self._counted[at] for at in pool}
        terms = words(question)
        held = {term: sum(term in one.counts for one in found.values()) for term in set(terms)}
        mean = sum(one.length for one in found.values()) / max(1, len(found))
        bm25 = Bm25(terms, TermStatistics(len(found), mean, held), _SETTINGS)
        return {
            at: bm25.score([one.counts[term] for term in bm25.terms], one.length)
            for at, one in found.items()
        }


def _cosines(vectors: Vectors, question: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Rounded as in the product, negative ones as 0."""
    found: npt.NDArray[np.float64] = np.maximum(vectors @ question, 0.0).astype(np.float64)
    return np.round(found, 4)
