"""What the graph page draws: a neighbourhood small enough to be read, the best connected names, and
paths between two of them, each under a set of filters.

Everything reads one generation through read-only Cypher.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extraction.inflection import third_person
from groundgraph.as_json import optional
from groundgraph.open_base import Readable
from groundgraph.shortest_paths import shortest_paths
from groundgraph.views.entity_cards import facts_of, scopes_of

Row = Mapping[str, Any]
"""Of the graph."""

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


@dataclass(frozen=True, slots=True)
class GraphNode:
    """An entity to be drawn. `more`: neighbours not drawn; `round`: index of the opened entity that
    brought it in; `label`: its name, with its `scope` where another one is called the same. On a
    path, `step` is its place there and `lane` the number of the path that brought it in."""

    id: str
    name: str
    kind: str
    facts: int
    more: int
    round: int
    scope: str
    label: str
    step: int | None = optional()
    lane: int | None = optional()


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """The facts from one entity to another; `weak` where all of them are."""

    source: str
    target: str
    facts: int
    labels: tuple[str, ...]
    weak: bool


@dataclass(frozen=True, slots=True)
class EntityGraph:
    """Entities and the facts between them. `weak_hidden`: weak facts that are not in it; `full`
    where `MOST_NODES` cut it."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    weak_hidden: int
    full: bool = False


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

    def around(self, opened: Sequence[str]) -> EntityGraph:
        """The entities in `opened`, each with its neighbours, ranked and cut; an entity that stands
        there twice gets a second batch."""
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
        return replace(self._graph(rounds), full=full)

    def overview(self) -> EntityGraph:
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
        linked = _islands(graph.edges)
        return replace(
            graph,
            nodes=tuple(replace(node, more=0) for node in graph.nodes if node.id in linked),
            edges=tuple(edge for edge in graph.edges if edge.source in linked),
        )

    def along(self, paths: Sequence[Sequence[str]]) -> EntityGraph:
        """The entities of `paths` and the facts between them."""
        places: dict[str, tuple[int, int]] = {}
        for lane, path in enumerate(paths):
            for step, entity in enumerate(path):
                places.setdefault(entity, (step, lane))
        graph = self._graph(dict.fromkeys(places, 0))
        nodes = []
        for node in graph.nodes:
            step, lane = places[node.id]
            nodes.append(replace(node, step=step, lane=lane, more=0))
        return replace(graph, nodes=tuple(nodes))

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

    def _graph(self, rounds: dict[str, int]) -> EntityGraph:
        ids = list(rounds)
        rows = self._base.cypher(_TOUCHING, {"ids": ids}, limit=_ROWS) if ids else []
        outside: dict[str, set[str]] = {}
        edges: dict[tuple[str, str], list[Row]] = {}
        for row in self._kept(rows):
            key = (str(row["source"]), str(row["target"]))
            if key[0] in rounds and key[1] in rounds:
                edges.setdefault(key, []).append(row)
                continue
            inner = key[0] if key[0] in rounds else key[1]
            if self._passes(row, inner):
                outside.setdefault(inner, set()).add(_other(row, inner))
        hidden = (
            row
            for row in rows
            if row["status"] == "weak" and row["source"] in rounds and row["target"] in rounds
        )
        return EntityGraph(
            nodes=self._nodes(rounds, {key: len(found) for key, found in outside.items()}),
            edges=tuple(_edge(*key, edges[key]) for key in sorted(edges)),
            weak_hidden=0 if self._filters.weak else sum(1 for _ in hidden),
        )

    def _nodes(self, rounds: dict[str, int], more: Mapping[str, int]) -> tuple[GraphNode, ...]:
        ids = list(rounds)
        facts, scopes = facts_of(self._base, ids), scopes_of(self._base, ids)
        named = {one.id: one for one in entity_names(self._base, ids)}
        same = Counter(one.name for one in named.values())
        nodes = []
        for key in ids:
            if key in named:
                name, scope = named[key].name, scopes.get(key, "")
                nodes.append(
                    GraphNode(
                        id=key,
                        name=name,
                        kind=named[key].kind,
                        facts=facts.get(key, 0),
                        more=more.get(key, 0),
                        round=rounds[key],
                        scope=scope,
                        label=f"{name} · {scope}" if same[name] > 1 and scope else name,
                    )
                )
        return tuple(nodes)

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
        return {one.id: one.name for one in entity_names(self._base, list(ids))}


def _other(row: Row, center: str) -> str:
    return str(row["target"] if row["source"] == center else row["source"])


def _edge(source: str, target: str, rows: Sequence[Row]) -> GraphEdge:
    labels = [
        verb_label(str(row["predicate"]), str(row["modality"]), str(row["polarity"]))
        for row in rows
    ]
    weak = all(row["status"] == "weak" for row in rows)
    return GraphEdge(source, target, len(rows), tuple(dict.fromkeys(labels)), weak)


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


def _islands(edges: Sequence[GraphEdge], least: int = 4) -> set[str]:
    """Nodes that hang together with at least `least` others; of few edges, all."""
    groups: dict[str, set[str]] = {}
    for edge in edges:
        both = groups.get(edge.source, {edge.source}) | groups.get(edge.target, {edge.target})
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
