"""What themes are found from, as the store has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from graph.model import Scope
from graph.protocols import StoreReader
from graph.theme_material import NameUse, StatedPlace, ThemeMaterial
from retrieval.scope_clause import in_documents
from retrieval.whole_documents import titles

_ALL_ROWS = 100_000_000
_USES = """
MATCH (c:Chunk)-[m:MENTIONS]->(e:Entity) WHERE e.status = 'shown'{scoped}{of_kinds}
RETURN c.document AS document, c.heading AS heading, m.surface AS surface
"""
_STATED = """
MATCH (f:Fact)-[s:SUPPORTED_BY]->(c:Chunk)
WHERE f.status = 'shown' AND s.status = 'shown'{scoped}
RETURN f.id AS fact, c.document AS document, c.heading AS heading, c.id AS chunk,
       s.start AS start, s.end AS end, s.quote AS quote
"""

Row = Mapping[str, object]


def theme_material(store: StoreReader, scope: Scope) -> ThemeMaterial:
    """Names of the kinds of a resolved `scope`, and facts, of its documents. Names are as their own
    documents write them: another document's words are not shown for them."""
    uses = [
        NameUse(str(row["document"]), _heading(row), " ".join(_words(row, "surface")))
        for row in _read(store, _USES, scope)
    ]
    stated = [
        StatedPlace(
            str(row["fact"]),
            str(row["document"]),
            _heading(row),
            str(row["chunk"]),
            int(str(row["start"])),
            int(str(row["end"])),
            " ".join(_words(row, "quote")),
        )
        for row in _read(store, _STATED, scope)
    ]
    uses.sort(key=lambda one: (one.document, one.heading, one.surface))
    stated.sort(key=lambda one: (one.document, one.start, one.end, one.fact))
    return ThemeMaterial(dict(titles(store, scope)), tuple(uses), tuple(stated))


def _read(store: StoreReader, query: str, scope: Scope) -> Iterable[Row]:
    scoped, parameters = in_documents(scope.documents, "AND c.document")
    of_kinds = ""
    if scope.kinds is not None and "{of_kinds}" in query:
        of_kinds, parameters["kinds"] = " AND e.kind IN $kinds", sorted(scope.kinds)
    asked = query.replace("{scoped}", scoped).replace("{of_kinds}", of_kinds)
    return store.read(asked, parameters, limit=_ALL_ROWS)


def _words(row: Row, key: str) -> list[str]:
    return str(row[key] or "").split()


def _heading(row: Row) -> tuple[str, ...]:
    return tuple(cast("list[str]", row["heading"] or ()))
