"""The rows that a database holds: their hashes, their counts, the rows themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from graph.protocols import EdgeRow, NodeRow, TextRow
from graph.rows import UNHASHED, edge_key, node_key, text_key
from graph.stores.neo4j.driver import Connection
from graph.stores.neo4j.layout import ROW, TEXT, literal, own, primary, quoted
from graph.stores.visibility import PRIMARY_LABELS

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

_FETCH = 1_000  # rows that the server sends at once


def noted_hashes(transaction: ManagedTransaction) -> dict[str, bytes]:
    """Key -> hash of the runs, answers and replacements that are shown beside the graph."""
    found = transaction.run(
        f"MATCH (n:Run|Answer|Superseded) RETURN 'n/' + labels(n)[0] + '/' + n.id AS key, "
        f"n.{ROW} AS row UNION ALL "
        "MATCH ()-[r:CITES|USED|REPLACES]->() "
        f"RETURN 'e/' + type(r) + '/' + r.id AS key, r.{ROW} AS row"
    )
    return {row["key"]: bytes.fromhex(row["row"]) for row in found}


def row_hashes(connection: Connection) -> dict[str, str]:
    """Key -> hash of every row of the graph and the texts, as the database keeps them."""
    found: dict[str, str] = {}
    for label in _labels(connection):
        if label in UNHASHED:
            continue
        for id, digest in _pairs(connection, f"MATCH (n:{quoted(label)})", "n"):
            found[node_key(label, id)] = digest
    for type in _types(connection):
        if type in UNHASHED:
            continue
        for id, digest in _pairs(connection, f"MATCH ()-[r:{quoted(type)}]->()", "r"):
            found[edge_key(type, id)] = digest
    for id, digest in _pairs(connection, f"MATCH (t:{TEXT})", "t"):
        found[text_key(id)] = digest
    return found


def hashes_of(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    """Key -> hash, as the database keeps it, of those of `keys` that it holds."""
    found: dict[str, str] = {}
    for match, name, ids, key_of in _by_kind(keys):
        for id, digest in _pairs(connection, f"UNWIND $ids AS id {match}", name, ids):
            found[key_of(id)] = digest
    return found


def _by_kind(
    keys: Iterable[str],
) -> Iterator[tuple[str, str, list[str], Callable[[str], str]]]:
    """For each label and type, and the texts: the pattern that finds one by its id, its variable,
    the ids of `keys`, and what makes a key of an id again."""
    texts: list[str] = []
    nodes: dict[str, list[str]] = defaultdict(list)
    edges: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        kind, _, rest = key.partition("/")
        if kind == "t":
            texts.append(rest)
        else:
            label, _, id = rest.partition("/")
            (nodes if kind == "n" else edges)[label].append(id)
    for label, ids in sorted(nodes.items()):
        yield f"MATCH (n:{quoted(label)} {{id: id}})", "n", ids, partial(node_key, label)
    for type, ids in sorted(edges.items()):
        yield f"MATCH (a)-[r:{quoted(type)} {{id: id}}]->(b)", "r", ids, partial(edge_key, type)
    if texts:
        yield f"MATCH (t:{TEXT} {{id: id}})", "t", texts, text_key


def _pairs(
    connection: Connection, match: str, name: str, ids: Sequence[str] = ()
) -> Iterator[tuple[str, str]]:
    """(id, hash) in rows of many: reading a record costs the driver more than what is in it."""
    rows = connection.rows(
        f"{match} WITH {name}.id AS id, {name}.{ROW} AS row "
        "WITH collect([id, row]) AS pairs "
        f"UNWIND range(0, size(pairs) - 1, {_FETCH}) AS i RETURN pairs[i..i + {_FETCH}] AS pairs",
        {"ids": list(ids)},
    )
    for row in rows:
        for id, digest in row["pairs"]:
            yield id, digest or ""


def _labels(connection: Connection) -> list[str]:
    held = {row["label"] for row in connection.rows("CALL db.labels() YIELD label RETURN label")}
    return sorted(held & set(PRIMARY_LABELS))


def _types(connection: Connection) -> list[str]:
    found = connection.rows(
        "CALL db.relationshipTypes() YIELD relationshipType AS t RETURN t ORDER BY t"
    )
    return [row["t"] for row in found]


def export(connection: Connection) -> Iterator[NodeRow | EdgeRow]:
    """Every node, then every edge, sorted by label or type and id."""
    for label in _labels(connection):
        for row in connection.stream(
            f"MATCH (n:{quoted(label)}) RETURN n.id AS id, labels(n) AS labels, "
            "properties(n) AS properties ORDER BY id"
        ):
            if primary(row["labels"]) == label:
                yield _node(row)
    for type in _types(connection):
        for row in connection.stream(
            f"MATCH (a)-[r:{quoted(type)}]->(b) RETURN r.id AS id, labels(a) AS al, a.id AS a, "
            "labels(b) AS bl, b.id AS b, properties(r) AS properties ORDER BY id"
        ):
            yield _edge(type, row)


def _node(row: Mapping[str, Any]) -> NodeRow:
    label = primary(row["labels"])
    further = tuple(sorted(set(row["labels"]) - {label}))
    return NodeRow(label, row["id"], own(row["properties"], "id"), further)


def _edge(type: str, row: Mapping[str, Any]) -> EdgeRow:
    return EdgeRow(
        type, row["id"], primary(row["al"]), row["a"], primary(row["bl"]), row["b"],
        own(row["properties"]),
    )  # fmt: skip


_WHOLE = {
    "n": "n.id AS id, labels(n) AS labels, properties(n) AS properties",
    "r": "type(r) AS type, r.id AS id, labels(a) AS al, a.id AS a, labels(b) AS bl, b.id AS b, "
    "properties(r) AS properties",
    "t": "[t.id, t.kind, t.chunk, t.document, t.start, t.end, t.text, t.vector_key] AS text",
}


def rows_of(connection: Connection, keys: Iterable[str]) -> Iterator[NodeRow | EdgeRow | TextRow]:
    """Those of `keys` that the database holds, whole, as they lie there."""
    for match, name, ids, _ in _by_kind(keys):
        query = f"UNWIND $ids AS id {match} RETURN {_WHOLE[name]}"
        for row in connection.rows(query, {"ids": ids}):
            if name == "n":
                yield _node(row)
            else:
                yield _edge(row["type"], row) if name == "r" else TextRow(*row["text"])


def counts(connection: Connection) -> dict[str, int]:
    """``n/<label>``, ``e/<type>`` and ``t`` -> how many the database holds; from its own counts,
    no row is read."""
    parts = [f"MATCH (t:{TEXT}) RETURN 't' AS key, count(t) AS n"]
    parts += [
        f"MATCH (n:{quoted(label)}) RETURN 'n/{label}' AS key, count(n) AS n"
        for label in _labels(connection)
        if label not in UNHASHED
    ]
    for type in _types(connection):
        if type not in UNHASHED:
            parts.append(
                f"MATCH ()-[r:{quoted(type)}]->() RETURN {literal('e/' + type)} AS key, "
                "count(r) AS n"
            )
    found = connection.rows(" UNION ALL ".join(parts))
    return {row["key"]: row["n"] for row in found if row["n"]}


def distrust(transaction: ManagedTransaction, keys: Iterable[str]) -> None:
    """Take the noted hash away from those of `keys` that the database holds, so that the next
    change writes them again."""
    for match, name, ids, _ in _by_kind(keys):
        query = f"UNWIND $ids AS id {match} SET {name}.{ROW} = ''"
        transaction.run(query, ids=ids).consume()
