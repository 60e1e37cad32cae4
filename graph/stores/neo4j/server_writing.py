"""Writes a change to Neo4j: rows in batches, by id, each batch able to run again.

A change of at most `ONE_TRANSACTION` rows is one transaction: whole or not at all. A larger one
does not fit into a server's memory; it is announced in the state, written in several transactions,
and then the announcement is taken back. Between the two the database is refused to readers; a
writer that was killed leaves it so, and the next one goes on from the rows that are there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from graph.errors import StoreError
from graph.protocols import Delta, EdgeRow, NodeRow, TextRow
from graph.rows import row_key
from graph.stores.delta_news import Change
from graph.stores.neo4j.layout import (
    LABEL_OF_KIND,
    ROW,
    TEXT,
    check_name,
    for_index,
    index_word,
    literal,
    quoted,
)
from graph.stores.vector_segments import check_vector
from graph.stores.visibility import PRIMARY_LABELS
from graph.tokens import words

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

ONE_TRANSACTION = 20_000
_BATCH = 2_000

Work = Callable[["ManagedTransaction", bool], None]
"""Done inside a transaction. True: it may have been done before, without the answer arriving."""

_Row = TypeVar("_Row")
_Group = TypeVar("_Group", bound=object)


def check(change: Change, delta: Delta, dimension: int, known: frozenset[str]) -> None:
    """Raises `StoreError` for rows that cannot be written. `known` are the vectors held."""
    for node in change.nodes.values():
        if node.label not in PRIMARY_LABELS:
            raise StoreError(
                f"Node {node.id} has label {node.label!r}; use one of {', '.join(PRIMARY_LABELS)}."
            )
        for label in node.labels:
            check_name(label, "Label")
        _check_properties(node)
    for edge in change.edges.values():
        check_name(edge.type, "Relationship type")
        _check_properties(edge)
    for text in change.texts.values():
        if text.kind not in LABEL_OF_KIND:
            raise StoreError(
                f"Text {text.id} has kind {text.kind!r}; use one of {tuple(LABEL_OF_KIND)}."
            )
        if text.vector_key in delta.vectors:
            check_vector(text.vector_key, delta.vectors[text.vector_key], dimension)
        elif text.vector_key not in known:
            raise StoreError(
                f"Text {text.id} names vector {text.vector_key}, which is neither in the store nor "
                "in the change; nothing was changed. Add the vector to the same change."
            )


def _check_properties(row: NodeRow | EdgeRow) -> None:
    for name in row.properties:
        check_name(name, "Property")
        if name == ROW:
            raise StoreError(
                f"Row {row.id} has a property named {ROW}, which the store uses itself; give it "
                "another name."
            )


def steps(
    change: Change, vectors: Mapping[str, npt.NDArray[np.float32]], held: Mapping[str, bytes]
) -> Iterator[tuple[int, Work]]:
    """The change as (rows, work inside a transaction), in order: edges are removed before nodes,
    nodes are added before edges."""
    stale = [(edge.type, edge.id) for key, edge in change.edges.items() if key in held]
    for type, ids in _grouped([*change.removed_edges, *stale]).items():
        for batch in _batches(ids):
            yield (
                len(batch),
                _statement(
                    f"UNWIND $ids AS id MATCH ()-[r:{quoted(type)} {{id: id}}]->() DELETE r",
                    ids=batch,
                ),
            )
    for label, ids in _grouped(change.removed_nodes).items():
        for batch in _batches(ids):
            yield (
                len(batch),
                _statement(
                    f"UNWIND $ids AS id MATCH (n:{quoted(label)} {{id: id}}) "
                    "OPTIONAL MATCH (n)-[noted:CITES|USED|REPLACES]-() DELETE noted "
                    "WITH DISTINCT n DELETE n",
                    ids=batch,
                ),
            )
    for batch in _batches(change.removed_texts):
        yield (
            len(batch),
            _statement(f"UNWIND $ids AS id MATCH (t:{TEXT} {{id: id}}) DELETE t", ids=batch),
        )
    nodes: dict[tuple[str, bool], list[NodeRow]] = defaultdict(list)
    for key, node in change.nodes.items():
        nodes[node.label, key in held].append(node)
    for (label, changed), rows in nodes.items():
        for some in _batches(rows):
            yield len(some), _nodes(label, some, change, changed)
    for kind, texts in _by(change.texts.values(), lambda text: text.kind).items():
        for part in _batches(texts):
            yield len(part), _texts(kind, part, change, vectors)
    shapes = _by(change.edges.values(), lambda e: (e.type, e.source_label, e.target_label))
    for shape, edges in shapes.items():
        for piece in _batches(edges):
            yield len(piece), _edges(shape, piece, change)


def _statement(cypher: str, **parameters: object) -> Work:
    def work(transaction: ManagedTransaction, again: bool) -> None:
        transaction.run(cypher, parameters).consume()

    return work


def _properties(row: NodeRow | EdgeRow, change: Change) -> dict[str, object]:
    present = {k: v for k, v in row.properties.items() if v is not None}
    return {**present, "id": row.id, ROW: change.hashes[row_key(row)].hex()}


def _nodes(label: str, rows: Sequence[NodeRow], change: Change, changed: bool) -> Work:
    """A changed node keeps its edges and loses further labels that it has no more."""
    relabel = (
        f"WITH n, r, [l IN labels(n) WHERE l <> {literal(label)} AND NOT l IN r.labels] AS stale "
        "REMOVE n:$(stale) "
        if changed
        else ""
    )
    further = "SET n:$(r.labels)" if any(row.labels for row in rows) else ""
    return _statement(
        f"UNWIND $rows AS r MERGE (n:{quoted(label)} {{id: r.id}}) SET n = r.p {relabel}{further}",
        rows=[
            {"id": row.id, "p": _properties(row, change), "labels": list(row.labels)}
            for row in rows
        ],
    )


def _texts(
    kind: str,
    rows: Sequence[TextRow],
    change: Change,
    vectors: Mapping[str, npt.NDArray[np.float32]],
) -> Work:
    other = "".join(f":{label}" for k, label in LABEL_OF_KIND.items() if k != kind)

    def work(transaction: ManagedTransaction, again: bool) -> None:
        given = []
        for row in rows:
            cut = [index_word(word) for word in words(row.text)]
            vector = np.ascontiguousarray(vectors[row.vector_key], dtype="<f4")
            given.append(
                {
                    "id": row.id,
                    "kind": row.kind,
                    "chunk": row.chunk,
                    "document": row.document,
                    "start": row.start,
                    "end": row.end,
                    "text": row.text,
                    "words": " ".join(cut),
                    "length": len(cut),
                    "vector_key": row.vector_key,
                    "exact": vector.tobytes(),
                    "vector": for_index(vector),
                    ROW: change.hashes[row_key(row)].hex(),
                }
            )
        transaction.run(
            f"UNWIND $rows AS r MERGE (t:{TEXT} {{id: r.id}}) SET t = r "
            f"SET t:{LABEL_OF_KIND[kind]} REMOVE t{other}",
            rows=given,
        ).consume()

    return work


def _edges(shape: tuple[str, str, str], rows: Sequence[EdgeRow], change: Change) -> Work:
    type, source, target = (quoted(name) for name in shape)
    match = f"MATCH ()-[r:{type} {{id: id}}]->()"
    create = (
        f"UNWIND $rows AS r MATCH (a:{source} {{id: r.a}}) MATCH (b:{target} {{id: r.b}}) "
        f"CREATE (a)-[e:{type}]->(b) SET e = r.p RETURN count(e) AS made"
    )

    def work(transaction: ManagedTransaction, again: bool) -> None:
        if again:
            ids = [row.id for row in rows]
            transaction.run(f"UNWIND $ids AS id {match} DELETE r", ids=ids).consume()
        given = [{"a": row.source, "b": row.target, "p": _properties(row, change)} for row in rows]
        found = transaction.run(create, rows=given).single(strict=True)
        if found["made"] != len(rows):
            raise StoreError(_missing_end(transaction, rows))

    return work


def _missing_end(transaction: ManagedTransaction, edges: Sequence[EdgeRow]) -> str:
    for edge in edges:
        for label, id in ((edge.source_label, edge.source), (edge.target_label, edge.target)):
            query = f"MATCH (n:{quoted(label)} {{id: $id}}) RETURN count(n) AS n"
            if not transaction.run(query, id=id).single(strict=True)["n"]:
                return (
                    f"Edge {edge.type} {edge.id} needs {label} {id}, which is neither in the store "
                    "nor in the change. Add the node to the same change."
                )
    return "Edges could not be written. Project the record anew: groundgraph build --rebuild"


def _by(rows: Iterable[_Row], key: Callable[[_Row], Any]) -> dict[Any, list[_Row]]:
    groups: dict[Any, list[_Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _grouped(pairs: Iterable[tuple[_Group, str]]) -> dict[_Group, list[str]]:
    groups: dict[_Group, list[str]] = defaultdict(list)
    for group, id in pairs:
        groups[group].append(id)
    return groups


def _batches(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]
