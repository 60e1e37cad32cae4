"""What the Audit page shows: the named queries with what their parameters may be, the rows of a
query, what each id in them leads to, and a picture of the things they name."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import queries
from graph.errors import NotFound, QueryFailed, QueryRefused
from groundgraph.open_base import Readable
from groundgraph.spreadsheet import csv_text
from groundgraph.views.exploring import GraphEdge, GraphNode

MOST_ROWS = 1_000
"""Rows that one query may show; more of them are said to be left out."""
MOST_DRAWN = 60
"""Things that are drawn at once."""
SECONDS = 20.0

_ID = re.compile(r"[fecarn]_[0-9a-f]{20}")
_LABELS = {"f": "Fact", "e": "Entity", "c": "Chunk", "a": "Answer"}
_ORDER = {"contradictions": 0, "if_withdrawn": 1, "answer_evidence": 2, "duties": 3}


class Auditable(Readable, Protocol):
    """A base that runs text which somebody else wrote, see `KnowledgeBase.audit`."""

    def audit(
        self,
        query: str,
        parameters: Mapping[str, object] | None = None,
        *,
        limit: int = 10_000,
        timeout_s: float = 30.0,
    ) -> list[dict[str, object]]: ...


@dataclass(frozen=True, slots=True)
class QueryParameter:
    """What a query asks for; `suggest` names a list of `Suggestions` that it may be of."""

    name: str
    what: str
    default: str | int
    required: bool
    suggest: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A shipped query."""

    name: str
    title: str
    what: str
    cypher: str
    parameters: tuple[QueryParameter, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value, and what people call it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What parameters may be: documents, the newest answers, the best connected entities."""

    documents: tuple[Suggestion, ...]
    answers: tuple[Suggestion, ...]
    entities: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The `rows` of a query, as lists of values and as `csv`; `more`: rows were left out; `links`:
    a value that is an id -> what it names."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    csv: str
    more: bool
    milliseconds: int
    links: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no result, for people."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes and edges between the things that a result names, as the explorer draws them; `left`
    counts what was not drawn, `key` and `start` tell one picture from another."""

    key: str
    start: str
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    left: int


def named_queries() -> list[NamedQuery]:
    """Every shipped query."""
    found = []
    for name in queries.names():
        query = queries.load(name)
        parameters = tuple(
            QueryParameter(
                name=one.name,
                what=one.what,
                default="" if one.default is None else one.default,
                required=one.required,
                suggest=_suggest(one.name),
            )
            for one in query.parameters
        )
        found.append(NamedQuery(name, query.title, query.what, query.cypher, parameters))
    return sorted(found, key=lambda one: (_ORDER.get(one.name, 9), one.title))


def _suggest(parameter: str) -> str:
    if parameter in ("document", "first", "second"):
        return "documents"
    return {"answer": "answers", "entity": "entities", "who": "entities"}.get(parameter, "")


_DOCUMENTS = "MATCH (d:Document) RETURN d.id AS id, d.name AS name ORDER BY name, id"
_BEST = """
MATCH (e:Entity)<-[:SUBJECT|OBJECT]-(f:Fact)
WHERE e.status = 'shown' AND f.status = 'shown'
RETURN e.name AS name, count(DISTINCT f.id) AS n ORDER BY n DESC, name LIMIT 200
"""


def suggestions(base: Readable) -> Suggestions:
    """What the parameters of queries may be in this base."""
    documents = base.cypher(_DOCUMENTS, limit=100_000)
    return Suggestions(
        documents=tuple(Suggestion(str(row["id"]), str(row["name"])) for row in documents),
        answers=tuple(Suggestion(one.id, one.question) for one in base.record.answers(50)),
        entities=tuple(Suggestion(str(row["name"]), "") for row in base.cypher(_BEST)),
    )


def values_of(name: str, given: Mapping[str, str]) -> tuple[dict[str, object], list[str]]:
    """The parameters of a named query from what stands in its form, and the names of those that
    must be given and are not. A number is taken as one where the default is a number."""
    values: dict[str, object] = {}
    missing = []
    for parameter in queries.load(name).parameters:
        text = given.get(parameter.name, "").strip()
        if not text:
            values[parameter.name] = parameter.default
            if parameter.required:
                missing.append(parameter.name)
        elif isinstance(parameter.default, int) and text.lstrip("-").isdigit():
            values[parameter.name] = int(text)
        else:
            values[parameter.name] = text
    return values, missing


def require_known(base: Readable, values: Mapping[str, object]) -> None:
    """Raises `NotFound` where a value of a named query is the id of a document or an answer that
    the base does not hold: that there are no rows would look like an answer."""
    for name, value in values.items():
        if value and name in ("document", "first", "second"):
            base.record.document(str(value))
        elif value and name == "answer":
            base.record.answer(str(value))


def result_of(base: Auditable, cypher: str, parameters: Mapping[str, object]) -> QueryResult:
    """At most `MOST_ROWS` of what a query gives. Raises what `KnowledgeBase.audit` raises."""
    started = time.perf_counter()
    rows = base.audit(cypher, parameters, limit=MOST_ROWS + 1, timeout_s=SECONDS)
    spent = (time.perf_counter() - started) * 1000
    shown = [{k: _plain(v) for k, v in row.items()} for row in rows[:MOST_ROWS]]
    columns = tuple(shown[0]) if shown else ()
    values = tuple(tuple(row.values()) for row in shown)
    return QueryResult(
        columns=columns,
        rows=values,
        csv=csv_text(columns, values),
        more=len(rows) > MOST_ROWS,
        milliseconds=round(spent),
        links=_links(base, shown),
    )


def asked(base: Auditable, cypher: str, parameters: Mapping[str, object]) -> QueryResult | Refusal:
    """The result of a query, or why there is none. `parameters` are those of a named query."""
    try:
        require_known(base, parameters)
        return result_of(base, cypher, parameters)
    except NotFound as error:
        return Refusal("Not in this base", str(error))
    except QueryRefused as error:
        return Refusal("This was not run", str(error))
    except QueryFailed as error:
        return Refusal("This query failed", str(error))


def _plain(value: object) -> Any:
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for part in value.values() for text in _strings(part)]
    return [text for part in value for text in _strings(part)] if isinstance(value, list) else []


def _links(base: Readable, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Each value of `rows` that is an id -> document, fact, entity, chunk or answer."""
    known = {str(row["id"]) for row in base.cypher(_DOCUMENTS, limit=100_000)}
    found: dict[str, str] = {}
    for row in rows:
        for text in _strings(list(row.values())):
            if text in known:
                found[text] = "document"
            elif _ID.fullmatch(text) and text[0] in _LABELS:
                found[text] = _LABELS[text[0]].lower()
    return found


_FACT = "MATCH (f:Fact {id: $id})-[:SUBJECT]->(e:Entity) RETURN e.id AS entity"
_CHUNK = "MATCH (c:Chunk {id: $id}) RETURN c.document AS document, c.start AS start"


@dataclass(frozen=True, slots=True)
class EvidencePlace:
    """A `page` and the values of its address that show the evidence of an id."""

    page: str
    address: Mapping[str, Any]


def place_of(base: Readable, kind: str, identifier: str, start: int | None) -> EvidencePlace | None:
    """Where the evidence of an id is shown; None where the present generation has no such thing."""
    if kind == "document":
        return EvidencePlace("documents", {"document": identifier, "start": start})
    if kind == "answer":
        return EvidencePlace("ask", {"answer": identifier})
    if kind == "entity":
        return EvidencePlace("explore", {"opened": identifier, "selected": identifier})
    query = _FACT if kind == "fact" else _CHUNK
    rows = base.cypher(query, {"id": identifier})
    if not rows:
        return None
    if kind == "chunk":
        return EvidencePlace("documents", rows[0])
    entity = rows[0]["entity"]
    opened = {"opened": entity, "selected": entity, "fact": identifier}
    return EvidencePlace("explore", opened)


_NODE = "MATCH (n:{label}) WHERE n.id IN $ids RETURN n.id AS id, n.name AS name ORDER BY id"
_ENTITIES = """
MATCH (n:Entity) WHERE n.id IN $ids RETURN n.id AS id, n.name AS name, n.kind AS kind ORDER BY id
"""
_EDGES = """
MATCH (a:{label})-[r]->(b) WHERE a.id IN $ids AND b.id IN $ids
RETURN a.id AS source, type(r) AS said, b.id AS target ORDER BY source, target, said
"""
_ENDS = """
MATCH (f:Fact)-[r:SUBJECT|OBJECT]->(e:Entity) WHERE f.id IN $ids RETURN e.id AS id ORDER BY id
"""


def picture_of(base: Readable, links: Mapping[str, str]) -> Picture:
    """The picture of the things that `links` name; facts bring the entities that they join."""
    ids: dict[str, list[str]] = {}
    for identifier, kind in list(links.items())[:MOST_DRAWN]:
        ids.setdefault(kind.capitalize(), []).append(identifier)
    if "Fact" in ids:
        ends = [str(row["id"]) for row in base.cypher(_ENDS, {"ids": ids["Fact"]})]
        ids["Entity"] = list(dict.fromkeys([*ids.get("Entity", []), *ends]))[: 2 * MOST_DRAWN]
    found = [(label, row) for label, wanted in ids.items() for row in _things(base, label, wanted)]
    every = [str(row["id"]) for _, row in found]
    edges = _edges(base, list(ids), every)
    degree = Counter(end for edge in edges for end in (edge.source, edge.target))
    key = ",".join(every)
    return Picture(
        key=key,
        start=key,
        nodes=tuple(_node(label, row, degree[str(row["id"])]) for label, row in found),
        edges=edges,
        left=max(0, len(links) - MOST_DRAWN),
    )


def _things(base: Readable, label: str, ids: list[str]) -> list[dict[str, object]]:
    query = _ENTITIES if label == "Entity" else _NODE.format(label=label)
    return base.cypher(query, {"ids": ids})


def _node(label: str, row: Mapping[str, object], degree: int) -> GraphNode:
    name = str(row["name"])
    return GraphNode(
        id=str(row["id"]),
        name=name,
        kind=str(row.get("kind") or label),
        facts=degree,
        more=0,
        round=0,
        scope="",
        label=name.rpartition(" · ")[2] if label == "Chunk" else name,  # its heading
    )


def _edges(base: Readable, labels: Sequence[str], ids: Sequence[str]) -> tuple[GraphEdge, ...]:
    """What joins two of `ids`, one edge for each pair, with all that is said of it."""
    said: dict[tuple[str, str], list[str]] = {}
    for label in labels:
        for row in base.cypher(_EDGES.format(label=label), {"ids": ids}):
            ends = (str(row["source"]), str(row["target"]))
            if ends[0] != ends[1]:
                said.setdefault(ends, []).append(str(row["said"]).lower().replace("_", " "))
    return tuple(
        GraphEdge(*ends, len(said[ends]), tuple(dict.fromkeys(said[ends])), weak=False)
        for ends in sorted(said)
    )
