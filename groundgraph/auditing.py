"""What the Audit page shows: the named queries with what their parameters may be, the rows of a
query, what each id in them leads to, and a picture of the things they name.

Everything is plain data, JSON-ready."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from typing import Any

import queries
from graph.errors import NotFound, QueryFailed, QueryRefused
from groundgraph.knowledge_base import KnowledgeBase
from groundgraph.spreadsheet import csv_text

Row = dict[str, Any]
MOST_ROWS = 1_000
"""Rows that one query may show; more of them are said to be left out."""
MOST_DRAWN = 60
"""Things that are drawn at once."""
SECONDS = 20.0

_ID = re.compile(r"[fecarn]_[0-9a-f]{20}")
_LABELS = {"f": "Fact", "e": "Entity", "c": "Chunk", "a": "Answer"}
_ORDER = {"contradictions": 0, "if_withdrawn": 1, "answer_evidence": 2, "duties": 3}


def named_queries() -> list[Row]:
    """Every shipped query: name, title, what, cypher, and parameters (name, what, default,
    required, suggest: documents, answers, or nothing)."""
    found = []
    for name in queries.names():
        query = queries.load(name)
        found.append(
            {
                "name": name,
                "title": query.title,
                "what": query.what,
                "cypher": query.cypher,
                "parameters": [
                    {
                        "name": p.name,
                        "what": p.what,
                        "default": "" if p.default is None else p.default,
                        "required": p.required,
                        "suggest": _suggest(p.name),
                    }
                    for p in query.parameters
                ],
            }
        )
    return sorted(found, key=lambda q: (_ORDER.get(str(q["name"]), 9), str(q["title"])))


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


def suggestions(base: KnowledgeBase) -> dict[str, list[Row]]:
    """What parameters may be: documents, the newest answers, the best connected entities."""
    return {
        "documents": base.cypher(_DOCUMENTS, limit=100_000),
        "answers": [{"id": a.id, "name": a.question} for a in base.record.answers(50)],
        "entities": [{"id": row["name"], "name": ""} for row in base.cypher(_BEST)],
    }


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


def require_known(base: KnowledgeBase, values: Mapping[str, object]) -> None:
    """Raises `NotFound` where a value of a named query is the id of a document or an answer that
    the base does not hold: that there are no rows would look like an answer."""
    for name, value in values.items():
        if value and name in ("document", "first", "second"):
            base.record.document(str(value))
        elif value and name == "answer":
            base.record.answer(str(value))


def result_of(base: KnowledgeBase, cypher: str, parameters: Mapping[str, object]) -> Row:
    """``columns``, ``rows`` (lists of values), ``more`` (whether rows were left out),
    ``milliseconds``, ``links`` (value -> what it names) and the rows as ``csv``. Raises what
    `KnowledgeBase.audit` raises."""
    started = time.perf_counter()
    rows = base.audit(cypher, parameters, limit=MOST_ROWS + 1, timeout_s=SECONDS)
    spent = (time.perf_counter() - started) * 1000
    shown = [{k: _plain(v) for k, v in row.items()} for row in rows[:MOST_ROWS]]
    columns, values = list(shown[0]) if shown else [], [list(row.values()) for row in shown]
    return {
        "columns": columns,
        "rows": values,
        "csv": csv_text(columns, values),
        "more": len(rows) > MOST_ROWS,
        "milliseconds": round(spent),
        "links": _links(base, shown),
    }


def asked(base: KnowledgeBase, cypher: str, parameters: Mapping[str, object]) -> Row:
    """``result`` as of `result_of`; or ``refused``: title and text of why there is none.
    `parameters` are those of a named query."""
    try:
        require_known(base, parameters)
        return {"result": result_of(base, cypher, parameters)}
    except NotFound as error:
        return {"refused": {"title": "Not in this base", "text": str(error)}}
    except QueryRefused as error:
        return {"refused": {"title": "This was not run", "text": str(error)}}
    except QueryFailed as error:
        return {"refused": {"title": "This query failed", "text": str(error)}}


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


def _links(base: KnowledgeBase, rows: Sequence[Row]) -> dict[str, str]:
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


def place_of(base: KnowledgeBase, kind: str, identifier: str, start: int | None) -> Row | None:
    """The page and the address that show the evidence of an id: ``page`` and further values; None
    where the present generation has no such thing."""
    if kind == "document":
        return {"page": "documents", "document": identifier, "start": start}
    if kind == "answer":
        return {"page": "ask", "answer": identifier}
    if kind == "entity":
        return {"page": "explore", "opened": identifier, "selected": identifier}
    query = _FACT if kind == "fact" else _CHUNK
    rows = base.cypher(query, {"id": identifier})
    if not rows:
        return None
    if kind == "chunk":
        return {"page": "documents", **rows[0]}
    entity = rows[0]["entity"]
    return {"page": "explore", "opened": entity, "selected": entity, "fact": identifier}


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


def picture_of(base: KnowledgeBase, links: Mapping[str, str]) -> Row:
    """``nodes`` and ``edges`` between the things that `links` name, as the explorer draws them
    (``key`` and ``start`` tell one picture from another); facts bring the entities that they join.
    ``left`` counts what was not drawn."""
    ids: dict[str, list[str]] = {}
    for identifier, kind in list(links.items())[:MOST_DRAWN]:
        ids.setdefault(kind.capitalize(), []).append(identifier)
    if "Fact" in ids:
        ends = [str(row["id"]) for row in base.cypher(_ENDS, {"ids": ids["Fact"]})]
        ids["Entity"] = list(dict.fromkeys([*ids.get("Entity", []), *ends]))[: 2 * MOST_DRAWN]
    nodes: list[Row] = []
    for label, wanted in ids.items():
        query = _ENTITIES if label == "Entity" else _NODE.format(label=label)
        for row in base.cypher(query, {"ids": wanted}):
            kind = str(row.get("kind") or label)
            name = str(row["name"])
            said = name.rpartition(" · ")[2] if label == "Chunk" else name  # its heading
            nodes.append({"id": row["id"], "name": name, "label": said, "kind": kind})
    every = [str(node["id"]) for node in nodes]
    edges: dict[tuple[str, str], Row] = {}
    for label in ids:
        for row in base.cypher(_EDGES.format(label=label), {"ids": every}):
            ends_of = (str(row["source"]), str(row["target"]))
            if ends_of[0] == ends_of[1]:
                continue
            edge = edges.setdefault(
                ends_of,
                {
                    "source": ends_of[0],
                    "target": ends_of[1],
                    "facts": 0,
                    "labels": [],
                    "weak": False,
                },
            )
            edge["facts"] += 1
            said = str(row["said"]).lower().replace("_", " ")
            if said not in edge["labels"]:
                edge["labels"].append(said)
    degree: dict[str, int] = {}
    for one, other in edges:
        degree[one], degree[other] = degree.get(one, 0) + 1, degree.get(other, 0) + 1
    for node in nodes:
        node.update(facts=degree.get(str(node["id"]), 0), more=0, round=0, scope="")
    key = ",".join(every)
    return {
        "key": key,
        "start": key,
        "nodes": nodes,
        "edges": [edges[ends] for ends in sorted(edges)],
        "left": max(0, len(links) - MOST_DRAWN),
    }
