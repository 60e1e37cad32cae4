"""One generation of an embedded store as its readers see it; each part is opened when needed."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from graph.errors import StoreError
from graph.protocols import Comparison, Vectors
from graph.stores.chunk_comparison import ChunkComparison
from graph.stores.generations import REBUILD, Generation
from graph.stores.graph_file import GraphFile
from graph.stores.text_index import TextIndex
from graph.stores.vector_segments import Matrices, VectorSearch, open_segment

GRAPH, TEXT = "graph.kgl", "text.sqlite"


class Snapshot:
    """Reads `generation` (None: nothing was ever written). The generation's lock is given back
    when the last reader lets go of the snapshot, so that a `refresh` in one thread takes nothing
    away from a query that still runs in another."""

    def __init__(self, generation: Generation | None, dimension: int) -> None:
        self.generation = generation
        self._dimension = dimension
        self._opening = threading.RLock()
        self._graph: GraphFile | None = None
        self._text: TextIndex | None = None
        self._matrices: Matrices | None = None
        self._searches: dict[str, VectorSearch] = {}
        self._comparison: ChunkComparison | None = None
        if generation is not None:
            weakref.finalize(self, generation.release)

    @property
    def graph(self) -> GraphFile:
        """The graph."""
        with self._opening:
            if self._graph is None:
                folder = None if self.generation is None else self.generation.folder
                self._graph = GraphFile(None if folder is None else folder / GRAPH)
            return self._graph

    @property
    def text(self) -> TextIndex:
        """The text index."""
        with self._opening:
            if self._text is None:
                folder = None if self.generation is None else self.generation.folder
                self._text = TextIndex(None if folder is None else folder / TEXT)
            return self._text

    def vector_search(self, kind: str) -> VectorSearch:
        """The vector search over texts of `kind`."""
        with self._opening:
            if kind not in self._searches:
                places = self.text.vector_places(kind)
                self._searches[kind] = VectorSearch(self.matrices, places)
            return self._searches[kind]

    def compare(
        self, chunks: Sequence[str], vector: npt.NDArray[np.float32] | None, terms: Sequence[str]
    ) -> list[Comparison]:
        """See `Store.compare`."""
        with self._opening:
            if self._comparison is None:
                kinds = self.vector_search("chunk"), self.vector_search("sentence")
                self._comparison = ChunkComparison(self.matrices, self.text, *kinds)
            comparison = self._comparison
        return comparison.compare(chunks, vector, terms)

    def vectors(self, keys: Sequence[str]) -> Vectors:
        """See `Store.vectors`."""
        places = self.text.places_of(keys)
        unknown = sorted(set(keys) - set(places))
        if unknown:
            raise StoreError(
                f"The store holds no vector {unknown[0]} ({len(unknown)} unknown); {REBUILD}"
            )
        segments, rows = zip(*(places[key] for key in keys), strict=True) if keys else ((), ())
        return self.matrices.take(self.matrices.positions(segments, rows))

    @property
    def matrices(self) -> Matrices:
        """The vectors."""
        with self._opening:
            if self._matrices is None:
                segments: dict[int, Vectors] = {}
                if self.generation is not None:
                    folder = self.generation.folder
                    for number in self.generation.manifest["segments"]:
                        segments[number] = open_segment(folder, number, self._dimension)
                self._matrices = Matrices(segments, self._dimension)
            return self._matrices
