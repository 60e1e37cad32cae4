"""The vectors of an embedded store: immutable float32 matrices, mapped into memory.

A segment is one ``.npy`` file that is never changed: the next generation links it. A vector whose
texts are all gone leaves an unused row (a tombstone) behind, until the segment is merged. Segments
are merged so that each is more than twice the next: their number stays logarithmic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def exact_cosine(row: npt.NDArray[np.float32], query: npt.NDArray[np.float64]) -> float:
    """The cosine of a unit vector and `query`, summed in double precision by itself, so that it
    does not depend on what else is compared. Not yet rounded: see `rounded`."""
    length = float(np.sqrt(np.sum(query * query))) or 1.0
    return float(np.sum(row.astype(np.float64) * query)) / length


def rounded(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Scores as they are compared and shown by every store."""
    return np.round(scores, _DECIMALS)


class VectorSearch:
    """Exact cosine search over the texts of one kind."""

    def __init__(self, segments: Mapping[int, Vectors], places: VectorPlaces) -> None:
        self._places = places
        self._segments = [segments[number] for number in sorted(segments)]
        offsets, total = {}, 0
        for number in sorted(segments):
            offsets[number] = total
            total += len(segments[number])
        first = np.array([offsets[number] for number in places.segments], dtype=np.int64)
        self._position = first + np.array(places.rows, dtype=np.int64)
        names = sorted(set(places.documents))
        self._code = {name: code for code, name in enumerate(names)}
        codes = [self._code[name] for name in places.documents]
        self._document = np.array(codes, dtype=np.int64)

    def search(self, vector: npt.NDArray[np.float32], *, k: int, scope: Scope) -> list[Hit]:
        """See `Store.search_vectors`. Every text is compared; the best are scored again in double
        precision, each by itself, so that scores do not depend on how segments are cut."""
        rows = np.arange(len(self._position))
        if scope.documents is not None:
            codes = [self._code[name] for name in sorted(scope.documents) if name in self._code]
            rows = rows[np.isin(self._document, np.array(codes, dtype=np.int64))]
        if k <= 0 or not len(rows):
            return []
        query = np.asarray(vector, dtype=np.float32)
        near = np.concatenate([segment @ query for segment in self._segments])
        similarity = near[self._position[rows]]
        if k < len(rows):
            worst = np.partition(similarity, len(rows) - k)[len(rows) - k]
            rows = rows[similarity >= worst - _MARGIN]
        exact = self._exact(rows, query)
        order = np.lexsort((rows, -exact))[:k]  # rows are in order of id
        found = zip(rows[order].tolist(), exact[order].tolist(), strict=True)
        places = self._places
        return [Hit(places.ids[r], places.chunks[r], places.documents[r], s) for r, s in found]

    def _exact(self, rows: npt.NDArray[np.int64], query: Vectors) -> npt.NDArray[np.float64]:
        """Cosines of `rows`, rounded; texts that share a vector are computed once."""
        wide = query.astype(np.float64)
        positions, back = np.unique(self._position[rows], return_inverse=True)
        starts = np.cumsum([0, *(len(segment) for segment in self._segments)])
        scores = np.empty(len(positions), dtype=np.float64)
        for index, position in enumerate(positions.tolist()):
            number = int(np.searchsorted(starts, position, side="right")) - 1
            row = self._segments[number][position - int(starts[number])]
            scores[index] = exact_cosine(row, wide)
        return rounded(scores)[back]
