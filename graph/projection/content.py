"""What is projected, and the small things that every part of the projection needs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.identity import content_id
from graph.model import (
    Chunk,
    Document,
    Entity,
    Fact,
    Mention,
    Merge,
    Name,
    Reference,
    Scalar,
    Sentence,
)
from graph.protocols import EdgeRow, NodeRow, TextRow

Row = NodeRow | EdgeRow | TextRow

LABELS = frozenset("""Document Chunk Entity Name Fact Reference Run Answer Superseded""".split())
"""Labels of the schema. An entity of a kind called like one of them (a named "Document") keeps its
kind as a property only: ``MATCH (d:Document)`` finds the documents that were read, nothing else."""

Properties = dict[str, Scalar | list[str] | list[int] | list[float]]


class ChunkIndex:
    """Finds the chunk of a document that holds an offset (the last one that starts before it)."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self.chunks = tuple(chunks)
        self._starts = [chunk.start for chunk in self.chunks]

    def at(self, offset: int) -> Chunk | None:
        index = bisect_right(self._starts, offset) - 1
        return self.chunks[max(index, 0)] if self.chunks else None


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything that is projected. `mentions` and `sentences` go by document key; `name_at`
    gives the Name id of each mention's span in its document. `chunk_texts` is what
    is embedded and searched for each chunk."""

    documents: Mapping[str, Document]
    chunks: Mapping[str, ChunkIndex]
    sentences: Mapping[str, Sequence[Sentence]]
    chunk_texts: Mapping[str, str]
    mentions: Mapping[str, Sequence[tuple[Mention, str]]]
    names: Sequence[Name]
    merges: Sequence[Merge]
    entities: Mapping[str, Entity]
    entity_of: Mapping[str, str]
    facts: Sequence[Fact]
    references: Sequence[Reference]
    extractor: str


def edge(
    kind: str,
    source_label: str,
    source: str,
    target_label: str,
    target: str,
    properties: Properties,
    *,
    identity: tuple[object, ...] = (),
) -> EdgeRow:
    """A relationship; `identity` tells it from others of its type between the same two nodes."""
    identifier = content_id("x", kind, source, target, *identity)
    return EdgeRow(
        kind,
        identifier,
        source_label,
        source,
        target_label,
        target,
        {"id": identifier} | properties,
    )
