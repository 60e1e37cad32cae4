"""What a base holds, counted by Cypher and in its record; needs no model."""

from __future__ import annotations

from graph.model import EVERYTHING
from graph.protocols import Store
from graph.record import Record


def store_counts(store: Store) -> dict[str, int]:
    """Counts of what a store holds."""

    def one(query: str) -> int:
        rows = store.read(query)
        return int(str(rows[0]["n"])) if rows else 0

    return {
        "documents": one("MATCH (x:Document) RETURN count(x) AS n"),
        "chunks": one("MATCH (x:Chunk) RETURN count(x) AS n"),
        "entities": one("MATCH (x:Entity) WHERE x.status = 'shown' RETURN count(x) AS n"),
        "facts": one("MATCH (x:Fact) WHERE x.status = 'shown' RETURN count(x) AS n"),
        "weak facts": one("MATCH (x:Fact) WHERE x.status = 'weak' RETURN count(x) AS n"),
        "references": one("MATCH (x:Reference) RETURN count(x) AS n"),
        "unresolved references": one(
            "MATCH (x:Reference) WHERE x.status = 'unresolved' RETURN count(x) AS n"
        ),
    }


def base_counts(store: Store, record: Record) -> dict[str, int | str]:
    """Counts of what a base holds, with what only its record knows, and its generation."""
    generation = store.generation
    return {
        **store_counts(store),
        "superseded versions": record.count_superseded(EVERYTHING),
        "ledger position": record.position,
        "generation": generation["name"],
        "content hash": generation["content_hash"],
    }
