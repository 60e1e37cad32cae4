"""The text index of an embedded store: one SQLite file with FTS5, the rows' hashes, and which
vector each text has.

Texts are indexed as `graph.tokens.words` cuts them, joined by blanks, and FTS5 only splits at the
blanks: both stores have the same words. Ranking is BM25 as FTS5 computes it (k1 1.2, b 0.75);
within a scope the same formula runs over the scope's own counts, so that a part of the base ranks
exactly as a base of only that part.
"""

from __future__ import annotations

import json
import math
import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph.errors import StoreError
from graph.model import Scope
from graph.protocols import Hit, TermStatistics, TextRow
from graph.stores.generations import REBUILD
from graph.tokens import words

KINDS = ("chunk", "sentence")
_TIED = 64  # texts read beyond those wanted, so that ties are cut by id
_K1, _B, _LEAST_IDF = 1.2, 0.75, 1e-6

_SCHEMA = """
CREATE TABLE texts (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, chunk TEXT NOT NULL,
    document TEXT NOT NULL, length INTEGER NOT NULL, vector INTEGER NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, text BLOB NOT NULL);
CREATE INDEX texts_document ON texts (document);
CREATE INDEX texts_chunk ON texts (chunk);
CREATE INDEX texts_vector ON texts (vector);
CREATE TABLE vectors (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, segment INTEGER NOT NULL,
    row INTEGER NOT NULL);
CREATE TABLE rows (key TEXT PRIMARY KEY, hash BLOB NOT NULL) WITHOUT ROWID;
""" + "".join(
    f"""
CREATE VIRTUAL TABLE words_{kind} USING fts5 (words, tokenize = "ascii tokenchars ''''");
CREATE VIRTUAL TABLE terms_{kind} USING fts5vocab (words_{kind}, row);
CREATE VIRTUAL TABLE places_{kind} USING fts5vocab (words_{kind}, instance);
"""
    for kind in KINDS
)


@dataclass(frozen=True, slots=True)
class VectorPlaces:
    """Where the texts of one kind and their vectors lie; parallel lists, ordered by id. `texts` are
    rows of the index, `lengths` words of each."""

    ids: list[str]
    chunks: list[str]
    documents: list[str]
    segments: list[int]
    rows: list[int]
    texts: list[int]
    lengths: list[int]


class TextIndex:
    """The index opened for reading; threads may share it."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        try:
            if path is None:
                self._db = sqlite3.connect(":memory:", check_same_thread=False)
                self._db.executescript(_SCHEMA)
            else:
                address = path.resolve().as_uri() + "?mode=ro&immutable=1"
                self._db = sqlite3.connect(address, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise _damaged(path, error) from None
        self._scoped = lru_cache(maxsize=4)(self._scoped_texts)
        self._totals = lru_cache(maxsize=len(KINDS))(self._count_texts)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def search(self, query: str, *, k: int, kind: str, scope: Scope) -> list[Hit]:
        """See `Store.search_text`."""
        terms = sorted(set(words(query)))
        if kind not in KINDS or not terms or k <= 0:
            return []
        if scope.documents is not None:
            return self._search_scope(terms, k, kind, scope.documents)
        match = " OR ".join(f'"{term}"' for term in terms)
        for most in (k + _TIED, -1):  # -1: no limit
            found = self._all(
                f"SELECT rowid, round(-bm25(words_{kind}), 6) AS score FROM words_{kind} "
                f"WHERE words_{kind} MATCH ? ORDER BY score DESC LIMIT ?",
                (match, most),
            )
            if len(found) < k + _TIED or found[k - 1][1] > found[-1][1]:
                break  # all that tie with the last are there
        least = found[min(k, len(found)) - 1][1] if found else 0.0
        return self._hits({row: score for row, score in found if score >= least})[:k]

    def _hits(self, scores: Mapping[int, float]) -> list[Hit]:
        """The texts with these rows, best first, ties by id."""
        found = self._all(
            "SELECT t.row, t.id, t.chunk, t.document FROM json_each(?) AS j "
            "JOIN texts AS t ON t.row = j.value",
            (json.dumps(list(scores)),),
        )
        hits = [Hit(id, chunk, document, scores[row]) for row, id, chunk, document in found]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))

    def texts(self, chunks: Sequence[str], *, kind: str) -> list[TextRow]:
        """See `Store.texts`."""
        found = self._all(
            'SELECT t.id, t.kind, t.chunk, t.document, t."start", t."end", t.text, v.key '
            "FROM json_each(?) AS j JOIN texts AS t ON t.chunk = j.value "
            "JOIN vectors AS v ON v.id = t.vector WHERE t.kind = ? "
            'ORDER BY t.document, t."start", t.id',
            (json.dumps(sorted(set(chunks))), kind),
        )
        return [
            TextRow(id, kind, chunk, document, start, end, _decode(text), vector)
            for id, kind, chunk, document, start, end, text, vector in found
        ]

    def statistics(self, terms: Sequence[str], *, kind: str, scope: Scope) -> TermStatistics:
        """See `Store.term_statistics`."""
        asked = sorted(set(terms))
        if kind not in KINDS:
            return TermStatistics(0, 0.0, {term: 0 for term in asked})
        if scope.documents is None:
            texts, length = self._totals(kind)
            frequency = {term: 0 for term in asked}
            for term in asked:
                found = self._all(f"SELECT doc FROM terms_{kind} WHERE term = ?", (term,))
                frequency[term] = found[0][0] if found else 0
        else:
            held = self._scoped(kind, scope.documents)
            texts, length = len(held), sum(row[3] for row in held.values())
            frequency = {term: len(self._occurrences(term, kind, held)) for term in asked}
        return TermStatistics(texts, length / texts if texts else 0.0, frequency)

    def rows(self) -> dict[str, str]:
        """Key -> hash of every row of the projection."""
        return {key: value.hex() for key, value in self._all("SELECT key, hash FROM rows")}

    def vector_places(self, kind: str) -> VectorPlaces:
        """Texts of `kind` and the segment and row of the vector of each, ordered by id."""
        found = self._all(
            "SELECT t.id, t.chunk, t.document, v.segment, v.row, t.row, t.length FROM texts AS t "
            "JOIN vectors AS v ON v.id = t.vector WHERE t.kind = ? ORDER BY t.id",
            (kind,),
        )
        columns = [list(column) for column in zip(*found, strict=True)] or [[] for _ in range(7)]
        return VectorPlaces(*columns)

    def words_of(self, rows: Iterable[int], *, kind: str) -> dict[int, str]:
        """Row of the index -> the words of that text as they were cut, joined by blanks."""
        query = (
            f"SELECT rowid, words FROM words_{kind} WHERE rowid IN (SELECT value FROM json_each(?))"
        )
        return dict(self._all(query, (json.dumps(sorted(rows)),)))

    def places_of(self, keys: Sequence[str]) -> dict[str, tuple[int, int]]:
        """Key -> (segment, row) of the vectors held."""
        found = self._all(
            "SELECT v.key, v.segment, v.row FROM json_each(?) AS j JOIN vectors AS v "
            "ON v.key = j.value",
            (json.dumps(list(keys)),),
        )
        return {key: (segment, row) for key, segment, row in found}

    def counts(self) -> dict[str, int]:
        """Texts of each kind, and vectors."""
        found: dict[str, int] = dict(self._all("SELECT kind, count(*) FROM texts GROUP BY kind"))
        vectors = self._all("SELECT count(*) FROM vectors")[0][0]
        return {**{kind: found.get(kind, 0) for kind in KINDS}, "vectors": vectors}

    def _search_scope(
        self, terms: Sequence[str], k: int, kind: str, documents: frozenset[str]
    ) -> list[Hit]:
        held = self._scoped(kind, documents)
        if not held:
            return []
        mean = sum(row[3] for row in held.values()) / len(held)
        scores: dict[int, float] = {}
        for term in terms:
            counts = self._occurrences(term, kind, held)
            if not counts:
                continue
            weight = idf(len(held), len(counts))
            for row, count in counts.items():
                score = term_score(weight, count, held[row][3], mean)
                scores[row] = scores.get(row, 0.0) + score
        ranked = sorted((-round(score, 6), held[row][0], row) for row, score in scores.items())
        return [Hit(id, held[row][1], held[row][2], -score) for score, id, row in ranked[:k]]

    def _occurrences(
        self, term: str, kind: str, held: Mapping[int, tuple[str, str, str, int]]
    ) -> dict[int, int]:
        found = self._all(
            f"SELECT doc, count(*) FROM places_{kind} WHERE term = ? GROUP BY doc", (term,)
        )
        return {row: count for row, count in found if row in held}

    def _scoped_texts(
        self, kind: str, documents: frozenset[str]
    ) -> dict[int, tuple[str, str, str, int]]:
        found = self._all(
            "SELECT t.row, t.id, t.chunk, t.document, t.length FROM json_each(?) AS j "
            "JOIN texts AS t ON t.document = j.value WHERE t.kind = ?",
            (json.dumps(sorted(documents)), kind),
        )
        return {row[0]: row[1:] for row in found}

    def _count_texts(self, kind: str) -> tuple[int, int]:
        found = self._all("SELECT count(*), sum(length) FROM texts WHERE kind = ?", (kind,))
        return found[0][0], found[0][1] or 0

    def _all(self, sql: str, parameters: tuple[object, ...] = ()) -> list[Any]:
        try:
            with self._lock:
                return self._db.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise _damaged(self._path, error) from None


class TextIndexWriter:
    """The next generation's index while it is built; nobody reads it yet, so it needs neither a
    journal nor flushing."""

    def __init__(self, path: Path, *, new: bool) -> None:
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        if new:
            self._db.executescript(_SCHEMA)
        self._db.execute("BEGIN")

    def held(self) -> dict[str, bytes]:
        """Key -> hash of the rows of the projection."""
        return dict(self._db.execute("SELECT key, hash FROM rows"))

    def set_rows(self, changed: Iterable[tuple[str, bytes]], gone: Iterable[str]) -> None:
        """Remember the hashes of changed rows and forget rows that are gone."""
        self._db.executemany("DELETE FROM rows WHERE key = ?", ((key,) for key in gone))
        self._db.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?)", changed)

    def remove(self, ids: Iterable[str]) -> None:
        """Remove texts; unknown ids are no error."""
        for id in ids:
            found = self._db.execute("SELECT row, kind FROM texts WHERE id = ?", (id,)).fetchone()
            if found is not None:
                self._db.execute(f"DELETE FROM words_{found[1]} WHERE rowid = ?", found[:1])
                self._db.execute("DELETE FROM texts WHERE row = ?", found[:1])

    def add(self, texts: Iterable[TextRow]) -> None:
        """Add texts, replacing those with the same id. Their vectors must have places."""
        for text in texts:
            if text.kind not in KINDS:
                raise StoreError(f"Text {text.id} has kind {text.kind!r}; use one of {KINDS}.")
            vector = self._db.execute(
                "SELECT id FROM vectors WHERE key = ?", (text.vector_key,)
            ).fetchone()
            if vector is None:
                raise StoreError(
                    f"Text {text.id} names vector {text.vector_key}, which is neither in the store "
                    "nor in the change; nothing was changed. Add the vector to the same change."
                )
            cut = words(text.text)
            row = self._db.execute(
                "INSERT INTO texts (id, kind, chunk, document, length, vector, "
                '"start", "end", text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
                (
                    text.id,
                    text.kind,
                    text.chunk,
                    text.document,
                    len(cut),
                    vector[0],
                    text.start,
                    text.end,
                    text.text.encode("utf-8", "surrogatepass"),
                ),
            ).lastrowid
            self._db.execute(
                f"INSERT INTO words_{text.kind} (rowid, words) VALUES (?, ?)", (row, " ".join(cut))
            )

    def known_vectors(self, keys: Iterable[str]) -> set[str]:
        """Those of `keys` that have a place."""
        asked = json.dumps(list(keys))
        found = self._db.execute(
            "SELECT key FROM vectors WHERE key IN (SELECT value FROM json_each(?))", (asked,)
        )
        return {row[0] for row in found}

    def place_vectors(self, keys: Iterable[str], segment: int) -> None:
        """Say that `keys` are rows 0, 1, 2 … of `segment`."""
        places = ((key, segment, row) for row, key in enumerate(keys))
        self._db.executemany("INSERT INTO vectors (key, segment, row) VALUES (?, ?, ?)", places)

    def drop_unused_vectors(self) -> None:
        """Forget vectors that no text names any more: their rows in a segment are tombstones."""
        self._db.execute("DELETE FROM vectors WHERE id NOT IN (SELECT vector FROM texts)")

    def live_rows(self, segment: int) -> list[tuple[int, int]]:
        """(vector id, row) of the vectors of `segment` that are in use, in row order."""
        return self._db.execute(
            "SELECT id, row FROM vectors WHERE segment = ? ORDER BY row", (segment,)
        ).fetchall()

    def move_vectors(self, ids: Iterable[int], segment: int) -> None:
        """Say that the vectors `ids` are now rows 0, 1, 2 … of `segment`."""
        places = ((segment, row, id) for row, id in enumerate(ids))
        self._db.executemany("UPDATE vectors SET segment = ?, row = ? WHERE id = ?", places)

    def commit(self) -> None:
        """Keep what was written."""
        self._db.commit()

    def close(self) -> None:
        """Close the file; what was not committed is lost."""
        self._db.close()


def idf(texts: int, held: int) -> float:
    """Inverse document frequency as FTS5 computes it, of a word that `held` of `texts` hold."""
    value = math.log((texts - held + 0.5) / (held + 0.5))
    return value if value > 0 else _LEAST_IDF


def term_score(idf: float, count: int, length: int, mean: float) -> float:
    """What one word adds to a text's BM25: it occurs `count` times among `length` words, and the
    texts have `mean` words."""
    norm = _K1 * (1 - _B + _B * length / mean)
    return idf * count * (_K1 + 1) / (count + norm)


def _decode(text: bytes) -> str:
    return text.decode("utf-8", "surrogatepass")


def _damaged(path: Path | None, error: Exception) -> StoreError:
    return StoreError(f"The text index {path} cannot be read ({error}); {REBUILD}")
