"""Facts as lines for display: their parts, and every place that states them with its qualifiers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.model import QUALIFIERS, ROLES
from groundgraph.former_facts import current_fact
from groundgraph.open_base import Readable

Row = dict[str, Any]


def shown_modality(modality: str, polarity: str) -> str:
    """How modality and polarity are named together: ``must not``; a plain statement ``says``, a
    denied one ``says not``."""
    word = "says" if modality == "none" else modality
    return f"{word} not" if polarity == "negative" else word


_LINES = """
MATCH (s:Entity)<-[:SUBJECT]-(f:Fact)-[e:SUPPORTED_BY]->(c:Chunk)-[:PART_OF]->(d:Document)
WHERE f.id IN $ids
OPTIONAL MATCH (f)-[:OBJECT]->(o:Entity)
RETURN f.id AS id, f.name AS name, f.predicate AS predicate, f.modality AS modality,
       f.polarity AS polarity, f.status AS status, f.value AS value,
       f.value_kind AS value_kind, s.id AS subject, s.name AS subject_name, s.kind AS subject_kind,
       o.id AS object, o.name AS object_name,
       d.id AS document, d.name AS document_name, c.version AS version, c.heading AS heading,
       c.page AS page, e.start AS start, e.`end` AS stop, e.quote AS quote,
       properties(e) AS said
ORDER BY id, document, start, stop
"""


def fact_lines(base: Readable, ids: Sequence[str]) -> list[Row]:
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
                "value_kind": row["value_kind"] or "",
                "places": [],
            }
        fact["places"].append(_place(row))
    return [facts[key] for key in ids if key in facts]


def brief(fact: Row, document: str = "") -> Row:
    """`fact` (of `fact_lines`) with one place only, the first one in `document` where that states
    it, and the ``count`` of all its places."""
    places = fact["places"]
    first = next((place for place in places if place["document"] == document), places[0])
    return {**fact, "places": [first], "count": len(places)}


def place_of_fact(base: Readable, fact: str) -> Row:
    """``document`` and ``start`` of the first passage that states `fact`; empty where none does any
    more."""
    for line in fact_lines(base, [current_fact(base, fact)]):
        return {name: line["places"][0][name] for name in ("document", "start")}
    return {}


def _place(row: Row) -> Row:
    return {
        "document": row["document"],
        "name": row["document_name"],
        "version": row["version"],
        "heading": texts(row["heading"]),
        "page": row["page"],
        "start": row["start"],
        "end": row["stop"],
        "quote": row["quote"],
        "why_weak": row["said"].get("why_weak") or "",
        "qualifiers": [
            {"kind": kind, "quote": row["said"][kind]}
            for kind in (*QUALIFIERS, *ROLES)
            if row["said"].get(kind)
        ],
    }


def number(value: object) -> int:
    """A number of the graph."""
    return int(str(value))


def number_or_none(value: object) -> int | None:
    return None if value is None else number(value)


def texts(value: object) -> list[str]:
    """A list property of the graph; empty where it is absent."""
    return [str(item) for item in value] if isinstance(value, list) else []
