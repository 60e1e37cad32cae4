"""The graph of an embedded store: one kglite file, written by deltas, read with Cypher.

What was found out about kglite 0.21.2, and why things are done as they are:

- ``UNWIND $rows … CREATE`` keeps types (ints, bools, lists, code points, NUL), leaves nulls
  absent, needs no pandas, and keeps parallel edges of one type between the same two nodes.
  `add_relationships` merges those on every load after the first, and imports pandas.
- Node ids are unique per label and stay strings. ``properties(n)`` adds ``title`` (a copy of the
  name) and ``type`` (the label), so no property of ours may have these names.
- Reserved words are refused as property names without backticks (``r.end``); Neo4j takes them.
  `graph.cypher_gate.quote_reserved` puts the backticks where a reader left them out.
- ``WITH b, count(*)`` after an OPTIONAL MATCH gives wrong rows: see `graph.stores.kglite_rows`.
- ``DELETE`` of a node that still has edges fails, as in Neo4j: a delta that forgets an edge is
  found out, not repaired in silence.
"""

from __future__ import annotations

import threading
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from graph.cypher_gate import KEPT_TEXTS, quote_reserved
from graph.errors import QueryFailed, StoreError
from graph.protocols import EdgeRow, NodeRow
from graph.rows import row_key
from graph.stores.generations import REBUILD
from graph.stores.kglite_rows import count_rows_by_constant

if TYPE_CHECKING:
    import kglite

_BATCH = 20_000
_ADDED_BY_KGLITE = ("title", "type")
_Group = TypeVar("_Group", bound=object)
_Row = TypeVar("_Row")


class GraphFile:
    """A graph opened for reading; any number of threads may query it at once."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._source = load(path) if path is not None else new_graph()
        self._frozen: kglite.FrozenGraph | None = self._source.freeze()
        self._noted: dict[str, NodeRow | EdgeRow] = {}
        self._changing = threading.Lock()

    def note(self, rows: Iterable[NodeRow | EdgeRow]) -> None:
        """Show exactly these rows beside those of the file, see `Store.overlay_activity`. The
        change is made in place where no query is running; else kglite copies the graph first (64 ms
        for 400,000 elements), and the query goes on with what it saw."""
        wanted = {row_key(row): row for row in rows}
        with self._changing:
            if wanted == self._noted:
                return
            former, self._noted = self._noted, {}
            self._frozen = None  # else the change copies the graph
            try:
                _replace(self._source, former, wanted)
                self._noted = wanted
            except BaseException:
                self._source = load(self._path) if self._path is not None else new_graph()
                raise
            finally:
                self._frozen = self._source.freeze()

    @property
    def _graph(self) -> kglite.FrozenGraph:
        with self._changing:
            assert self._frozen is not None
            return self._frozen

    def query(
        self, cypher: str, parameters: Mapping[str, object], *, limit: int, timeout_s: float
    ) -> list[dict[str, object]]:
        """Rows of a query that the gate has let through. Raises `QueryFailed`."""
        import kglite

        quoted = _for_kglite(cypher)
        try:
            result = self._graph.cypher(
                quoted,
                params=dict(parameters),
                timeout_ms=max(1, int(timeout_s * 1000)),
                row_limit=limit,
            )
            if quoted == cypher:
                return [dict(row) for row in result]
            rows = [dict(row) for row in result]
            names = {column: _as_written(column, cypher) for column in (rows[0] if rows else ())}
            return [{names[column]: value for column, value in row.items()} for row in rows]
        except kglite.CypherTimeoutError:
            raise QueryFailed(
                f"The query ran longer than {timeout_s:g} s; make it narrower (a label, a WHERE, "
                "fewer hops) or allow more time."
            ) from None
        except kglite.KgError as error:
            raise QueryFailed(f"{_sentence(error)} Correct the query and try again.") from None
        except (TypeError, ValueError, OverflowError, RecursionError) as error:
            raise QueryFailed(
                f"{_sentence(error)} Correct the query or its parameters and try again."
            ) from None

    def export(self) -> Iterator[NodeRow | EdgeRow]:
        """Every node, then every edge, sorted by label or type and id."""
        for label in sorted(self._labels()):
            found = self.rows(
                f"MATCH (n:{name(label)}) RETURN n.id AS id, labels(n) AS labels, "
                "properties(n) AS properties ORDER BY id"
            )
            for row in found:
                if row["labels"][0] == label:
                    further = tuple(sorted(row["labels"][1:]))
                    yield NodeRow(label, row["id"], _own(row["properties"], "id"), further)
        for type in sorted(self._types()):
            found = self.rows(
                f"MATCH (a)-[r:{name(type)}]->(b) RETURN r.id AS id, labels(a)[0] AS al, "
                "a.id AS a, labels(b)[0] AS bl, b.id AS b, properties(r) AS properties ORDER BY id"
            )
            for row in found:
                own = _own(row["properties"])  # an edge's id is a property too, as in Neo4j
                yield EdgeRow(type, row["id"], row["al"], row["a"], row["bl"], row["b"], own)

    def counts(self) -> tuple[int, int]:
        """(nodes, edges)."""
        nodes = self.rows("MATCH (n) RETURN count(n) AS n")[0]["n"]
        edges = self.rows("MATCH ()-[r]->() RETURN count(r) AS n")[0]["n"]
        return int(nodes), int(edges)

    def _labels(self) -> list[str]:
        return [row["label"] for row in self.rows("CALL db.labels() YIELD label RETURN label")]

    def _types(self) -> list[str]:
        found = self.rows(
            "CALL db.relationshipTypes() YIELD relationshipType AS t RETURN t ORDER BY t"
        )
        return [row["t"] for row in found]

    def rows(
        self, cypher: str, parameters: Mapping[str, object] | None = None
    ) -> list[dict[str, Any]]:
        """Rows of one of our own queries. Raises `StoreError`."""
        import kglite

        try:
            found = self._graph.cypher(cypher, params=dict(parameters or {}), timeout_ms=0)
            return [dict(row) for row in found]
        except kglite.KgError as error:
            raise StoreError(f"The graph cannot be read ({error}); {REBUILD}") from None


@lru_cache(maxsize=KEPT_TEXTS)
def _for_kglite(cypher: str) -> str:
    """`cypher` in the forms that kglite answers rightly."""
    return quote_reserved(count_rows_by_constant(cypher))


def _replace(
    graph: kglite.KnowledgeGraph,
    former: Mapping[str, NodeRow | EdgeRow],
    wanted: Mapping[str, NodeRow | EdgeRow],
) -> None:
    """Take the rows `former` out of `graph` and put `wanted` in, as far as they differ."""
    new = {key: row for key, row in wanted.items() if former.get(key) != row}
    gone = {key: row for key, row in former.items() if key not in wanted or key in new}
    nodes = {key: row for key, row in new.items() if isinstance(row, NodeRow)}
    change(
        graph,
        new_nodes=[row for key, row in nodes.items() if key not in former],
        changed_nodes=[row for key, row in nodes.items() if key in former],
        removed_nodes=[
            (row.label, row.id)
            for key, row in gone.items()
            if isinstance(row, NodeRow) and key not in wanted
        ],
        edges=[row for row in new.values() if isinstance(row, EdgeRow)],
        removed_edges=[(row.type, row.id) for row in gone.values() if isinstance(row, EdgeRow)],
    )


def engine() -> ModuleType:
    """kglite, told to keep its advice to itself (no library writes to our stderr). Raises
    `StoreError` where it cannot be loaded: it needs 1.5 kB of the 1.6 kB that glibc keeps for
    libraries loaded late, and two OpenMP runtimes (torch's and scikit-learn's, which
    sentence-transformers loads) leave too little."""
    try:
        import kglite
    except ImportError as error:
        raise StoreError(
            f"The graph engine cannot be loaded ({error}); start the program again with "
            "GLIBC_TUNABLES=glibc.rtld.optional_static_tls=4096 in its environment."
        ) from None
    kglite.set_query_warning_policy("silent")
    warnings.filterwarnings("ignore", category=kglite.MappedFallbackWarning)
    return kglite


def new_graph() -> kglite.KnowledgeGraph:
    """An empty graph."""
    graph: kglite.KnowledgeGraph = engine().KnowledgeGraph()
    return graph


def load(path: Path) -> kglite.KnowledgeGraph:
    """The graph in `path`. Raises `StoreError` where the file is damaged."""
    engine()
    import kglite

    try:
        return kglite.load(str(path))
    except (kglite.KgError, OSError, ValueError, RuntimeError) as error:
        raise StoreError(f"The graph file {path} cannot be read ({error}); {REBUILD}") from None


def change(
    graph: kglite.KnowledgeGraph,
    *,
    new_nodes: Sequence[NodeRow],
    changed_nodes: Sequence[NodeRow],
    removed_nodes: Sequence[tuple[str, str]],
    edges: Sequence[EdgeRow],
    removed_edges: Sequence[tuple[str, str]],
) -> None:
    """Apply a delta to `graph`: edges are removed before nodes, nodes are added before edges. A
    changed node keeps its edges. Raises `StoreError` for an edge without its ends."""
    _remove_edges(graph, removed_edges)
    for label, ids in _grouped(removed_nodes).items():
        for batch in _batches(ids):
            _run(
                graph,
                f"UNWIND $ids AS id MATCH (n:{name(label)} {{id: id}}) DELETE n",
                {"ids": batch},
            )
    _add_nodes(graph, new_nodes)
    _update_nodes(graph, changed_nodes)
    _add_edges(graph, edges)


def _run(graph: kglite.KnowledgeGraph, cypher: str, parameters: Mapping[str, object]) -> Any:
    return graph.cypher(cypher, params=dict(parameters), timeout_ms=0)


def _remove_edges(graph: kglite.KnowledgeGraph, gone: Iterable[tuple[str, str]]) -> None:
    for type, ids in _grouped(gone).items():
        _run(
            graph,
            f"MATCH ()-[r:{name(type)}]->() WHERE r.id IN $ids DELETE r",
            {"ids": ids},
        )


def _add_nodes(graph: kglite.KnowledgeGraph, nodes: Sequence[NodeRow]) -> None:
    by_label: dict[str, list[NodeRow]] = defaultdict(list)
    for node in nodes:
        by_label[node.label].append(node)
    for label, rows in by_label.items():
        for batch in _batches(rows):
            _run(
                graph,
                f"UNWIND $rows AS r CREATE (n:{name(label)} {{id: r.id}}) SET n = r",
                {"rows": [_properties(row.id, row.properties) for row in batch]},
            )
    _add_labels(graph, nodes)


def _update_nodes(graph: kglite.KnowledgeGraph, nodes: Sequence[NodeRow]) -> None:
    by_label: dict[str, list[NodeRow]] = defaultdict(list)
    for node in nodes:
        by_label[node.label].append(node)
    for label, rows in by_label.items():
        for batch in _batches(rows):
            found = _run(
                graph,
                f"UNWIND $rows AS r MATCH (n:{name(label)} {{id: r.id}}) SET n = r "
                "RETURN n.id AS id, labels(n) AS labels",
                {"rows": [_properties(row.id, row.properties) for row in batch]},
            )
            wanted = {row.id: set(row.labels) for row in batch}
            stale: dict[str, list[str]] = defaultdict(list)
            for row in found:
                for further in row["labels"][1:]:
                    if further not in wanted[row["id"]]:
                        stale[further].append(row["id"])
            for further, ids in sorted(stale.items()):
                graph.remove_label(label, ids, further)
    _add_labels(graph, nodes)


def _add_labels(graph: kglite.KnowledgeGraph, nodes: Sequence[NodeRow]) -> None:
    pairs = (((node.label, further), node.id) for node in nodes for further in node.labels)
    for (label, further), ids in sorted(_grouped(pairs).items()):
        graph.add_label(label, ids, further)


def _add_edges(graph: kglite.KnowledgeGraph, edges: Sequence[EdgeRow]) -> None:
    by_shape: dict[tuple[str, str, str], list[EdgeRow]] = defaultdict(list)
    for edge in edges:
        by_shape[edge.type, edge.source_label, edge.target_label].append(edge)
    for (type, source, target), rows in by_shape.items():
        for batch in _batches(rows):
            made = _run(
                graph,
                f"UNWIND $rows AS r MATCH (a:{name(source)} {{id: r.a}}) "
                f"MATCH (b:{name(target)} {{id: r.b}}) CREATE (a)-[e:{name(type)}]->(b) "
                "SET e = r.p",
                {
                    "rows": [
                        {"a": e.source, "b": e.target, "p": _properties(e.id, e.properties)}
                        for e in batch
                    ]
                },
            ).stats
            if made["relationships_created"] != len(batch):
                raise StoreError(_missing_end(graph, batch))


def _missing_end(graph: kglite.KnowledgeGraph, edges: Sequence[EdgeRow]) -> str:
    for edge in edges:
        for label, id in ((edge.source_label, edge.source), (edge.target_label, edge.target)):
            query = f"MATCH (n:{name(label)} {{id: $id}}) RETURN n.id"
            if not list(_run(graph, query, {"id": id})):
                return (
                    f"Edge {edge.type} {edge.id} needs {label} {id}, which is neither in the store "
                    "nor in the change; nothing was changed. Add the node to the same change."
                )
    return "Edges could not be written; nothing was changed. Rebuild the store."


def _properties(id: str, properties: Mapping[str, object]) -> dict[str, object]:
    clash = sorted(set(_ADDED_BY_KGLITE) & set(properties))
    if clash:
        raise StoreError(
            f"Row {id} has a property named {clash[0]!r}, which the store uses itself; "
            "give it another name."
        )
    return {**{k: v for k, v in properties.items() if v is not None}, "id": id}


def _own(properties: Mapping[str, Any], *others: str) -> dict[str, Any]:
    left_out = (*_ADDED_BY_KGLITE, *others)
    return {k: v for k, v in sorted(properties.items()) if k not in left_out}


def _grouped(
    pairs: Iterable[tuple[_Group, str]],
) -> dict[_Group, list[str]]:
    groups: dict[_Group, list[str]] = defaultdict(list)
    for group, id in pairs:
        groups[group].append(id)
    return groups


def _batches(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]


def name(text: str) -> str:
    """A label, type or property name in backticks."""
    return "`" + text.replace("`", "``") + "`"


def _as_written(column: str, cypher: str) -> str:
    """A column's name without the backticks that its expression was given here."""
    return column if column in cypher else column.replace("`", "")


def _sentence(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text if text.endswith((".", "!", "?")) else text + "."
