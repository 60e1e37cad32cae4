"""What the pages about the graph show: names found as you type, a neighbourhood small enough to be
read, an entity's card, facts with their words, and paths between two entities.

Every function reads one generation through read-only Cypher and returns plain data, JSON-ready.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from groundgraph.knowledge_base import KnowledgeBase

FIRST = 24
"""Neighbours shown around the first entity; `FURTHER` around each one that is opened after it."""
FURTHER = 12
OVERVIEW = 40
_LONGEST_PATH = 5

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which facts count. Empty means all. `modalities` are as shown: ``must``, ``must not``,
    ``may``, ``says`` …; `weak` lets facts below the quality bar in."""

    kinds: frozenset[str] = frozenset()
    modalities: frozenset[str] = frozenset()
    predicate: str = ""
    document: str = ""
    weak: bool = False

    @property
    def statuses(self) -> list[str]:
        return ["shown", "weak"] if self.weak else ["shown"]


def shown_modality(modality: str, polarity: str) -> str:
    """How modality and polarity are named together: ``must not``; a plain statement ``says``, a
    denied one ``says not``."""
    word = "says" if modality == "none" else modality
    return f"{word} not" if polarity == "negative" else word


_FIND = """
MATCH (e:Entity)
WHERE e.status = 'shown' AND (toLower(e.name) CONTAINS $text
      OR any(alias IN e.aliases WHERE toLower(alias) CONTAINS $text))
RETURN e.id AS id, e.name AS name, e.kind AS kind, e.aliases AS aliases
"""
_FACTS_OF = """
MATCH (e:Entity)<-[:SUBJECT|OBJECT]-(f:Fact)
WHERE e.id IN $ids AND f.status = 'shown'
RETURN e.id AS id, count(DISTINCT f.id) AS facts
"""


def find_entities(base: KnowledgeBase, text: str, limit: int = 12) -> list[Row]:
    """Entities with `text` in their name or an alias, best first: equal, then beginning with it,
    then a word beginning with it; among those the ones with more facts."""
    wanted = " ".join(text.split()).lower()
    if not wanted:
        return []
    rows = base.cypher(_FIND, {"text": wanted}, limit=2_000)
    facts = _facts_of(base, [str(row["id"]) for row in rows])
    found = []
    for row in rows:
        names = [str(row["name"]), *_texts(row["aliases"])]
        rank, matched = min((_match(name.lower(), wanted), name) for name in names)
        found.append((rank, -facts.get(str(row["id"]), 0), row, matched))
    found.sort(key=lambda f: (f[0], f[1], str(f[2]["name"]), str(f[2]["id"])))
    scopes = _scopes(base, [str(row["id"]) for _, _, row, _ in found[:limit]])
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "kind": row["kind"],
            "facts": -fewer,
            "alias": matched if matched != row["name"] else "",
            "scope": scopes.get(str(row["id"]), ""),
        }
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


def _facts_of(base: KnowledgeBase, ids: Sequence[str]) -> dict[str, int]:
    if not ids:
        return {}
    rows = base.cypher(_FACTS_OF, {"ids": list(ids)}, limit=len(ids))
    return {str(row["id"]): _number(row["facts"]) for row in rows}


_SCOPES = """
MATCH (n:Name)-[:SAME_AS]->(e:Entity) WHERE e.id IN $ids
RETURN e.id AS id, count(n) AS names, count(n.document) AS local, max(n.document) AS document
"""


def _scopes(base: KnowledgeBase, ids: Sequence[str]) -> dict[str, str]:
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


_LINKS = """
MATCH (s:Entity)<-[:SUBJECT]-(f:Fact)-[:OBJECT]->(o:Entity)
WHERE {where} AND f.status IN $statuses AND s.id <> o.id
RETURN f.id AS fact, s.id AS source, o.id AS target, f.predicate AS predicate,
       f.modality AS modality, f.polarity AS polarity, f.status AS status
ORDER BY fact
"""
_TOUCHING = _LINKS.format(where="(s.id IN $ids OR o.id IN $ids)")
_BETWEEN = _LINKS.format(where="s.id IN $ids AND o.id IN $ids")
_ALL_LINKS = """
MATCH (s:Entity)-[r:RELATES]->(o:Entity)
WHERE s.status = 'shown' AND o.status = 'shown' AND s.id <> o.id
RETURN s.id AS source, o.id AS target, count(r) AS facts
"""
_IN_DOCUMENT = """
MATCH (f:Fact)-[:SUPPORTED_BY]->(c:Chunk) WHERE c.document = $document RETURN DISTINCT f.id AS id
"""
_NODES = """
MATCH (e:Entity) WHERE e.id IN $ids
RETURN e.id AS id, e.name AS name, e.kind AS kind ORDER BY id
"""


class Neighbourhoods:
    """Neighbourhoods under one set of filters."""

    def __init__(self, base: KnowledgeBase, filters: Filters) -> None:
        self._base = base
        self._filters = filters
        self._facts: set[str] | None = None
        if filters.document:
            rows = base.cypher(_IN_DOCUMENT, {"document": filters.document}, limit=1_000_000)
            self._facts = {str(row["id"]) for row in rows}

    def around(self, opened: Sequence[str]) -> Row:
        """The entities in `opened`, each with its neighbours, ranked and cut: ``nodes`` (id, name,
        label, kind, facts, scope, more: neighbours left out, round: index in `opened` that brought
        it in) and ``edges`` (source, target, facts, labels, weak)."""
        rounds = {opened[0]: 0}
        more: dict[str, int] = {}
        for index, center in enumerate(opened):
            counts: dict[str, int] = {}
            for row in self._links(_TOUCHING, [center]):
                other = str(row["target"] if row["source"] == center else row["source"])
                counts[other] = counts.get(other, 0) + 1
            kinds = self._kinds(counts)
            known = [other for other in counts if other in rounds]
            new = [other for other in counts if other not in rounds and self._passes(kinds[other])]
            weight = _facts_of(self._base, new)
            new.sort(key=lambda o: (-counts[o], -weight.get(o, 0), kinds[o][1], o))
            room = (FIRST if index == 0 else FURTHER) - min(len(known), FURTHER // 2)
            rounds.update(dict.fromkeys(new[:room], index))
            more[center] = len(new[room:])
        return self._graph(rounds, more)

    def overview(self) -> Row:
        """The best connected entities and the facts between them."""
        weights: dict[str, int] = {}
        for row in self._base.cypher(_ALL_LINKS, limit=1_000_000):
            for end in ("source", "target"):
                weights[str(row[end])] = weights.get(str(row[end]), 0) + _number(row["facts"])
        best = sorted(weights, key=lambda e: (-weights[e], e))[: OVERVIEW * 2]
        kinds = self._kinds(best)
        kept = [e for e in best if self._passes(kinds[e])][:OVERVIEW]
        graph = self._graph(dict.fromkeys(kept, 0), {})
        linked = _islands(graph["edges"])
        graph["nodes"] = [node for node in graph["nodes"] if node["id"] in linked]
        graph["edges"] = [edge for edge in graph["edges"] if edge["source"] in linked]
        return graph

    def along(self, path: Sequence[str]) -> Row:
        """The entities of `path` and the facts between them."""
        return self._graph({entity: index for index, entity in enumerate(path)}, {})

    def between(self, one: str, other: str) -> list[str]:
        """Ids of the facts between two entities, in either direction."""
        return [row["fact"] for row in self._links(_BETWEEN, [one, other])]

    def _graph(self, rounds: dict[str, int], more: dict[str, int]) -> Row:
        ids = list(rounds)
        facts = _facts_of(self._base, ids)
        scopes = _scopes(self._base, ids)
        nodes: list[Row] = [
            {
                **row,
                "facts": facts.get(str(row["id"]), 0),
                "more": more.get(str(row["id"]), 0),
                "round": rounds[str(row["id"])],
                "scope": scopes.get(str(row["id"]), ""),
            }
            for row in self._base.cypher(_NODES, {"ids": ids}, limit=len(ids) or 1)
        ]
        nodes.sort(key=lambda n: ids.index(n["id"]))
        same = Counter(node["name"] for node in nodes)
        for node in nodes:
            local = same[node["name"]] > 1 and node["scope"]
            node["label"] = f"{node['name']} · {node['scope']}" if local else node["name"]
        edges: dict[tuple[str, str], Row] = {}
        for row in self._links(_BETWEEN, ids) if ids else ():
            key = (str(row["source"]), str(row["target"]))
            edge = edges.setdefault(
                key, {"source": key[0], "target": key[1], "facts": 0, "labels": [], "weak": True}
            )
            edge["facts"] += 1
            edge["weak"] = edge["weak"] and row["status"] == "weak"
            label = _said(row)
            if label not in edge["labels"]:
                edge["labels"].append(label)
        return {"nodes": nodes, "edges": [edges[key] for key in sorted(edges)]}

    def _links(self, query: str, ids: Sequence[str]) -> Iterable[Row]:
        parameters = {"ids": list(ids), "statuses": self._filters.statuses}
        for row in self._base.cypher(query, parameters, limit=100_000):
            modality = shown_modality(str(row["modality"]), str(row["polarity"]))
            if self._filters.modalities and modality not in self._filters.modalities:
                continue
            if self._filters.predicate.lower() not in str(row["predicate"]).lower():
                continue
            if self._facts is not None and row["fact"] not in self._facts:
                continue
            yield row

    def _kinds(self, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        wanted = list(ids)
        rows = self._base.cypher(_NODES, {"ids": wanted}, limit=len(wanted) or 1)
        return {str(row["id"]): (str(row["kind"]), str(row["name"])) for row in rows}

    def _passes(self, kind: tuple[str, str]) -> bool:
        return not self._filters.kinds or kind[0] in self._filters.kinds


def _islands(edges: Sequence[Row], least: int = 4) -> set[str]:
    """Nodes that hang together with at least `least` others; of few edges, all."""
    groups: dict[str, set[str]] = {}
    for edge in edges:
        both = groups.get(edge["source"], {edge["source"]}) | groups.get(
            edge["target"], {edge["target"]}
        )
        groups.update(dict.fromkeys(both, both))
    large = {node for node, group in groups.items() if len(group) >= least}
    return large or set(groups)


def _said(row: Row) -> str:
    """The predicate as it reads between two nodes, modality included."""
    words = {"none": "", "must": "must ", "may": "may "}.get(row["modality"], f"{row['modality']} ")
    denied = "not " if row["polarity"] == "negative" else ""
    return f"{words}{denied}{row['predicate']}"


_PATH = f"""
MATCH (a:Entity), (b:Entity) WHERE a.id = $one AND b.id = $other
MATCH p = shortestPath((a)-[:RELATES*1..{_LONGEST_PATH}]-(b))
RETURN [n IN nodes(p) | n.id] AS ids LIMIT 1
"""


def path_between(base: KnowledgeBase, one: str, other: str) -> list[str]:
    """Entity ids of a shortest path over shown facts, both ends included; empty where there is
    none of at most five facts."""
    rows = base.cypher(_PATH, {"one": one, "other": other}, limit=1)
    return _texts(rows[0]["ids"]) if rows else []


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


def entity_card(base: KnowledgeBase, entity: str, *, weak: bool = False) -> Row | None:
    """An entity with its names and why they are one, its documents, and its facts in both
    directions; None where the present generation has no such entity."""
    rows = base.cypher(_ENTITY, {"id": entity})
    if not rows:
        return None
    statuses = ["shown", "weak"] if weak else ["shown"]
    about = base.cypher(_ABOUT, {"id": entity, "statuses": statuses})
    hidden = [] if weak else base.cypher(_ABOUT, {"id": entity, "statuses": ["weak"]})
    facts = fact_lines(base, [str(row["id"]) for row in about])
    facts.sort(key=lambda f: (f["subject"] != entity, *_weight(f)))
    return {
        **rows[0],
        "scope": _scopes(base, [entity]).get(entity, ""),
        "merges": base.cypher(_MERGES, {"id": entity}),
        "documents": base.cypher(_WHERE, {"id": entity}),
        "facts": facts,
        "weak_hidden": len(hidden),
    }


_ORDER = ["must", "must not", "may", "may not", "should", "should not"]


def _weight(fact: Row) -> tuple[int, str, str]:
    modality = fact["modality"]
    order = _ORDER.index(modality) if modality in _ORDER else len(_ORDER)
    return (order, fact["name"], fact["id"])


_LINES = """
MATCH (s:Entity)<-[:SUBJECT]-(f:Fact)-[e:SUPPORTED_BY]->(c:Chunk)-[:PART_OF]->(d:Document)
WHERE f.id IN $ids
OPTIONAL MATCH (f)-[:OBJECT]->(o:Entity)
RETURN f.id AS id, f.name AS name, f.predicate AS predicate, f.modality AS modality,
       f.polarity AS polarity, f.status AS status, f.value AS value,
       s.id AS subject, s.name AS subject_name, s.kind AS subject_kind,
       o.id AS object, o.name AS object_name,
       d.id AS document, d.name AS document_name, c.version AS version, c.heading AS heading,
       c.page AS page, e.start AS start, e.`end` AS stop, e.quote AS quote,
       e.deadline AS deadline, e.condition AS condition, e.exception AS exception,
       e.why_weak AS why_weak
ORDER BY id, document, start, stop
"""


def fact_lines(base: KnowledgeBase, ids: Sequence[str]) -> list[Row]:
    """The facts `ids`, each with its parts for display and ``places``: every passage that states
    it, with qualifiers as they stand there."""
    facts: dict[str, Row] = {}
    for row in base.cypher(_LINES, {"ids": list(ids)}, limit=100_000):
        fact = facts.get(str(row["id"]))
        if fact is None:
            facts[str(row["id"])] = fact = {
                "id": row["id"],
                "name": row["name"],
                "predicate": row["predicate"],
                "modality": shown_modality(str(row["modality"]), str(row["polarity"])),
                "status": row["status"],
                "subject": row["subject"],
                "subject_name": row["subject_name"],
                "subject_kind": row["subject_kind"],
                "object": row["object"],
                "object_name": row["object_name"] or row["value"] or "",
                "places": [],
            }
        fact["places"].append(_place(row))
    return [facts[key] for key in ids if key in facts]


def _place(row: Row) -> Row:
    return {
        "document": row["document"],
        "name": row["document_name"],
        "version": row["version"],
        "heading": _texts(row["heading"]),
        "page": row["page"],
        "start": row["start"],
        "end": row["stop"],
        "quote": row["quote"],
        "why_weak": row["why_weak"] or "",
        "qualifiers": [
            {"kind": kind, "quote": row[kind]}
            for kind in ("condition", "exception", "deadline")
            if row[kind]
        ],
    }


_KINDS = """
MATCH (e:Entity) WHERE e.status = 'shown' RETURN e.kind AS kind, count(e) AS n ORDER BY n DESC, kind
"""
_DOCUMENTS = "MATCH (d:Document) RETURN d.id AS id, d.name AS name ORDER BY name, id"


def choices(base: KnowledgeBase) -> Row:
    """What can be filtered by: ``kinds`` with counts, and ``documents``."""
    return {
        "kinds": base.cypher(_KINDS),
        "documents": base.cypher(_DOCUMENTS, limit=100_000),
    }


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _number(value: object) -> int:
    return int(str(value))
