"""The embedded store: one folder, no server.

    folder/CURRENT                 name of the newest generation
    folder/gen-000007/graph.kgl    the graph (kglite)
                      text.sqlite  words, hashes of rows, places of vectors (SQLite FTS5)
                      vectors/     segments (NumPy)
                      manifest.json, lock

Opening reads the manifest only. The graph, the text index and the vectors are each opened by the
first call that needs them: a Cypher query loads no vectors, a text search no graph.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from graph import cypher_gate
from graph.errors import StoreError
from graph.model import Scope
from graph.protocols import (
    Comparison,
    Delta,
    EdgeRow,
    Hit,
    NodeRow,
    TermStatistics,
    TextRow,
    Vectors,
)
from graph.scope_resolution import answerable
from graph.stores import delta_files, generations, graph_file, visibility
from graph.stores.generations import REBUILD, Generation
from graph.stores.snapshot import Snapshot


class EmbeddedStore:
    """`graph.protocols.Store` in a folder. Threads may read one object at once; writers in other
    processes are kept out by a lock, readers never are.

    `dimension` and `embedder_fingerprint` are those of the retrieval embedder; a folder written
    with others is refused. With `fresh`, what the folder holds is ignored and the first `apply`
    starts from nothing: that is how a damaged or outdated store is rebuilt.
    """

    keeps_generation = True
    """Whether an object goes on reading its generation when a newer one is there."""

    def __init__(
        self,
        folder: Path,
        *,
        dimension: int,
        embedder_fingerprint: str,
        fresh: bool = False,
    ) -> None:
        self._folder = folder
        self._dimension = dimension
        self._embedder = embedder_fingerprint
        self._fresh = fresh
        self._snapshot: Snapshot | None = Snapshot(None if fresh else self._open(), dimension)

    def apply(self, delta: Delta) -> str:
        """See `Store.apply`. The change is made to the newest generation, also where another
        process has written it; afterwards this object reads the new one. A delta that changes
        nothing writes nothing."""
        self._reading()
        with generations.writing(self._folder):
            base = None if self._fresh else self._open()
            try:
                name = self._write(base, delta)
            finally:
                if base is not None:
                    base.release()
            self._fresh = False
            self.refresh()
        return name

    def _write(self, base: Generation | None, delta: Delta) -> str:
        kglite = graph_file.engine()
        try:
            name, building = generations.begin(self._folder, forget=self._fresh)
            try:
                facts = delta_files.build(base, building, delta, dimension=self._dimension)
                if facts is None and base is not None:
                    return base.name
                manifest = {
                    **(facts or {}),
                    "dimension": self._dimension,
                    "embedder": self._embedder,
                    "kglite": kglite.__version__,
                }
                generations.publish(self._folder, name, building, manifest, base)
                return name
            finally:
                shutil.rmtree(building, ignore_errors=True)
        except (kglite.KgError, sqlite3.Error, OSError, ValueError, TypeError) as error:
            raise generations.cannot_write(self._folder, error) from error

    def _open(self) -> Generation | None:
        generation = generations.open_generation(self._folder)
        if generation is None:
            return None
        made = (generation.manifest["dimension"], generation.manifest["embedder"])
        if made != (self._dimension, self._embedder):
            generation.release()
            raise StoreError(
                f"The vectors in {self._folder} were made by {made[1]} with {made[0]} dimensions, "
                f"not by {self._embedder} with {self._dimension}; use that embedder or {REBUILD}"
            )
        return generation

    def _reading(self) -> Snapshot:
        if self._snapshot is None:
            raise StoreError(f"The store at {self._folder} is closed; open it again.")
        return self._snapshot

    def refresh(self) -> bool:
        """Move to the newest generation; True where it is another than before."""
        held = self._reading().generation
        name = None if self._fresh else generations.current_name(self._folder)
        if name == (None if held is None else held.name):
            return False
        self._snapshot = Snapshot(self._open(), self._dimension)
        return True

    def newest(self) -> str:
        """The newest generation's name, whatever this object reads."""
        self._reading()
        return generations.current_name(self._folder) or "empty"

    @property
    def generation(self) -> Mapping[str, str | int]:
        """See `Store.generation`; a store that was never written is called ``empty``. Beside
        that, ``manifest`` is the hash of the manifest, which has those of all files."""
        held = self._reading().generation
        if held is None:
            return {"name": "empty", "content_hash": "", "position": 0}
        told = {key: held.manifest[key] for key in ("name", "content_hash", "position")}
        return {**told, "manifest": generations.manifest_hash(held.manifest)}

    @property
    def counts(self) -> Mapping[str, int]:
        """Numbers of ``nodes``, ``edges``, ``chunk`` and ``sentence`` texts, and ``vectors``."""
        held = self._reading().generation
        if held is None:
            return dict.fromkeys(("nodes", "edges", "chunk", "sentence", "vectors"), 0)
        return dict(held.manifest["counts"])

    def verify(self) -> None:
        """Read every file and compare its hash with the manifest. Raises `StoreError`."""
        held = self._reading().generation
        if held is not None:
            generations.verify_files(held)

    def close(self) -> None:
        """See `Store.close`."""
        if self._snapshot is not None and self._snapshot.generation is not None:
            self._snapshot.generation.release()
        self._snapshot = None

    def overlay_activity(self, rows: Iterable[NodeRow | EdgeRow]) -> None:
        """See `Store.overlay_activity`; kept in memory, for the generation that is being read."""
        self._reading().graph.note(rows)

    def rows(self, *, use_stored_hashes: bool = False) -> Mapping[str, str]:
        """See `Store.rows`."""
        return self._reading().text.rows()

    def search_text(self, query: str, *, k: int, kind: str, scope: Scope) -> list[Hit]:
        """See `Store.search_text`."""
        return self._reading().text.search(query, k=k, kind=kind, scope=answerable(scope))

    def texts(self, chunks: Sequence[str], *, kind: str) -> list[TextRow]:
        """See `Store.texts`."""
        return self._reading().text.texts(chunks, kind=kind)

    def term_statistics(self, terms: Sequence[str], *, kind: str, scope: Scope) -> TermStatistics:
        """See `Store.term_statistics`."""
        return self._reading().text.statistics(terms, kind=kind, scope=answerable(scope))

    def search_vectors(
        self, vector: npt.NDArray[np.float32], *, k: int, kind: str, scope: Scope
    ) -> list[Hit]:
        """See `Store.search_vectors`."""
        if vector.shape != (self._dimension,):
            raise StoreError(
                f"The question's vector has shape {vector.shape}, the store's have "
                f"({self._dimension},); ask with the embedder that the base was built with."
            )
        search = self._reading().vector_search(kind)
        return search.search(vector, k=k, scope=answerable(scope))

    def vectors(self, keys: Sequence[str]) -> Vectors:
        """See `Store.vectors`."""
        return self._reading().vectors(keys)

    def compare(
        self,
        chunks: Sequence[str],
        *,
        vector: npt.NDArray[np.float32] | None,
        terms: Sequence[str],
    ) -> list[Comparison]:
        """See `Store.compare`."""
        return self._reading().compare(chunks, vector, terms)

    def neighbours(
        self, label: str, ids: Sequence[str], *, types: Sequence[str], limit: int, scope: Scope
    ) -> list[tuple[str, str, str, str]]:
        """See `Store.neighbours`."""
        query = self._reading().graph.rows
        seen = answerable(scope)
        return visibility.neighbours(query, label, ids, types=types, limit=limit, scope=seen)

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, object] | None = None,
        *,
        limit: int = 10_000,
        timeout_s: float = 30.0,
    ) -> list[dict[str, object]]:
        """See `Store.read`."""
        cypher_gate.check(cypher, parameters)
        graph = self._reading().graph
        return graph.query(cypher, parameters or {}, limit=limit, timeout_s=timeout_s)

    def end_queries(self, process: int) -> bool:
        """See `StoreReader.end_queries`: a query ends with its process."""
        return True

    def export(self) -> Iterator[NodeRow | EdgeRow]:
        """See `Store.export`."""
        return self._reading().graph.export()
