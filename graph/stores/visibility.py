"""What a scope lets through of the graph: a node is visible only through a chunk of a document
that the scope holds. The queries are portable, so that every store answers alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from graph.model import Scope

Query = Callable[[str, Mapping[str, object]], list[dict[str, Any]]]

PRIMARY_LABELS = tuple("Document Chunk Entity Name Fact Reference Run Answer Superseded".split())

_IN_SCOPE = "-[:PART_OF]->(d:Document) WHERE d.id IN $documents RETURN DISTINCT x.id AS id"

_VISIBLE: Mapping[str, tuple[str, ...]] = {
    "Document": (
        "UNWIND $ids AS i MATCH (x:Document {id: i}) WHERE x.id IN $documents RETURN x.id AS id",
    ),
    "Chunk": (f"UNWIND $ids AS i MATCH (x:Chunk {{id: i}}){_IN_SCOPE}",),
    "Entity": (
        f"UNWIND $ids AS i MATCH (x:Entity {{id: i}})<-[:MENTIONS]-(c:Chunk){_IN_SCOPE}",
        "UNWIND $ids AS i MATCH (x:Entity {id: i})<-[:SUBJECT|OBJECT]-(f:Fact)-[:SUPPORTED_BY]->"
        f"(c:Chunk){_IN_SCOPE}",
    ),
    "Name": (
        "UNWIND $ids AS i MATCH (x:Name {id: i})-[:SAME_AS]->(e:Entity)<-[m:MENTIONS]-(c:Chunk)"
        "-[:PART_OF]->(d:Document) WHERE m.name_id = x.id AND d.id IN $documents "
        "RETURN DISTINCT x.id AS id",
    ),
    "Fact": (f"UNWIND $ids AS i MATCH (x:Fact {{id: i}})-[:SUPPORTED_BY]->(c:Chunk){_IN_SCOPE}",),
    "Reference": (
        f"UNWIND $ids AS i MATCH (x:Reference {{id: i}})-[:FROM_CHUNK]->(c:Chunk){_IN_SCOPE}",
    ),
}


def visible(query: Query, label: str, ids: Iterable[str], documents: frozenset[str]) -> set[str]:
    """Those of the nodes `ids` of `label` that evidence in `documents` shows. Labels without
    evidence of their own (runs, answers) are not visible in a restricted scope."""
    parameters = {"ids": sorted(set(ids)), "documents": sorted(documents)}
    found: set[str] = set()
    for cypher in _VISIBLE.get(label, ()):
        found.update(row["id"] for row in query(cypher, parameters))
    return found


def neighbours(
    query: Query,
    label: str,
    ids: Sequence[str],
    *,
    types: Sequence[str],
    limit: int,
    scope: Scope,
) -> list[tuple[str, str, str, str]]:
    """`Store.neighbours` over any store's `query`. In a restricted scope an edge counts where both
    its ends are visible and, for a shortcut made from a fact, the fact too."""
    edges = set[tuple[str, str, str, str, str]]()
    pattern = "|".join(_quoted(type) for type in types)
    for left, right in (("-", "->"), ("<-", "-")) if types else ():
        found = query(
            f"UNWIND $ids AS i MATCH (a:{_quoted(label)} {{id: i}}){left}[r:{pattern}]{right}(b) "
            "RETURN i, type(r) AS t, labels(b) AS labels, b.id AS b, r.fact_id AS fact, "
            "a.kind AS mine, b.kind AS other",
            {"ids": sorted(set(ids))},
        )
        for row in found:
            kind = _primary(row["labels"])
            if _is_of(scope, label, row["mine"]) and _is_of(scope, kind, row["other"]):
                edges.add((row["i"], row["t"], kind, row["b"], row["fact"] or ""))
    if scope.documents is not None:
        nodes = {(label, a) for a, *_ in edges} | {(kind, b) for _, _, kind, b, _ in edges}
        nodes |= {("Fact", fact) for *_, fact in edges if fact}
        seen = {
            (kind, id)
            for kind in sorted({kind for kind, _ in nodes})
            for id in visible(query, kind, [i for k, i in nodes if k == kind], scope.documents)
        }
        edges = {
            edge
            for edge in edges
            if (label, edge[0]) in seen
            and (edge[2], edge[3]) in seen
            and (not edge[4] or ("Fact", edge[4]) in seen)
        }
    kept: list[tuple[str, str, str, str]] = []
    counts: dict[str, int] = {}
    for row4 in sorted({edge[:4] for edge in edges}):
        counts[row4[0]] = counts.get(row4[0], 0) + 1
        if counts[row4[0]] <= limit:
            kept.append(row4)
    return kept


def _is_of(scope: Scope, label: str, kind: str | None) -> bool:
    """Whether the scope's kinds, which are of entities, let a node of `label` through."""
    return scope.kinds is None or label != "Entity" or kind in scope.kinds


def _primary(labels: Sequence[str]) -> str:
    """The label of the schema among a node's labels (an entity's kind is a second one)."""
    return next((label for label in PRIMARY_LABELS if label in labels), labels[0])


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
