"""The vectors of an embedded store: immutable float32 matrices, mapped into memory.

A segment is one ``.npy`` file that is never changed: the next generation links it. A vector whose
texts are all gone leaves an unused row (a tombstone) behind, until the segment is merged. Segments
are merged so that each is more than twice the next: their number stays logarithmic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from graph.errors import StoreError
from graph.model import Scope
from graph.protocols import Hit, Vectors
from graph.stores.generations import REBUILD
from graph.stores.text_index import VectorPlaces

_MOST_TOMBSTONES = 0.25
_DECIMALS = 6
_MARGIN = 1e-5  # float32 sums in another order differ by about 1e-7


def segment_path(folder: Path, number: int) -> Path:
    """The file of a segment."""
    return folder / "vectors" / f"{number:06d}.npy"


def open_segment(folder: Path, number: int, dimension: int) -> Vectors:
    """A segment's matrix (rows, dimension), mapped, read-only."""
    path = segment_path(folder, number)
    try:
        matrix: Vectors = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError) as error:
        raise StoreError(f"The vector file {path} cannot be read ({error}); {REBUILD}") from None
    if matrix.ndim != 2 or matrix.shape[1] != dimension or matrix.dtype != np.float32:
        raise StoreError(f"The vector file {path} has an unexpected shape; {REBUILD}")
    return matrix


def write_segment(folder: Path, number: int, matrix: Vectors) -> None:
    """Write a new segment."""
    path = segment_path(folder, number)
    path.parent.mkdir(exist_ok=True)
    np.save(path, np.ascontiguousarray(matrix, dtype=np.float32), allow_pickle=False)


def check_vector(key: str, vector: npt.NDArray[np.float32], dimension: int) -> None:
    """Raises `StoreError` unless `vector` is finite, of length 1 and of `dimension` numbers."""
    wrong = ""
    if vector.shape != (dimension,):
        wrong = f"has shape {vector.shape}, not ({dimension},)"
    elif not np.all(np.isfinite(vector)):
        wrong = "has values that are not numbers"
    elif abs(float(np.linalg.norm(vector.astype(np.float64))) - 1.0) > 1e-3:
        wrong = "is not of length 1"
    if wrong:
        raise StoreError(f"Vector {key} {wrong}; embed the texts again with the base's embedder.")


def segments_to_merge(sizes: Sequence[int], live: Sequence[int]) -> int:
    """Index of the first of the segments (oldest first) that are to be merged into one; their
    number when none is. `sizes` are rows, `live` those in use."""
    if sum(sizes) and 1 - sum(live) / sum(sizes) > _MOST_TOMBSTONES:
        return 0
    start, rows = len(sizes), 0
    for index in range(len(sizes) - 1, -1, -1):
        if rows and sizes[index] > 2 * rows:
            break
        start, rows = index, rows + sizes[index]
    return start if start < len(sizes) - 1 else len(sizes)


def exact_cosines(
    rows: npt.NDArray[np.float32], query: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """The cosines of unit vectors and `query`, each summed in double precision by itself, so that
    it does not depend on what else is compared; rounded as every store compares and shows them."""
    length = float(np.sqrt(np.sum(query * query))) or 1.0
    products = np.ascontiguousarray(rows).astype(np.float64) * query
    exact: npt.NDArray[np.float64] = np.round(np.sum(products, axis=1) / length, _DECIMALS)
    return exact


class Matrices:
    """The segments of one generation, rows counted through all of them."""

    def __init__(self, segments: Mapping[int, Vectors], dimension: int) -> None:
        numbers = sorted(segments)
        self._segments = [segments[number] for number in numbers]
        sizes = [len(segment) for segment in self._segments]
        self._starts = np.cumsum([0, *sizes], dtype=np.int64)
        self._offsets = dict(zip(numbers, self._starts.tolist(), strict=False))
        self._dimension = dimension
        self._last: tuple[bytes, npt.NDArray[np.float32]] | None = None

    def positions(self, segments: Sequence[int], rows: Sequence[int]) -> npt.NDArray[np.int64]:
        """Where rows of segments stand among all rows."""
        first = np.array([self._offsets[number] for number in segments], dtype=np.int64)
        return first + np.array(rows, dtype=np.int64)

    def near(self, query: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Products of every row with `query` in single precision. One question asks for them
        several times, so those of the last are kept."""
        asked, kept = query.tobytes(), self._last
        if kept is not None and kept[0] == asked:
            return kept[1]
        parts = [segment @ query for segment in self._segments]
        products = np.concatenate(parts) if parts else np.empty(0, dtype=np.float32)
        self._last = (asked, products)
        return products

    def take(self, positions: npt.NDArray[np.int64]) -> Vectors:
        """The vectors at `positions`."""
        found = np.empty((len(positions), self._dimension), dtype=np.float32)
        for segment, start in zip(self._segments, self._starts.tolist(), strict=False):
            here = (positions >= start) & (positions < start + len(segment))
            if here.any():
                found[here] = segment[positions[here] - start]
        return found


class VectorSearch:
    """Exact cosine search over the texts of one kind."""

    def __init__(self, matrices: Matrices, places: VectorPlaces) -> None:
        self.places = places
        self.positions = matrices.positions(places.segments, places.rows)
        self._matrices = matrices
        names = sorted(set(places.documents))
        self._code = {name: code for code, name in enumerate(names)}
        codes = [self._code[name] for name in places.documents]
        self._document = np.array(codes, dtype=np.int64)

    def search(self, vector: npt.NDArray[np.float32], *, k: int, scope: Scope) -> list[Hit]:
        """See `Store.search_vectors`. Every text is compared; the best are scored again in double
        precision, each by itself, so that scores do not depend on how segments are cut."""
        query = np.asarray(vector, dtype=np.float32)
        rows = None if scope.documents is None else self._within(scope.documents)
        if k <= 0 or not len(self.positions if rows is None else rows):
            return []
        positions = self.positions if rows is None else self.positions[rows]
        best = _best(self._matrices.near(query)[positions], k)
        rows, positions = best if rows is None else rows[best], positions[best]
        exact = self._exact(positions, query)
        order = np.lexsort((rows, -exact))[:k]  # rows are in order of id
        found = zip(rows[order].tolist(), exact[order].tolist(), strict=True)
        places = self.places
        return [Hit(places.ids[r], places.chunks[r], places.documents[r], s) for r, s in found]

    def _within(self, documents: Iterable[str]) -> npt.NDArray[np.int64]:
        codes = [self._code[name] for name in sorted(documents) if name in self._code]
        return np.flatnonzero(np.isin(self._document, np.array(codes, dtype=np.int64)))

    def _exact(self, positions: npt.NDArray[np.int64], query: Vectors) -> npt.NDArray[np.float64]:
        """Cosines of `positions`, rounded; texts that share a vector are computed once."""
        distinct, back = np.unique(positions, return_inverse=True)
        return exact_cosines(self._matrices.take(distinct), query.astype(np.float64))[back]


def _best(similarity: npt.NDArray[np.float32], k: int) -> npt.NDArray[np.int64]:
    """Where the `k` highest stand, and all that may turn out to be as high."""
    if k >= len(similarity):
        return np.arange(len(similarity))
    worst = np.partition(similarity, len(similarity) - k)[len(similarity) - k]
    return np.flatnonzero(similarity >= worst - _MARGIN)
