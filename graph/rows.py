"""Keys and hashes of projected rows: the one place that says when two rows are the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from graph.protocols import EdgeRow, NodeRow, TextRow

UNHASHED = frozenset({"Run", "Answer", "Superseded", "CITES", "USED", "REPLACES"})
"""Labels and types that say when something was done, what such an act rested on, or which document
stands in the place of another: never part of the content hash."""


UNHASHED_PROPERTIES = frozenset({"run", "number", "import"})
"""Properties that depend on when something was read, and on what was read before."""


_UNHASHED_KEYS = tuple(f"{sort}/{kind}/" for sort in "ne" for kind in sorted(UNHASHED))


def node_key(label: str, identifier: str) -> str:
    """The key of a node."""
    return f"n/{label}/{identifier}"


def edge_key(kind: str, identifier: str) -> str:
    """The key of an edge."""
    return f"e/{kind}/{identifier}"


def text_key(identifier: str) -> str:
    """The key of a searchable text."""
    return f"t/{identifier}"


def row_key(row: NodeRow | EdgeRow | TextRow) -> str:
    """The key of any row."""
    if isinstance(row, NodeRow):
        return node_key(row.label, row.id)
    if isinstance(row, EdgeRow):
        return edge_key(row.type, row.id)
    return text_key(row.id)


def row_hash(row: NodeRow | EdgeRow | TextRow) -> str:
    """16 hex digits over everything the row holds; properties in sorted order; None and
    `UNHASHED_PROPERTIES` are left out, so that a later run finds the same row again."""
    if isinstance(row, TextRow):
        parts: list[object] = [
            row.id, row.kind, row.chunk, row.document, row.start, row.end, row.text, row.vector_key,
        ]  # fmt: skip
    else:
        properties = {
            k: v
            for k, v in row.properties.items()
            if v is not None and k not in UNHASHED_PROPERTIES
        }
        if isinstance(row, NodeRow):
            parts = [row.label, row.id, list(row.labels), properties]
        else:
            parts = [
                row.type, row.id, row.source_label, row.source, row.target_label, row.target,
                properties,
            ]  # fmt: skip
    encoded = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(encoded.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def content_hash(hashes: Mapping[str, str] | Iterable[tuple[str, str]]) -> str:
    """Hash of a whole graph from its rows' keys and hashes; runs and answers are left out."""
    found = dict(hashes)
    lines = [f"{key}={found[key]}\n" for key in sorted(found) if not key.startswith(_UNHASHED_KEYS)]
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
