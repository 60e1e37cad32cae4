"""What a reader of whole documents needs of the store: titles, headings, and the passages of a
document in text order."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model import Scope
from graph.protocols import StoreReader
from retrieval.scope_clause import in_documents

_ALL_ROWS = 10_000_000
_TITLES = """
MATCH (d:Document){scoped}
RETURN d.id AS id, d.name AS name ORDER BY id
"""
_PASSAGES = """
MATCH (c:Chunk)-[:PART_OF]->(d:Document) WHERE d.id = $document
RETURN c.id AS id, c.ordinal AS ordinal ORDER BY ordinal, id
"""
_HEADED = """
MATCH (c:Chunk)-[:PART_OF]->(d:Document){scoped}
RETURN DISTINCT d.id AS id, c.heading AS heading ORDER BY id
"""


def titles(store: StoreReader, scope: Scope) -> list[tuple[str, str]]:
    """Key and title of every current document of a resolved `scope`."""
    rows = _read(store, _TITLES, scope)
    return [(str(row["id"]), str(row["name"])) for row in rows]


def headings(store: StoreReader, scope: Scope) -> list[tuple[str, str]]:
    """Key and text of every heading above a passage of a resolved `scope`, each once."""
    found: dict[tuple[str, str], None] = {}
    for row in _read(store, _HEADED, scope):
        path = row["heading"]
        for heading in path if isinstance(path, list) else ():
            found[(str(row["id"]), str(heading))] = None
    return sorted(found)


def passage_ids(store: StoreReader, document: str) -> list[str]:
    """The passages of a document in text order."""
    rows = store.read(_PASSAGES, {"document": document}, limit=_ALL_ROWS)
    return [str(row["id"]) for row in rows]


def _read(store: StoreReader, query: str, scope: Scope) -> Iterable[dict[str, object]]:
    scoped, parameters = in_documents(scope.documents, "WHERE d.id")
    return store.read(query.replace("{scoped}", scoped), parameters, limit=_ALL_ROWS)
