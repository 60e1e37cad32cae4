"""`graph.protocols.Store` in a Neo4j database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

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
from graph.rows import edge_key, node_key, row_key, text_key
from graph.scope_resolution import answerable
from graph.stores.delta_news import Change
from graph.stores.neo4j import held, read_back, reading, server_writing, termination
from graph.stores.neo4j.driver import Connection, ReadOnlyServer, Server
from graph.stores.neo4j.known import KnownRows
from graph.stores.neo4j.layout import (
    HIDDEN,
    LAYOUT,
    STATE,
    State,
    check_state,
    make_schema,
    missing_indexes,
    read_state,
)
from graph.stores.neo4j.searching import Searches, stored_vectors
from graph.stores.visibility import PRIMARY_LABELS

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

_NOTHING = Delta([], [], [], [], [], [], {}, "", 0)
_WIPED = 10_000  # rows that one transaction deletes


def _silent(done: int, total: int) -> None:
    return None


class Neo4jStore:
    """One knowledge base in one database. Threads may share an object.

    `base` is the record's identity and `base_name` what people call it; a database that holds
    another base is refused. `dimension` and `embedder_fingerprint` are those of the retrieval
    embedder. With `fresh`, what the database holds of this base is deleted by the first `apply`;
    with `replace`, another base's too. `known_rows` is a file for the rows that the server says it
    holds (`known.py`), so that they are not fetched for every change.

    An object cannot hold on to one generation: a server keeps none but the newest. `newest` says
    which that is, so that a reader can begin again.
    """

    keeps_generation = False

    def __init__(
        self,
        server: Server,
        *,
        base: str,
        base_name: str,
        dimension: int,
        embedder_fingerprint: str,
        fresh: bool = False,
        replace: bool = False,
        known_rows: Path | None = None,
    ) -> None:
        self._server = server
        self._base, self._base_name = base, base_name
        self._dimension = dimension
        self._embedder = embedder_fingerprint
        self._fresh = fresh or replace
        self._replace = replace
        self._closed = False
        self._connection = Connection(server)
        try:
            self._state = self._read_state()
        except BaseException:
            self._connection.close()
            raise
        self._searches = Searches(self._connection, dimension)
        self._known = KnownRows(known_rows)
        self._rows: dict[str, str] | None = None  # as `rows` gave them, changes since included
        self._written: Change | None = None
        self.on_rows: Callable[[int, int], None] = _silent

    # --- state ---------------------------------------------------------------------------------

    def _read_state(self) -> State | None:
        """The state as far as this object goes by it: None where nothing counts."""
        state = read_state(self._connection)
        if state is None:
            return None
        if not self._replace:
            check_state(
                state, self._server, base=self._base, base_name=self._base_name, fresh=self._fresh
            )
        if self._fresh:
            return None
        if (state.dimension, state.embedder) != (self._dimension, self._embedder):
            raise StoreError(
                f"The vectors in the {self._server} were made by {state.embedder} with "
                f"{state.dimension} dimensions, not by {self._embedder} with {self._dimension}; "
                "use that embedder or project anew with: groundgraph build --rebuild"
            )
        return state

    def _reading(self) -> State | None:
        """The state, for a call that reads the graph. Raises `StoreError` where a change has
        begun and not ended."""
        self._open()
        if self._state is not None and self._state.pending:
            raise StoreError(
                f"The {self._server} is in the middle of a change that is running or was stopped; "
                "wait for it, or finish it with: groundgraph store push"
            )
        return self._state

    def _open(self) -> None:
        if self._closed:
            raise StoreError(f"The store, {self._server}, is closed; open it again.")

    @property
    def generation(self) -> Mapping[str, str | int]:
        """See `Store.generation`; a store that was never written is called ``empty``, one in the
        middle of a change ``unfinished``."""
        self._open()
        state = self._state
        if state is None:
            return {"name": _name(state), "content_hash": "", "position": 0}
        return {
            "name": _name(state),
            "content_hash": "" if state.pending else state.content_hash,
            "position": state.position,
        }

    def newest(self) -> str:
        """The newest generation's name, whatever this object goes by."""
        self._open()
        return _name(self._read_state())

    def refresh(self) -> bool:
        """Go by the newest generation; True where it is another than before."""
        self._open()
        state = self._read_state()
        if state == self._state:
            return False
        self._state = state
        self._searches = Searches(self._connection, self._dimension)
        return True

    def verify(self) -> None:
        """Raises `StoreError` where a search index is missing or not ready."""
        self._open()
        if self._state is None:
            return
        missing = missing_indexes(self._connection, self._dimension)
        if missing:
            raise StoreError(
                f"The {self._server} lacks the index {missing[0]} ({len(missing)} missing); make "
                f"it again with: groundgraph store push --to {self._server.address}"
            )

    def make_indexes(self) -> None:
        """Make the search indexes that are missing and wait until they are filled."""
        self._open()
        if self._state is not None:
            make_schema(self._connection, (), (), self._dimension)

    def close(self) -> None:
        """See `Store.close`."""
        self._closed = True
        self._connection.close()

    # --- writing -------------------------------------------------------------------------------

    def apply(self, delta: Delta) -> str:
        """See `Store.apply`. Up to `server_writing.ONE_TRANSACTION` rows are written as a whole or
        not at all. Of a larger change a killed writer, or an error, may leave a part; readers are
        refused until the next `apply` has finished it."""
        self._open()
        state = self._read_state()
        there = {} if state is None else self._held(delta)
        change = Change(delta, there)
        self._written = change
        reached = (delta.content_hash, delta.position)
        if (
            state is not None
            and not (state.pending or change.any)
            and (state.content_hash, state.position) == reached
        ):
            return state.name
        vectors = self._check(change, delta)
        after = self._after(delta)
        if self._fresh:
            self._wipe(after)
        labels = {node.label for node in change.nodes.values()}
        types = {edge.type for edge in change.edges.values()}
        make_schema(self._connection, sorted(labels), sorted(types), self._dimension)
        steps = list(server_writing.steps(change, vectors, there))
        if change.rows <= server_writing.ONE_TRANSACTION:
            self._write_whole(steps, after)
        else:
            self._write_parts(steps, after)
        self._fresh = self._replace = False
        self._remember(change, after)
        self.refresh()
        return after.name

    def _held(self, delta: Delta) -> dict[str, bytes]:
        """Key -> hash of the rows of `delta` that the database holds: only those are asked for,
        unless they are so many that reading all is quicker."""
        given: list[NodeRow | EdgeRow | TextRow] = [*delta.nodes, *delta.edges, *delta.texts]
        keys = {row_key(row) for row in given}
        keys |= {node_key(*pair) for pair in delta.removed_nodes}
        keys |= {edge_key(*pair) for pair in delta.removed_edges}
        keys |= {text_key(id) for id in delta.removed_texts}
        found = (
            held.hashes_of(self._connection, keys)
            if len(keys) <= server_writing.ONE_TRANSACTION
            else held.row_hashes(self._connection)
        )
        return {key: bytes.fromhex(value) for key, value in found.items()}

    def _remember(self, change: Change, after: State) -> None:
        if self._rows is None:
            return
        news = (*change.nodes, *change.edges, *change.texts)
        rows = {**self._rows, **{key: change.hashes[key].hex() for key in news}}
        for key in change.gone:
            rows.pop(key, None)
        self._rows = rows if self._known.keep(rows, after.content_hash) else None

    @property
    def written(self) -> int:
        """Rows that the last change of this object wrote or removed."""
        return 0 if self._written is None else self._written.rows

    def unlike(self) -> list[str]:
        """What of the last change of this object does not lie there as it was written: keys, and
        labels of which there are too many or too few. Reads the rows of the change and counts."""
        self._open()
        if self._written is None:
            return []
        return read_back.unlike(self._connection, self._written, self._rows)

    def distrust(self, keys: Sequence[str]) -> None:
        """Forget what the database says of the rows `keys` and of its whole content, because
        somebody changed it by hand: the next change writes them anew."""
        self._open()

        def work(transaction: ManagedTransaction, again: bool) -> None:
            _lock_state(transaction)
            held.distrust(transaction, keys)
            transaction.run(f"MATCH (s:{STATE}) SET s.content_hash = ''").consume()

        self._connection.write(work)
        self.refresh()

    def _after(self, delta: Delta) -> State:
        there = read_state(self._connection)  # numbers go up, also where all is recomputed
        number = 0 if there is None else there.number
        return State(
            base=self._base,
            base_name=self._base_name,
            number=number + 1,
            content_hash=delta.content_hash,
            position=delta.position,
            dimension=self._dimension,
            embedder=self._embedder,
            layout=LAYOUT,
            pending=False,
        )

    def _check(self, change: Change, delta: Delta) -> Mapping[str, npt.NDArray[np.float32]]:
        """The vectors that the change needs. Raises `StoreError` for what cannot be written."""
        wanted = {row.vector_key for row in change.texts.values()} - delta.vectors.keys()
        known = stored_vectors(self._connection, sorted(wanted))
        server_writing.check(change, delta, self._dimension, frozenset(known))
        return {**known, **delta.vectors}

    def _write_whole(self, steps: Sequence[tuple[int, server_writing.Work]], after: State) -> None:
        total = sum(rows for rows, _ in steps)

        def work(transaction: ManagedTransaction, again: bool) -> None:
            number = _lock_state(transaction)
            if again and number == after.number:
                return  # the first time was kept, and only its answer was lost
            if number not in (0, after.number - 1, after.number):
                raise StoreError(
                    f"Another process changed the {self._server} at the same time, and nothing "
                    "was changed here; run the same command again."
                )
            done = 0
            for rows, step in steps:
                step(transaction, again)
                done += rows
                self.on_rows(done, total)
            _put_state(transaction, after)

        self._connection.write(work)

    def _write_parts(self, steps: Sequence[tuple[int, server_writing.Work]], after: State) -> None:
        self._connection.write(lambda tx, _: _put_state(tx, replace(after, pending=True)))
        total, done = sum(rows for rows, _ in steps), 0
        for rows, step in steps:
            self._connection.write(step)
            done += rows
            self.on_rows(done, total)
        self._connection.write(lambda tx, _: _put_state(tx, after))

    def _wipe(self, after: State) -> None:
        """Delete what groundgraph keeps in the database, but for the state: that says it is in the
        middle of a change until the new graph is there."""
        self._connection.write(lambda tx, _: _put_state(tx, replace(after, pending=True)))
        for label in (*PRIMARY_LABELS, *(name for name in HIDDEN if name != STATE)):
            self._connection.command(
                f"MATCH (n:{label}) CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF {_WIPED} ROWS"
            )

    def overlay_activity(self, rows: Iterable[NodeRow | EdgeRow]) -> None:
        """See `Store.overlay_activity`; they are written into the database, where another reader
        sees them too, until the next call. A server that may only be read keeps showing what it
        has."""
        if self._reading() is None:
            return
        wanted = list(rows)
        nodes = [row for row in wanted if isinstance(row, NodeRow)]
        edges = [row for row in wanted if isinstance(row, EdgeRow)]
        given = {row_key(row) for row in wanted}

        def work(transaction: ManagedTransaction, again: bool) -> None:
            _lock_state(transaction)
            shown = held.noted_hashes(transaction)
            gone = [key.split("/", 2) for key in sorted(shown) if key not in given]
            delta = Delta(
                nodes,
                edges,
                [],
                [(label, id) for kind, label, id in gone if kind == "n"],
                [(type, id) for kind, type, id in gone if kind == "e"],
                [],
                {},
                "",
                0,
            )
            change = Change(delta, shown)
            server_writing.check(change, delta, self._dimension, frozenset())
            for _, step in server_writing.steps(change, {}, shown):
                step(transaction, again)

        try:
            if wanted:
                labels = sorted({row.label for row in nodes})
                types = sorted({row.type for row in edges})
                make_schema(self._connection, labels, types, self._dimension)
            self._connection.write(work)
        except ReadOnlyServer:
            return

    def clear(self) -> None:
        """Delete everything that groundgraph keeps in the database; the record is not touched."""
        self._open()
        if read_state(self._connection) is not None:
            self._wipe(self._after(_NOTHING))
            self._connection.command(f"MATCH (s:{STATE}) DELETE s")
        self.refresh()

    def rows(self, *, use_stored_hashes: bool = False) -> Mapping[str, str]:
        """See `Store.rows`: the hashes that the database keeps, of a change that is not finished
        too. With `use_stored_hashes` none is read where this machine knows the rows that the state
        names."""
        self._open()
        state = self._read_state()
        found: dict[str, str] | None = {} if state is None else None
        if state is not None and use_stored_hashes and not state.pending:
            found = self._known.read(state.content_hash)
        self._rows = held.row_hashes(self._connection) if found is None else found
        return self._rows

    # --- reading -------------------------------------------------------------------------------

    def search_text(self, query: str, *, k: int, kind: str, scope: Scope) -> list[Hit]:
        """See `Store.search_text`."""
        answerable(scope)
        if self._reading() is None:
            return []
        return self._searches.text(query, k=k, kind=kind, scope=scope)

    def texts(self, chunks: Sequence[str], *, kind: str) -> list[TextRow]:
        """See `Store.texts`."""
        return [] if self._reading() is None else self._searches.texts(chunks, kind=kind)

    def term_statistics(self, terms: Sequence[str], *, kind: str, scope: Scope) -> TermStatistics:
        """See `Store.term_statistics`."""
        answerable(scope)
        if self._reading() is None:
            return TermStatistics(0, 0.0, {term: 0 for term in sorted(set(terms))})
        return self._searches.statistics(terms, kind=kind, scope=scope)

    def search_vectors(
        self, vector: npt.NDArray[np.float32], *, k: int, kind: str, scope: Scope
    ) -> list[Hit]:
        """See `Store.search_vectors`; of more than `searching.SCANNED` texts the index proposes
        candidates, and a near text that it does not propose is missed."""
        answerable(scope)
        if vector.shape != (self._dimension,):
            raise StoreError(
                f"The question's vector has shape {vector.shape}, the store's have "
                f"({self._dimension},); ask with the embedder that the base was built with."
            )
        if self._reading() is None:
            return []
        return self._searches.nearest(vector, k=k, kind=kind, scope=scope)

    def vectors(self, keys: Sequence[str]) -> Vectors:
        """See `Store.vectors`."""
        self._reading()
        return self._searches.vectors(keys)

    def compare(
        self,
        chunks: Sequence[str],
        *,
        vector: npt.NDArray[np.float32] | None,
        terms: Sequence[str],
    ) -> list[Comparison]:
        """See `Store.compare`."""
        return [] if self._reading() is None else self._searches.compare(chunks, vector, terms)

    def neighbours(
        self, label: str, ids: Sequence[str], *, types: Sequence[str], limit: int, scope: Scope
    ) -> list[tuple[str, str, str, str]]:
        """See `Store.neighbours`; one round trip."""
        answerable(scope)
        if self._reading() is None:
            return []
        return reading.neighbours(
            self._connection, label, ids, types=types, limit=limit, scope=scope
        )

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
        self._reading()
        return reading.query(
            self._connection, cypher, parameters or {}, limit=limit, timeout_s=timeout_s
        )

    def end_queries(self, process: int) -> bool:
        """See `StoreReader.end_queries`."""
        return termination.end_queries(self._connection, process)

    def export(self) -> Iterator[NodeRow | EdgeRow]:
        """See `Store.export`."""
        if self._reading() is None:
            return iter(())
        return held.export(self._connection)


def _name(state: State | None) -> str:
    if state is None:
        return "empty"
    return "unfinished" if state.pending else state.name


def _lock_state(transaction: ManagedTransaction) -> int:
    """Keep other writers out until the transaction ends; returns the generation's number."""
    found = transaction.run(f"MATCH (s:{STATE}) SET s.id = 'state' RETURN s.number AS n").single()
    return 0 if found is None else int(found["n"])


def _put_state(transaction: ManagedTransaction, state: State) -> None:
    transaction.run(
        f"MERGE (s:{STATE} {{id: 'state'}}) SET s += $state", state=asdict(state)
    ).consume()
