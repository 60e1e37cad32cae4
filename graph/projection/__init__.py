"""From the record's content to the rows of a store (DESIGN, "Graph schema").

Pure functions: the same documents, chunks and resolved graph give the same rows in any order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from graph.projection.change import delta, with_vectors
from graph.projection.content import LABELS, ChunkIndex, Graph, Row
from graph.projection.entities import Named, entities, mentions, named, visible_entities
from graph.projection.projected_documents import documents, texts
from graph.projection.projected_facts import facts, supports
from graph.projection.references import references

__all__ = [
    "LABELS",
    "ChunkIndex",
    "Graph",
    "Named",
    "Row",
    "delta",
    "entities",
    "facts",
    "named",
    "project",
    "project_documents",
    "references",
    "supports",
    "visible_entities",
    "with_vectors",
]


def project(graph: Graph) -> Iterator[Row]:
    """All rows: nodes, edges and texts, in no particular order, each key once."""
    visible = visible_entities(graph.entities.values(), graph.facts)
    yield from project_documents(graph, graph.documents, visible)
    names = {name.id: name for name in graph.names}
    yield from entities(named(graph.entities, graph.merges, visible), names)
    yield from facts(graph.facts)
    for fact in graph.facts:
        yield from supports(graph, fact.id, fact.evidence)
    yield from references(graph, graph.references)


def project_documents(graph: Graph, keys: Collection[str], visible: set[str]) -> Iterator[Row]:
    """The rows that come of the documents `keys` alone: themselves, their chunks and texts, and
    where they name an entity among `visible`."""
    yield from documents(graph, keys)
    yield from texts(graph, keys)
    yield from mentions(graph, keys, visible)
