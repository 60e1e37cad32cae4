"""Keys and hashes of projection rows, and the delta between what a store holds and what it should.

A key is ``n/<label>/<id>``, ``e/<type>/<id>`` or ``t/<id>``. A hash covers everything a row says,
so two rows with the same key and hash are the same row.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from graph.protocols import Delta, EdgeRow, NodeRow, TextRow


def node_key(label: str, id: str) -> str:
    """The key of a node."""
    return f"n/{label}/{id}"


def edge_key(type: str, id: str) -> str:
    """The key of an edge."""
    return f"e/{type}/{id}"


def text_key(id: str) -> str:
    """The key of a searchable text."""
    return f"t/{id}"


def row_key(row: NodeRow | EdgeRow | TextRow) -> str:
    """The key of any row."""
    if isinstance(row, NodeRow):
        return node_key(row.label, row.id)
    if isinstance(row, EdgeRow):
        return edge_key(row.type, row.id)
    return text_key(row.id)


def row_hash(row: NodeRow | EdgeRow | TextRow) -> str:
    """First 32 hex digits of SHA-256 over the row; properties that are None count as absent."""
    content: list[object]
    if isinstance(row, NodeRow):
        content = [row.label, row.id, _present(row.properties), sorted(row.labels)]
    elif isinstance(row, EdgeRow):
        ends = [row.source_label, row.source, row.target_label, row.target]
        content = [row.type, row.id, *ends, _present(row.properties)]
    else:
        place = [row.kind, row.chunk, row.document, row.start, row.end]
        content = [row.id, *place, row.text, row.vector_key]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]


def difference(
    held: Mapping[str, str],
    *,
    nodes: Iterable[NodeRow],
    edges: Iterable[EdgeRow],
    texts: Iterable[TextRow],
    vectors: Mapping[str, npt.NDArray[np.float32]],
    content_hash: str,
    position: int,
) -> Delta:
    """The delta that turns a store whose `rows` are `held` into one that holds exactly `nodes`,
    `edges` and `texts`. `vectors` may name more keys than are needed; only those of changed texts
    go into the delta."""
    seen: set[str] = set()

    def is_new(row: NodeRow | EdgeRow | TextRow) -> bool:
        key = row_key(row)
        seen.add(key)
        return held.get(key) != row_hash(row)

    new_nodes = [row for row in nodes if is_new(row)]
    new_edges = [row for row in edges if is_new(row)]
    new_texts = [row for row in texts if is_new(row)]
    gone = sorted(key for key in held if key not in seen)
    wanted = {row.vector_key for row in new_texts}
    return Delta(
        nodes=new_nodes,
        edges=new_edges,
        texts=new_texts,
        removed_nodes=[split_key(key) for key in gone if key.startswith("n/")],
        removed_edges=[split_key(key) for key in gone if key.startswith("e/")],
        removed_texts=[key[2:] for key in gone if key.startswith("t/")],
        vectors={key: vectors[key] for key in sorted(wanted) if key in vectors},
        content_hash=content_hash,
        position=position,
    )


def split_key(key: str) -> tuple[str, str]:
    """(label or type, id) of the key of a node or an edge."""
    _, label, id = key.split("/", 2)
    return label, id


def _present(properties: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in properties.items() if value is not None}
