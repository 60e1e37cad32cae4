"""Candidates for one question, and their scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from graph.cosines import cosines
from graph.model import Scope
from graph.protocols import StoreReader, TextRow
from graph.tokens import words
from retrieval.parameters import RetrievalSettings
from retrieval.scoring import Bm25, Parts

Vector = npt.NDArray[np.float32]


class Candidates:
    """Chunks that may answer one question, each with the parts of its score. Each is compared once;
    texts are read of those only that are shown.

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
        self.documents: dict[str, str] = {}
        self.parts: dict[str, Parts] = {}
        self.totals: dict[str, float] = {}

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
        """Score those of `chunks` that are not yet."""
        new = sorted({chunk for chunk in chunks if chunk not in self.parts})
        if not new:
            return
        terms = self._bm25.terms
        for found in self._store.compare(new, vector=self._vector, terms=terms):
            parts = Parts(
                dense=found.cosine,
                sentence=found.best,
                bm25=self._bm25.score(found.counts, found.length),
                name=1.0 if found.document in self._named else 0.0,
            )
            self.documents[found.chunk] = found.document
            self.parts[found.chunk] = parts
            self.totals[found.chunk] = parts.total(self._settings)

    def sentences(self, chunks: Iterable[str]) -> dict[str, list[tuple[TextRow, float]]]:
        """Chunk -> its sentences, each with its cosine (0 for a search by words alone)."""
        rows = self._store.texts(sorted(set(chunks)), kind="sentence")
        similarity: Mapping[str, float] = {}
        if self._vector is not None and rows:
            keys = sorted({row.vector_key for row in rows})
            values = cosines(self._vector, self._store.vectors(keys)).tolist()
            similarity = dict(zip(keys, values, strict=True))
        grouped: dict[str, list[tuple[TextRow, float]]] = defaultdict(list)
        for row in rows:
            grouped[row.chunk].append((row, similarity.get(row.vector_key, 0.0)))
        return grouped

    def ranked(self) -> list[str]:
        """Chunks by their own score, ties by id."""
        return sorted(self.totals, key=lambda chunk: (-self.totals[chunk], chunk))
