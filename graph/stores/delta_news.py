"""What of a delta is news to a store that holds rows with known hashes."""

from __future__ import annotations

from collections.abc import Mapping

from graph.protocols import Delta, EdgeRow, NodeRow, TextRow
from graph.rows import edge_key, node_key, row_hash, row_key, text_key


class Change:
    """The part of a delta that is news to a store that holds rows with these hashes. A row that
    is both removed and given counts as given."""

    def __init__(self, delta: Delta, held: Mapping[str, bytes]) -> None:
        rows: list[NodeRow | EdgeRow | TextRow] = [*delta.nodes, *delta.edges, *delta.texts]
        given = {row_key(row): row for row in rows}
        known = delta.hashes
        self.hashes = {
            key: bytes.fromhex(known.get(key) or row_hash(row)) for key, row in given.items()
        }
        news = {key for key, value in self.hashes.items() if held.get(key) != value}
        self.nodes = {
            key: row for key, row in given.items() if key in news and isinstance(row, NodeRow)
        }
        self.edges = {
            key: row for key, row in given.items() if key in news and isinstance(row, EdgeRow)
        }
        self.texts = {
            key: row for key, row in given.items() if key in news and isinstance(row, TextRow)
        }

        def gone(key: str) -> bool:
            return key in held and key not in given

        self.removed_nodes = [p for p in delta.removed_nodes if gone(node_key(*p))]
        self.removed_edges = [p for p in delta.removed_edges if gone(edge_key(*p))]
        self.removed_texts = [id for id in delta.removed_texts if gone(text_key(id))]
        self.gone = [
            *(node_key(*pair) for pair in self.removed_nodes),
            *(edge_key(*pair) for pair in self.removed_edges),
            *(text_key(id) for id in self.removed_texts),
        ]

    @property
    def graph(self) -> bool:
        """Whether the graph changes."""
        return bool(self.nodes or self.edges or self.removed_nodes or self.removed_edges)

    @property
    def any(self) -> bool:
        """Whether anything changes."""
        return self.graph or bool(self.texts or self.removed_texts)

    @property
    def rows(self) -> int:
        """Rows that are written or removed."""
        return len(self.nodes) + len(self.edges) + len(self.texts) + len(self.gone)
