"""Candidates for one question, and their scores."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from graph.model import Scope
from graph.protocols import StoreReader, TextRow
from graph.tokens import words
from retrieval.scoring import Bm25, Parts, cosines
from retrieval.settings import RetrievalSettings

Vector = npt.NDArray[np.float32]


@lru_cache(maxsize=4096)
def _counts(text: str) -> tuple[Mapping[str, int], int]:
    """How often each word occurs in `text`, and how many words it has. Kept, because cutting
    texts into words is half of the time that a question takes."""
    found = words(text)
    return Counter(found), len(found)


class Candidates:
    """Chunks that may answer one question, each with the parts of its score. Texts and vectors are
    fetched in batches, and only once for each chunk.

    `vector` is the question's, or None for a search by words alone. `named` holds the keys of the
    documents that the question names.
    """

    def __init__(
        self,
        store: StoreReader,
        question: str,
        vector: Vector | None,
        *,
        named: frozenset[str],
        scope: Scope,
        settings: RetrievalSettings,
    ) -> None:
        self._store = store
        self._question = question
        self._vector = vector
        self._named = named
        self._scope = scope
        self._settings = settings
        terms = words(question)
        statistics = store.term_statistics(terms, kind="chunk", scope=scope)
        self._bm25 = Bm25(terms, statistics, settings)
        self.rows: dict[str, TextRow] = {}
        self.parts: dict[str, Parts] = {}
        self.totals: dict[str, float] = {}
        self.sentences: dict[str, list[tuple[TextRow, float]]] = {}

    def gather(self) -> None:
        """What the indexes propose for the question."""
        k, scope = self._settings.candidates, self._scope
        found = self._store.search_text(self._question, k=k, kind="chunk", scope=scope)
        if self._vector is not None:
            for kind in ("chunk", "sentence"):
                found += self._store.search_vectors(self._vector, k=k, kind=kind, scope=scope)
            if self._named:
                within = Scope(documents=self._named)
                found += self._store.search_vectors(self._vector, k=k, kind="chunk", scope=within)
        self.add(hit.chunk for hit in found)

    def add(self, chunks: Iterable[str]) -> None:
        """Fetch and score those of `chunks` that are not yet."""
        new = sorted({chunk for chunk in chunks if chunk not in self.parts})
        if not new:
            return
        rows = self._store.texts(new, kind="chunk")
        own, best = self._similarities(rows, new)
        for row in rows:
            parts = Parts(
                dense=own.get(row.chunk, 0.0),
                sentence=best.get(row.chunk, own.get(row.chunk, 0.0)),
                bm25=self._bm25.score(*_counts(row.text)),
                name=1.0 if row.document in self._named else 0.0,
            )
            self.rows[row.chunk] = row
            self.parts[row.chunk] = parts
            self.totals[row.chunk] = parts.total(self._settings)

    def _similarities(
        self, rows: list[TextRow], chunks: list[str]
    ) -> tuple[dict[str, float], dict[str, float]]:
        """Cosines of chunks and of the best sentence of each; keeps those of all sentences. A
        chunk without sentences (a table of numbers) is its own best sentence."""
        sentences = self._store.texts(chunks, kind="sentence")
        if self._vector is None:
            self._keep(sentences, [0.0] * len(sentences))
            return {}, {}
        every = [*rows, *sentences]
        keys = sorted({row.vector_key for row in every})
        similarity = dict(zip(keys, cosines(self._vector, self._store.vectors(keys)), strict=True))
        self._keep(sentences, [similarity[row.vector_key] for row in sentences])
        best: dict[str, float] = {}
        for row in sentences:
            best[row.chunk] = max(best.get(row.chunk, 0.0), similarity[row.vector_key])
        return {row.chunk: similarity[row.vector_key] for row in rows}, best

    def _keep(self, sentences: list[TextRow], similarities: list[float]) -> None:
        grouped: dict[str, list[tuple[TextRow, float]]] = defaultdict(list)
        for row, value in zip(sentences, similarities, strict=True):
            grouped[row.chunk].append((row, value))
        self.sentences.update(grouped)

    def ranked(self) -> list[str]:
        """Chunks by their own score, ties by id."""
        return sorted(self.totals, key=lambda chunk: (-self.totals[chunk], chunk))
