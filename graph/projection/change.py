"""What a store lacks of a projection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from graph.projection.content import Row
from graph.protocols import Delta, EdgeRow, NodeRow, TextRow, Vectors
from graph.rows import content_hash, row_hash, row_key


def delta(
    rows: Iterable[Row],
    held: Mapping[str, str],
    position: int,
    known: Mapping[str, str] = MappingProxyType({}),
) -> Delta:
    """What a store that holds `held` (key -> hash) lacks; its `vectors` are left empty, see
    `with_vectors`. `known` (key -> hash) tells of rows that need not be hashed, and of rows that
    are not among `rows` because the store holds them as they are."""
    nodes: list[NodeRow] = []
    edges: list[EdgeRow] = []
    texts: list[TextRow] = []
    hashes = dict(known)
    news: dict[str, str] = {}
    for row in rows:
        key = row_key(row)
        hashes[key] = digest = known.get(key) or row_hash(row)
        if held.get(key) == digest:
            continue
        news[key] = digest
        if isinstance(row, NodeRow):
            nodes.append(row)
        elif isinstance(row, EdgeRow):
            edges.append(row)
        else:
            texts.append(row)
    gone = sorted(key for key in held if key not in hashes)
    return Delta(
        nodes=nodes,
        edges=edges,
        texts=texts,
        removed_nodes=[_split(key) for key in gone if key.startswith("n/")],
        removed_edges=[_split(key) for key in gone if key.startswith("e/")],
        removed_texts=[key[2:] for key in gone if key.startswith("t/")],
        vectors={},
        content_hash=content_hash(hashes),
        position=position,
        hashes=news,
    )


def with_vectors(change: Delta, vectors: Mapping[str, Vectors]) -> Delta:
    """`change` with the vectors that its texts need."""
    return replace(change, vectors=vectors)


def _split(key: str) -> tuple[str, str]:
    _, label, identifier = key.split("/", 2)
    return label, identifier
