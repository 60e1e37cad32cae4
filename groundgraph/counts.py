"""What a store holds, counted by Cypher; needs no model."""

from __future__ import annotations

from graph.protocols import Store


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
