"""Facts as lines for display: their parts, and every place that states them with its qualifiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.model import QUALIFIERS, ROLES
from groundgraph.as_json import optional
from groundgraph.former_facts import current_fact
from groundgraph.graph_values import texts
from groundgraph.modalities import shown_modality
from groundgraph.open_base import Readable


@dataclass(frozen=True, slots=True)
class SaidQualifier:
    """A qualifier or role of a fact as one place says it."""

    kind: str
    quote: str


@dataclass(frozen=True, slots=True)
class FactPlace:
    """A passage that states a fact, with qualifiers as they stand there."""

    document: str
    name: str
    version: str
    heading: tuple[str, ...]
    page: int | None
    start: int
    end: int
    quote: str
    why_weak: str
    qualifiers: tuple[SaidQualifier, ...]


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact in the parts that are shown. `count` of its places and the number of the `place` that
    is shown are set where not all of them are in `places`."""

    id: str
    name: str
    predicate: str
    modality: str
    status: str
    subject: str
    subject_name: str
    subject_kind: str
    object: str | None
    object_name: str
    value_kind: str
    places: tuple[FactPlace, ...]
    count: int | None = optional()
    place: int | None = optional()

    def brief(self) -> FactLine:
        """With its first place only."""
        return self.at(self.places[0])

    def brief_in(self, document: str) -> FactLine:
        """With one place only, the first one in `document` where that states it."""
        return self.at(next((p for p in self.places if p.document == document), self.places[0]))

    def at(self, place: FactPlace, number: int | None = None) -> FactLine:
        """With `place` only, which has this `number` among all."""
        return replace(self, places=(place,), count=len(self.places), place=number)


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


def fact_lines(base: Readable, ids: Sequence[str]) -> list[FactLine]:
    """The facts `ids`, each with every passage that states it."""
    facts: dict[str, FactLine] = {}
    places: dict[str, list[FactPlace]] = {}
    for row in base.cypher(_LINES, {"ids": list(ids)}, limit=100_000):
        key = str(row["id"])
        if key not in facts:
            facts[key] = _line(row)
        places.setdefault(key, []).append(_place(row))
    return [replace(facts[key], places=tuple(places[key])) for key in ids if key in facts]


def place_of_fact(base: Readable, fact: str) -> FactPlace | None:
    """The first passage that states `fact`; None where none does any more."""
    for line in fact_lines(base, [current_fact(base, fact)]):
        return line.places[0]
    return None


def _line(row: Mapping[str, Any]) -> FactLine:
    return FactLine(
        id=row["id"],
        name=row["name"],
        predicate=row["predicate"],
        modality=shown_modality(str(row["modality"]), str(row["polarity"])),
        status=row["status"],
        subject=row["subject"],
        subject_name=row["subject_name"],
        subject_kind=row["subject_kind"],
        object=row["object"],
        object_name=row["object_name"] or row["value"] or "",
        value_kind=row["value_kind"] or "",
        places=(),
    )


def _place(row: Mapping[str, Any]) -> FactPlace:
    said = row["said"]
    return FactPlace(
        document=row["document"],
        name=row["document_name"],
        version=row["version"],
        heading=texts(row["heading"]),
        page=row["page"],
        start=row["start"],
        end=row["stop"],
        quote=row["quote"],
        why_weak=said.get("why_weak") or "",
        qualifiers=tuple(
            SaidQualifier(kind, said[kind]) for kind in (*QUALIFIERS, *ROLES) if said.get(kind)
        ),
    )
