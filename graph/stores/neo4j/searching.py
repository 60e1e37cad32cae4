"""Search on Neo4j: its indexes propose, our scores decide.

The full-text index and the vector index rank by numbers of their own (another idf; an approximate
neighbourhood of vectors rounded to 8 bits). So more candidates are asked for than are wanted, and
each is scored again exactly as the embedded store does: BM25 as FTS5 computes it, cosine in double
precision from the stored floats.

A scope never loses a text in silence: words are filtered before anything is cut off; vectors of at
most `SCANNED` texts are compared one by one, and for more the index is asked for more and more
until enough of the scope's texts were found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.cosines import cosines
from graph.errors import StoreError
from graph.model import Scope
from graph.protocols import Comparison, Hit, TermStatistics, TextRow, Vectors
from graph.stores.chunk_comparison import count_terms
from graph.stores.neo4j.driver import Connection
from graph.stores.neo4j.layout import LABEL_OF_KIND, TEXT, index_word, text_index, vector_index
from graph.stores.text_index import idf, term_score
from graph.stores.vector_segments import exact_cosines
from graph.tokens import words

SCANNED = 1_000
"""Texts that are compared one by one instead of asking the vector index."""

_TEXTS_ASKED = 4  # candidates of the full-text index for each text wanted
_VECTORS_ASKED = 2
_FEWEST = 200
_KEPT_VECTORS = 20_000
_KEPT_SCANS = 4
_KEPT_TERMS = 4_096  # of one kind and scope
_KEPT_SCOPES = 16

_Documents = frozenset[str] | None


def _columns(*names: str) -> str:
    """What a query returns of all its texts `t`: one list for each of `names`, numbered in their
    order. The driver reads a few long lists much faster than many short ones."""
    return ", ".join(f"collect(t.`{name}`) AS c{number}" for number, name in enumerate(names))


def _rows(found: Mapping[str, Any], width: int) -> Iterable[tuple[Any, ...]]:
    """The texts of a row that `_columns` made."""
    return zip(*(found[f"c{number}"] for number in range(width)), strict=True)


def _counting(documents: _Documents) -> str:
    """Counts the texts that hold each of ``$terms``."""
    where = "" if documents is None else "WHERE node.document IN $documents "
    return (
        "UNWIND $terms AS term CALL (term) { "
        f"CALL db.index.fulltext.queryNodes($index, '\"' + term + '\"') YIELD node {where}"
        "RETURN count(node) AS n } RETURN collect([term, n]) AS counts"
    )


class Searches:
    """Reads texts, words and vectors of one generation; what is counted or fetched once is kept.
    Threads may share it."""

    def __init__(self, connection: Connection, dimension: int) -> None:
        self._connection = connection
        self._dimension = dimension
        self._vectors: dict[str, npt.NDArray[np.float32]] = {}
        self._totals = lru_cache(maxsize=64)(self._count_texts)
        self._frequency: dict[tuple[str, _Documents], dict[str, int]] = {}
        self._scan = lru_cache(maxsize=_KEPT_SCANS)(self._read_scan)

    # --- words ---------------------------------------------------------------------------------

    def text(self, query: str, *, k: int, kind: str, scope: Scope) -> list[Hit]:
        """See `Store.search_text`."""
        terms = sorted({index_word(word) for word in words(query)})
        if kind not in LABEL_OF_KIND or not terms or k <= 0:
            return []
        documents = scope.documents
        asked = max(_TEXTS_ASKED * k, _FEWEST)
        known = self._frequency.get((kind, documents), {})
        parameters = {
            "index": text_index(kind),
            "terms": sorted(set(terms) - known.keys()),
            "query": " OR ".join(f'"{term}"' for term in terms),
            "asked": asked,
            "documents": sorted(documents or ()),
        }
        call = "CALL db.index.fulltext.queryNodes($index, $query"
        propose = (
            f"{call}, {{limit: $asked}}) YIELD node AS t"
            if documents is None
            else f"{call}) YIELD node AS t, score WHERE t.document IN $documents "
            "WITH t, score ORDER BY score DESC LIMIT $asked"
        )
        found = self._connection.rows(
            f"CALL () {{ {propose} RETURN {_columns('id', 'chunk', 'document', 'length', 'words')} "
            f"}} CALL () {{ {_counting(documents)} }} RETURN *",
            parameters,
        )[0]
        texts, mean = self._mean(kind, documents)
        frequencies = self._keep((kind, documents), known, dict(found["counts"]), terms)
        weights = {term: idf(texts, frequencies[term]) for term in terms if frequencies[term]}
        ranked = []
        for id, chunk, document, length, held in _rows(found, 5):
            here: list[str] | None = None
            score = 0.0
            for term, weight in weights.items():
                if term in held:  # it, or a word that it is part of
                    here = here or held.split(" ")
                    if count := here.count(term):
                        score += term_score(weight, count, length, mean)
            ranked.append((-round(score, 6), id, chunk, document))
        ranked.sort()
        return [Hit(id, chunk, document, -score) for score, id, chunk, document in ranked[:k]]

    def statistics(self, terms: Sequence[str], *, kind: str, scope: Scope) -> TermStatistics:
        """See `Store.term_statistics`."""
        asked = sorted(set(terms))
        if kind not in LABEL_OF_KIND:
            return TermStatistics(0, 0.0, {term: 0 for term in asked})
        texts, mean = self._mean(kind, scope.documents)
        held = self._frequencies([index_word(term) for term in asked], kind, scope.documents)
        return TermStatistics(texts, mean, {term: held[index_word(term)] for term in asked})

    def _mean(self, kind: str, documents: _Documents) -> tuple[int, float]:
        texts, length = self._totals(kind, documents)
        return texts, length / texts if texts else 0.0

    def _count_texts(self, kind: str, documents: _Documents) -> tuple[int, int]:
        where = "" if documents is None else "WHERE t.document IN $documents "
        found = self._connection.rows(
            f"MATCH (t:{LABEL_OF_KIND[kind]}) {where}RETURN count(t) AS n, sum(t.length) AS words",
            {"documents": sorted(documents or ())},
        )[0]
        return found["n"], found["words"]

    def _frequencies(
        self, terms: Sequence[str], kind: str, documents: _Documents
    ) -> Mapping[str, int]:
        """Term -> texts that hold it; one round trip for all that were not counted before."""
        known = self._frequency.get((kind, documents), {})
        missing = sorted(set(terms) - known.keys())
        counts = []
        if missing:
            counts = self._connection.rows(
                _counting(documents),
                {"index": text_index(kind), "terms": missing, "documents": sorted(documents or ())},
            )[0]["counts"]
        return self._keep((kind, documents), known, dict(counts), terms)

    def _keep(
        self,
        key: tuple[str, _Documents],
        known: Mapping[str, int],
        counted: dict[str, int],
        terms: Sequence[str],
    ) -> Mapping[str, int]:
        """What was `known` of `terms` and is `counted` now."""
        if not counted:
            return known
        found = {term: known[term] for term in terms if term in known} | counted
        # replaced, never changed: another thread may be reading what was there
        kept = self._frequency
        if len(known) + len(counted) <= _KEPT_TERMS:
            found = {**known, **counted}
        if len(kept) >= _KEPT_SCOPES and key not in kept:
            kept = {}
        self._frequency = {**kept, key: found}
        return found

    def texts(self, chunks: Sequence[str], *, kind: str) -> list[TextRow]:
        """See `Store.texts`."""
        found = self._connection.rows(
            f"UNWIND $chunks AS c MATCH (t:{TEXT} {{chunk: c}}) WHERE t.kind = $kind "
            "RETURN " + _columns("id", "chunk", "document", "start", "end", "text", "vector_key"),
            {"chunks": sorted(set(chunks)), "kind": kind},
        )[0]
        rows = [TextRow(id, kind, *others) for id, *others in _rows(found, 7)]
        return sorted(rows, key=lambda row: (row.document, row.start, row.id))

    # --- vectors -------------------------------------------------------------------------------

    def nearest(
        self, vector: npt.NDArray[np.float32], *, k: int, kind: str, scope: Scope
    ) -> list[Hit]:
        """See `Store.search_vectors`."""
        if kind not in LABEL_OF_KIND or k <= 0:
            return []
        documents = scope.documents
        held = self._totals(kind, documents)[0]
        query = np.asarray(vector, dtype=np.float32)
        if held <= max(SCANNED, 0):
            return _best(self._scan(kind, documents), query, k)
        total = self._totals(kind, None)[0]
        asked = max(_VECTORS_ASKED * k, k + _FEWEST)
        while True:
            found = self._propose(query, asked, kind, documents)
            if len(found) >= min(asked if documents is None else _VECTORS_ASKED * k, held):
                break
            if asked >= total:
                break
            asked = min(4 * asked, total)
        return _best(found, query, k)

    def _propose(self, query: Vectors, asked: int, kind: str, documents: _Documents) -> _Candidates:
        where = "" if documents is None else "WHERE t.document IN $documents "
        found = self._connection.rows(
            f"CALL db.index.vector.queryNodes($index, $asked, $vector) YIELD node AS t {where}"
            "RETURN " + _columns("id", "chunk", "document", "exact"),
            {
                "index": vector_index(kind, self._dimension),
                "asked": asked,
                "vector": query.astype(np.float64).tolist(),
                "documents": sorted(documents or ()),
            },
        )[0]
        return _Candidates(_rows(found, 4), self._dimension)

    def _read_scan(self, kind: str, documents: _Documents) -> _Candidates:
        where = "" if documents is None else "WHERE t.document IN $documents "
        found = self._connection.rows(
            f"MATCH (t:{LABEL_OF_KIND[kind]}) {where}"
            "RETURN " + _columns("id", "chunk", "document", "exact"),
            {"documents": sorted(documents or ())},
        )[0]
        return _Candidates(_rows(found, 4), self._dimension)

    def vectors(self, keys: Sequence[str]) -> Vectors:
        """See `Store.vectors`."""
        missing = sorted(set(keys) - self._vectors.keys())
        if missing:
            if len(self._vectors) + len(missing) > _KEPT_VECTORS:
                self._vectors = {k: v for k in keys if (v := self._vectors.get(k)) is not None}
            self._vectors.update(stored_vectors(self._connection, missing))
        unknown = sorted(set(keys) - self._vectors.keys())
        if unknown:
            raise StoreError(
                f"The store holds no vector {unknown[0]} ({len(unknown)} unknown); project the "
                "record anew with: groundgraph build --rebuild"
            )
        found = np.empty((len(keys), self._dimension), dtype=np.float32)
        for index, key in enumerate(keys):
            found[index] = self._vectors[key]
        return found

    def compare(
        self, chunks: Sequence[str], vector: npt.NDArray[np.float32] | None, terms: Sequence[str]
    ) -> list[Comparison]:
        """See `Store.compare`; one round trip, and one for vectors that were not fetched before."""
        found = self._connection.rows(
            f"UNWIND $chunks AS c MATCH (t:{TEXT} {{chunk: c}}) "
            "WITH t, CASE t.kind WHEN 'chunk' THEN t.words END AS words "
            f"RETURN {_columns('chunk', 'vector_key')}, collect(CASE WHEN words IS NULL THEN [] "
            "ELSE [t.document, words, t.length] END) AS own",
            {"chunks": sorted(set(chunks))},
        )[0]
        rows = list(zip(found["c0"], found["c1"], found["own"], strict=True))
        similarity: Mapping[str, float] = {}
        if vector is not None and rows:
            keys = sorted({key for _, key, _ in rows})
            values = cosines(np.asarray(vector, dtype=np.float32), self.vectors(keys)).tolist()
            similarity = dict(zip(keys, values, strict=True))
        best: dict[str, float] = {}
        for chunk, key, own in rows:
            if not own:
                best[chunk] = max(best.get(chunk, 0.0), similarity.get(key, 0.0))
        compared = []
        for chunk, key, own in rows:
            if own:
                document, words_held, length = own
                cosine = similarity.get(key, 0.0)
                counts = count_terms(words_held, [index_word(term) for term in terms])
                most = best.get(chunk, cosine)
                compared.append(Comparison(chunk, document, cosine, most, counts, length))
        return sorted(compared, key=lambda one: one.chunk)


class _Candidates:
    """Texts (id, chunk, document) with their vectors, ordered by id."""

    def __init__(self, found: Iterable[tuple[str, str, str, bytes]], dimension: int) -> None:
        rows = sorted(found)
        self.rows = [(id, chunk, document) for id, chunk, document, _ in rows]
        exact = b"".join(row[3] for row in rows)
        self.matrix = np.frombuffer(exact, dtype="<f4").reshape(-1, dimension)

    def __len__(self) -> int:
        return len(self.rows)


def _best(found: _Candidates, query: Vectors, k: int) -> list[Hit]:
    if not len(found):
        return []
    exact = exact_cosines(found.matrix, query.astype(np.float64))
    order = np.lexsort((np.arange(len(found)), -exact))[:k]  # rows are in order of id
    hits = []
    for index in order.tolist():
        id, chunk, document = found.rows[index]
        hits.append(Hit(id, chunk, document, float(exact[index])))
    return hits


def stored_vectors(
    connection: Connection, keys: Sequence[str]
) -> dict[str, npt.NDArray[np.float32]]:
    """Key -> vector, for those of `keys` that the database holds; one round trip."""
    if not keys:
        return {}
    found = connection.rows(
        f"UNWIND $keys AS key CALL (key) {{ MATCH (t:{TEXT} {{vector_key: key}}) "
        "RETURN t.exact AS exact LIMIT 1 } RETURN collect(key) AS keys, collect(exact) AS vectors",
        {"keys": list(keys)},
    )[0]
    return {
        key: np.frombuffer(data, dtype="<f4")
        for key, data in zip(found["keys"], found["vectors"], strict=True)
    }
