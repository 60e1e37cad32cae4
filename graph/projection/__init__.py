"""From the record's content to the rows of a store (DESIGN, "Graph schema").

Pure functions: the same documents, chunks and resolved graph give the same rows in any order.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.projection.change import delta, with_vectors
from graph.projection.content import LABELS, ChunkIndex, Graph, Row
from graph.projection.documents import documents, texts
from graph.projection.entities import entities, mentions, visible_entities
from graph.projection.facts import facts
from graph.projection.references import references

__all__ = ["LABELS", "ChunkIndex", "Graph", "Row", "delta", "project", "with_vectors"]


def project(graph: Graph) -> Iterator[Row]:
    """All rows: nodes, edges and texts, in no particular order, each key once."""
    yield from documents(graph)
    yield from texts(graph)
    visible = visible_entities(graph)
    yield from entities(graph, visible)
    yield from mentions(graph, visible)
    yield from facts(graph)
    yield from references(graph)
