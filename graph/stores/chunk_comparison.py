"""Chunks of an embedded store beside a question: cosines from the products that the search has made
already, words from the index. No text is read for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from graph.cosines import cosines, rounded, uncertain
from graph.protocols import Comparison
from graph.stores.text_index import TextIndex
from graph.stores.vector_segments import Matrices, VectorSearch

Rows = npt.NDArray[np.int64]


class ChunkComparison:
    """Compares chunks of one generation; threads may share it."""

    def __init__(
        self, matrices: Matrices, text: TextIndex, chunks: VectorSearch, sentences: VectorSearch
    ) -> None:
        self._matrices = matrices
        self._text = text
        self._chunks = chunks
        self._row = {chunk: row for row, chunk in enumerate(chunks.places.chunks)}
        found = [self._row.get(chunk, -1) for chunk in sentences.places.chunks]
        owner = np.array(found, dtype=np.int64)
        order = np.argsort(owner, kind="stable")
        edges = np.arange(len(self._row) + 1)
        self._first = np.searchsorted(owner[order], edges)  # row -> its first sentence
        self._sentences = sentences.positions[order]

    def compare(
        self, chunks: Sequence[str], vector: npt.NDArray[np.float32] | None, terms: Sequence[str]
    ) -> list[Comparison]:
        """See `Store.compare`."""
        known = sorted({chunk for chunk in chunks if chunk in self._row})
        rows = np.array([self._row[chunk] for chunk in known], dtype=np.int64)
        own, best = self._cosines(rows, vector)
        places = self._chunks.places
        words = self._text.words_of((places.texts[row] for row in rows.tolist()), kind="chunk")
        return [
            Comparison(
                chunk,
                places.documents[row],
                cosine,
                most,
                count_terms(words[places.texts[row]], terms),
                places.lengths[row],
            )
            for chunk, row, cosine, most in zip(known, rows.tolist(), own, best, strict=True)
        ]

    def _cosines(
        self, rows: Rows, vector: npt.NDArray[np.float32] | None
    ) -> tuple[list[float], list[float]]:
        """Cosine of each chunk, and of the best sentence of each."""
        if vector is None or not len(rows):
            return [0.0] * len(rows), [0.0] * len(rows)
        query = np.asarray(vector, dtype=np.float32)
        first, last = self._first[rows], self._first[rows + 1]
        held = last > first
        numbers = last[held] - first[held]
        starts = np.cumsum(numbers) - numbers
        inside = np.arange(int(numbers.sum())) - np.repeat(starts, numbers)
        sentences = self._sentences[np.repeat(first[held], numbers) + inside]
        own = self._exact(self._chunks.positions[rows], query)
        best = own.copy()
        if len(starts):
            best[held] = np.maximum.reduceat(self._exact(sentences, query), starts)
        return own.tolist(), best.tolist()

    def _exact(self, positions: Rows, query: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """Rounded cosines; computed again only where single precision may round otherwise."""
        near = self._matrices.near(query)[positions]
        found = rounded(near.astype(np.float64))
        again = np.flatnonzero(uncertain(near))
        found[again] = cosines(query, self._matrices.take(positions[again]))
        return found


def count_terms(words: str, terms: Sequence[str]) -> tuple[int, ...]:
    """How often each of `terms` is one of `words`, which are joined by blanks."""
    here: list[str] = []
    counts = []
    for term in terms:
        if term not in words:  # nor part of one
            counts.append(0)
            continue
        here = here or words.split(" ")
        counts.append(here.count(term))
    return tuple(counts)
