"""What the graph page draws: a neighbourhood small enough to be read, the best connected names, and
paths between two of them, each under a set of filters.

Everything reads one generation through read-only Cypher and returns plain data, JSON-ready.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extraction.inflection import third_person
from groundgraph.open_base import Readable
from groundgraph.shortest_paths import shortest_paths
from groundgraph.views.entity_cards import facts_of, scopes_of

Row = dict[str, Any]

FIRST = 24
"""Neighbours shown around the first entity; `FURTHER` around each one that is opened after it."""
FURTHER = 12
MOST_NODES = 300
"""Names drawn at once; what would go beyond is left out and said so."""
OVERVIEW = 40
LONGEST_PATH = 5
MOST_PATHS = 6
MODALITIES = ("must", "may", "should", "can", "will", "says")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which facts count. Empty means all. `modalities` are of `MODALITIES` (a plain statement
    ``says``), `polarity` is ``positive`` or ``negative``; `weak` lets facts below the quality bar
    in. `kinds` are those of neighbours."""

    kinds: frozenset[str] = frozenset()
    modalities: frozenset[str] = frozenset()
    polarity: str = ""
    predicate: str = ""
    document: str = ""
    weak: bool = False


_LINKS = """
MATCH (s:Entity)<-[:SUBJECT]-(f:Fact)-[:OBJECT]->(o:Entity)
WHERE {where} AND s.id <> o.id
RETURN f.id AS fact, s.id AS source, o.id AS target, s.kind AS source_kind, o.kind AS target_kind,
       f.predicate AS predicate, f.modality AS modality, f.polarity AS polarity, f.status AS status
ORDER BY fact
"""
_TOUCHING = _LINKS.format(where="(s.id IN $ids OR o.id IN $ids)")
_BETWEEN = _LINKS.format(where="s.id IN $ids AND o.id IN $ids")
_ALL_LINKS = """
MATCH (s:Entity)-[r:RELATES]->(o:Entity)
WHERE s.status = 'shown' AND o.status = 'shown' AND s.id <> o.id
RETURN r.fact_id AS fact, s.id AS source, o.id AS target, s.kind AS source_kind,
       o.kind AS target_kind, r.predicate AS predicate, r.modality AS modality,
       r.polarity AS polarity, 'shown' AS status
"""
_IN_DOCUMENT = """
MATCH (f:Fact)-[:SUPPORTED_BY]->(c:Chunk) WHERE c.document = $document RETURN DISTINCT f.id AS id
"""
_NODES = """
MATCH (e:Entity) WHERE e.id IN $ids
RETURN e.id AS id, e.name AS name, e.kind AS kind ORDER BY id
"""
_ROWS = 1_000_000


class Neighbourhoods:
    """Neighbourhoods under one set of filters."""

    def __init__(self, base: Readable, filters: Filters) -> None:
        self._base = base
        self._filters = filters
        self._facts: set[str] | None = None
        if filters.document:
            rows = base.cypher(_IN_DOCUMENT, {"document": filters.document}, limit=_ROWS)
            self._facts = {str(row["id"]) for row in rows}

    def around(self, opened: Sequence[str]) -> Row:
        """The entities in `opened`, each with its neighbours, ranked and cut; an entity that stands
        there twice gets a second batch. ``nodes`` (id, name, label, kind, facts, scope, more:
        neighbours not drawn, round: index in `opened` that brought it in), ``edges`` (source,
        target, facts, labels, weak), ``weak_hidden``, and ``full`` where `MOST_NODES` cut it."""
        rounds = {opened[0]: 0}
        full = False
        for index, center in enumerate(opened):
            rounds.setdefault(center, index)
            counts = Counter(
                _other(row, center)
                for row in self._links(_TOUCHING, [center])
                if self._passes(row, center)
            )
            names = self._names(counts)
            new = [other for other in counts if other not in rounds and other in names]
            weight = facts_of(self._base, new)
            new.sort(key=lambda o: (-counts[o], -weight.get(o, 0), names[o], o))
            known = len(counts) - len(new)
            again = center in opened[:index]
            room = FURTHER if again else (FURTHER if index else FIRST) - min(known, FURTHER // 2)
            left = MOST_NODES - len(rounds)
            full = full or min(room, len(new)) > left
            rounds.update(dict.fromkeys(new[: min(room, left)], index))
        return {**self._graph(rounds), "full": full}

    def overview(self) -> Row:
        """The best connected entities and the facts between them."""
        weights: Counter[str] = Counter()
        kinds: dict[str, str] = {}
        for row in self._kept(self._base.cypher(_ALL_LINKS, limit=_ROWS)):
            for end in ("source", "target"):
                weights[str(row[end])] += 1
                kinds[str(row[end])] = str(row[f"{end}_kind"])
        wanted = self._filters.kinds
        ranked = sorted(weights, key=lambda e: (-weights[e], e))
        best = [e for e in ranked if not wanted or kinds[e] in wanted][:OVERVIEW]
        graph = self._graph(dict.fromkeys(best, 0))
        linked = _islands(graph["edges"])
        graph["nodes"] = [{**n, "more": 0} for n in graph["nodes"] if n["id"] in linked]
        graph["edges"] = [edge for edge in graph["edges"] if edge["source"] in linked]
        return {**graph, "full": False}

    def along(self, paths: Sequence[Sequence[str]]) -> Row:
        """The entities of `paths` and the facts between them; ``step`` of a node is its place on
        its path, ``lane`` the number of the path that brought it in."""
        places: dict[str, tuple[int, int]] = {}
        for lane, path in enumerate(paths):
            for step, entity in enumerate(path):
                places.setdefault(entity, (step, lane))
        graph = self._graph(dict.fromkeys(places, 0))
        for node in graph["nodes"]:
            node["step"], node["lane"] = places[node["id"]]
            node["more"] = 0
        return {**graph, "full": False}

    def paths(self, one: str, other: str) -> list[list[str]]:
        """Shortest paths over facts that pass the filters, as entity ids with both ends included:
        the `MOST_PATHS` with the rarest names between the ends. None where every path needs more
        than `LONGEST_PATH` facts."""
        if one == other:
            return [[one]]
        found = shortest_paths(one, other, self._pairs, LONGEST_PATH)
        rare = facts_of(self._base, sorted({e for path in found for e in path[1:-1]}))
        found.sort(key=lambda path: (sum(rare.get(e, 0) for e in path[1:-1]), path))
        return found[:MOST_PATHS]

    def between(self, one: str, other: str) -> list[str]:
        """Ids of the facts between two entities, in either direction."""
        return [str(row["fact"]) for row in self._links(_BETWEEN, [one, other])]

    def _graph(self, rounds: dict[str, int]) -> Row:
        ids = list(rounds)
        facts = facts_of(self._base, ids)
        scopes = scopes_of(self._base, ids)
        rows = self._base.cypher(_TOUCHING, {"ids": ids}, limit=_ROWS) if ids else []
        outside: dict[str, set[str]] = {}
        edges: dict[tuple[str, str], Row] = {}
        for row in self._kept(rows):
            key = (str(row["source"]), str(row["target"]))
            if key[0] in rounds and key[1] in rounds:
                _add(edges, key, row)
                continue
            inner = key[0] if key[0] in rounds else key[1]
            if self._passes(row, inner):
                outside.setdefault(inner, set()).add(_other(row, inner))
        nodes: list[Row] = [
            {
                **row,
                "facts": facts.get(str(row["id"]), 0),
                "more": len(outside.get(str(row["id"]), ())),
                "round": rounds[str(row["id"])],
                "scope": scopes.get(str(row["id"]), ""),
            }
            for row in self._base.cypher(_NODES, {"ids": ids}, limit=len(ids) or 1)
        ]
        order = {key: index for index, key in enumerate(ids)}
        nodes.sort(key=lambda n: order[n["id"]])
        same = Counter(node["name"] for node in nodes)
        for node in nodes:
            local = same[node["name"]] > 1 and node["scope"]
            node["label"] = f"{node['name']} · {node['scope']}" if local else node["name"]
        hidden = (
            row
            for row in rows
            if row["status"] == "weak" and row["source"] in rounds and row["target"] in rounds
        )
        return {
            "nodes": nodes,
            "edges": [edges[key] for key in sorted(edges)],
            "weak_hidden": 0 if self._filters.weak else sum(1 for _ in hidden),
        }

    def _links(self, query: str, ids: Sequence[str]) -> Iterator[Row]:
        return self._kept(self._base.cypher(query, {"ids": list(ids)}, limit=_ROWS))

    def _pairs(self, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
        for row in self._links(_TOUCHING, ids):
            yield str(row["source"]), str(row["target"])

    def _kept(self, rows: Iterable[Row]) -> Iterator[Row]:
        wanted = self._filters
        predicate = wanted.predicate.lower()
        for row in rows:
            modality = "says" if row["modality"] == "none" else row["modality"]
            if (
                (row["status"] == "shown" or wanted.weak)
                and (not wanted.modalities or modality in wanted.modalities)
                and (not wanted.polarity or row["polarity"] == wanted.polarity)
                and predicate in str(row["predicate"]).lower()
                and (self._facts is None or row["fact"] in self._facts)
            ):
                yield row

    def _passes(self, row: Row, center: str) -> bool:
        """Whether the end of `row` that is not `center` is of a kind that is asked for."""
        kind = row["target_kind"] if row["source"] == center else row["source_kind"]
        return not self._filters.kinds or kind in self._filters.kinds

    def _names(self, ids: Iterable[str]) -> dict[str, str]:
        wanted = list(ids)
        rows = self._base.cypher(_NODES, {"ids": wanted}, limit=len(wanted) or 1)
        return {str(row["id"]): str(row["name"]) for row in rows}


def _other(row: Row, center: str) -> str:
    return str(row["target"] if row["source"] == center else row["source"])


def _add(edges: dict[tuple[str, str], Row], key: tuple[str, str], row: Row) -> None:
    edge = edges.setdefault(
        key, {"source": key[0], "target": key[1], "facts": 0, "labels": [], "weak": True}
    )
    edge["facts"] += 1
    edge["weak"] = edge["weak"] and row["status"] == "weak"
    label = verb_label(str(row["predicate"]), str(row["modality"]), str(row["polarity"]))
    if label not in edge["labels"]:
        edge["labels"].append(label)


def verb_label(predicate: str, modality: str, polarity: str) -> str:
    """A predicate (its verb in the basic form first) as what one name says of another: ``must not
    report to``, ``appoints``, ``is not kept by``, ``does not use``."""
    verb, _, rest = predicate.partition(" ")
    denied = polarity == "negative"
    if modality != "none":
        words = [modality, "not" if denied else "", predicate]
    elif verb in _AUXILIARIES or not denied:
        words = [_said(verb), "not" if denied else "", rest]
    else:
        words = ["does not", predicate]
    return " ".join(word for word in words if word)


_AUXILIARIES = frozenset({"be", "is", "are"})


def _said(verb: str) -> str:
    """The verb as it is said of one; what is in such a form already stays."""
    return verb if verb in ("is", "are", "has", "does") else third_person(verb)


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


_KINDS = """
MATCH (e:Entity) WHERE e.status = 'shown' RETURN e.kind AS kind, count(e) AS n ORDER BY n DESC, kind
"""


def kinds(base: Readable) -> list[str]:
    """Kinds of names that are shown, the most frequent first."""
    return [str(row["kind"]) for row in base.cypher(_KINDS)]


@dataclass(frozen=True, slots=True)
class EntityName:
    """An entity as one calls it."""

    id: str
    name: str
    kind: str


def entity_names(base: Readable, ids: Sequence[str]) -> list[EntityName]:
    """The names of those of `ids` that there are."""
    rows = base.cypher(_NODES, {"ids": list(ids)}, limit=len(ids) or 1)
    return [EntityName(str(row["id"]), str(row["name"]), str(row["kind"])) for row in rows]
