"""Entities by name, and the card of one: its names and why they are one, its documents, its facts.

Every function reads one generation through read-only Cypher.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from groundgraph.graph_values import number, texts
from groundgraph.open_base import Readable
from groundgraph.views.fact_lines import FactLine, fact_lines


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An entity that has what was looked for in its name, or in an `alias`. `facts`: how many are
    shown; `scope`: see `scopes_of`."""

    id: str
    name: str
    kind: str
    facts: int
    alias: str
    scope: str


@dataclass(frozen=True, slots=True)
class JoinedName:
    """A name, and why it is this entity."""

    name: str
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class MentioningDocument:
    """A document, and how often it names an entity."""

    document: str
    name: str
    mentions: int


@dataclass(frozen=True, slots=True)
class EntityCard:
    """An entity with its names and why they are one, its documents, and its facts: what it `does`
    (it is their subject), `values` (the same, with a number, date or duration) and `others` (it is
    their object). `weak_hidden`: weak facts that are not among them."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    status: str
    scope: str
    merges: tuple[JoinedName, ...]
    documents: tuple[MentioningDocument, ...]
    does: tuple[FactLine, ...]
    values: tuple[FactLine, ...]
    others: tuple[FactLine, ...]
    weak_hidden: int


_FIND = """
MATCH (e:Entity)
WHERE e.status = 'shown' AND (toLower(e.name) CONTAINS $text
      OR any(alias IN e.aliases WHERE toLower(alias) CONTAINS $text))
RETURN e.id AS id, e.name AS name, e.kind AS kind, e.aliases AS aliases
ORDER BY size(e.name), id
"""
_FACTS_OF = """
MATCH (e:Entity)<-[:SUBJECT|OBJECT]-(f:Fact)
WHERE e.id IN $ids AND f.status = 'shown'
RETURN e.id AS id, count(DISTINCT f.id) AS facts
"""


def find_entities(base: Readable, text: str, limit: int = 12) -> list[FoundEntity]:
    """Entities with `text` in their name or an alias, best first: equal, then beginning with it,
    then a word beginning with it; among those the ones with more facts."""
    wanted = " ".join(text.split()).lower()
    if not wanted:
        return []
    rows = base.cypher(_FIND, {"text": wanted}, limit=2_000)
    facts = facts_of(base, [str(row["id"]) for row in rows])
    found = []
    for row in rows:
        names = [str(row["name"]), *texts(row["aliases"])]
        rank, matched = min((_match(name.lower(), wanted), name) for name in names)
        found.append((rank, -facts.get(str(row["id"]), 0), row, matched))
    found.sort(key=lambda f: (f[0], f[1], str(f[2]["name"]), str(f[2]["id"])))
    scopes = scopes_of(base, [str(row["id"]) for _, _, row, _ in found[:limit]])
    return [
        FoundEntity(
            id=str(row["id"]),
            name=str(row["name"]),
            kind=str(row["kind"]),
            facts=-fewer,
            alias=matched if matched != row["name"] else "",
            scope=scopes.get(str(row["id"]), ""),
        )
        for _, fewer, row, matched in found[:limit]
    ]


def _match(name: str, wanted: str) -> int:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if f" {wanted}" in name:
        return 2
    return 3 if wanted in name else 4


def facts_of(base: Readable, ids: Sequence[str]) -> dict[str, int]:
    """Entity id -> number of shown facts about it; entities without one are left out."""
    if not ids:
        return {}
    rows = base.cypher(_FACTS_OF, {"ids": list(ids)}, limit=len(ids))
    return {str(row["id"]): number(row["facts"]) for row in rows}


_SCOPES = """
MATCH (n:Name)-[:SAME_AS]->(e:Entity) WHERE e.id IN $ids
RETURN e.id AS id, count(n) AS names, count(n.document) AS local, max(n.document) AS document
"""


def scopes_of(base: Readable, ids: Sequence[str]) -> dict[str, str]:
    """For entities that mean something only inside one document: that file's name, without its
    ending. Others of the same name are other entities."""
    if not ids:
        return {}
    rows = base.cypher(_SCOPES, {"ids": list(ids)}, limit=len(ids))
    return {
        str(row["id"]): PurePosixPath(str(row["document"])).stem
        for row in rows
        if row["local"] == row["names"]
    }


_ENTITY = """
MATCH (e:Entity {id: $id})
RETURN e.id AS id, e.name AS name, e.kind AS kind, e.aliases AS aliases, e.status AS status
"""
_MERGES = """
MATCH (n:Name)-[r:SAME_AS]->(e:Entity {id: $id})
RETURN n.name AS name, r.rule AS rule, r.reason AS reason ORDER BY name, rule
"""
_WHERE = """
MATCH (e:Entity {id: $id})<-[m:MENTIONS]-(c:Chunk)-[:PART_OF]->(d:Document)
RETURN d.id AS document, d.name AS name, count(m) AS mentions ORDER BY mentions DESC, name
"""
_ABOUT = """
MATCH (e:Entity {id: $id})<-[:SUBJECT|OBJECT]-(f:Fact)
WHERE f.status IN $statuses RETURN DISTINCT f.id AS id
"""


def entity_card(base: Readable, entity: str, *, weak: bool = False) -> EntityCard | None:
    """The card of an entity, `weak` facts included or only counted. None where the present
    generation has no such entity."""
    rows = base.cypher(_ENTITY, {"id": entity})
    if not rows:
        return None
    statuses = ["shown", "weak"] if weak else ["shown"]
    about = base.cypher(_ABOUT, {"id": entity, "statuses": statuses})
    hidden = [] if weak else base.cypher(_ABOUT, {"id": entity, "statuses": ["weak"]})
    facts = fact_lines(base, [str(row["id"]) for row in about])
    facts.sort(key=lambda fact: (fact.subject != entity, *_weight(fact)))
    own = [fact for fact in facts if fact.subject == entity]
    return EntityCard(
        id=str(rows[0]["id"]),
        name=str(rows[0]["name"]),
        kind=str(rows[0]["kind"]),
        aliases=texts(rows[0]["aliases"]),
        status=str(rows[0]["status"]),
        scope=scopes_of(base, [entity]).get(entity, ""),
        merges=_merges(base, entity),
        documents=_documents(base, entity),
        does=tuple(fact for fact in own if not fact.value_kind),
        values=tuple(fact for fact in own if fact.value_kind),
        others=tuple(fact for fact in facts if fact.subject != entity),
        weak_hidden=len(hidden),
    )


def _merges(base: Readable, entity: str) -> tuple[JoinedName, ...]:
    return tuple(
        JoinedName(str(row["name"]), str(row["rule"]), str(row["reason"]))
        for row in base.cypher(_MERGES, {"id": entity})
    )


def _documents(base: Readable, entity: str) -> tuple[MentioningDocument, ...]:
    return tuple(
        MentioningDocument(str(row["document"]), str(row["name"]), number(row["mentions"]))
        for row in base.cypher(_WHERE, {"id": entity})
    )


_ORDER = ["must", "must not", "may", "may not", "should", "should not"]


def _weight(fact: FactLine) -> tuple[int, str, str]:
    order = _ORDER.index(fact.modality) if fact.modality in _ORDER else len(_ORDER)
    return (order, fact.name, fact.id)
