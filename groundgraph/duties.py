"""The register of duties: who must, may or must not do what, by when, unless what, each with the
words that say so. It holds the same rows as ``queries/duties.cypher``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from groundgraph.fact_lines import shown_modality
from groundgraph.open_base import Readable
from groundgraph.spreadsheet import csv_text

Row = dict[str, Any]

ACTORS = frozenset({"Role", "Person", "Organization"})
"""Kinds of entities that can owe something; the others only have something done to them."""

_DUTIES = """
MATCH (who:Entity)<-[:SUBJECT]-(f:Fact)-[s:SUPPORTED_BY]->(c:Chunk)-[:PART_OF]->(d:Document)
WHERE f.status = 'shown' AND f.modality IN ['must', 'may', 'should']
OPTIONAL MATCH (f)-[:OBJECT]->(o:Entity)
RETURN f.id AS fact, who.id AS who_id, who.name AS who, who.kind AS kind,
       f.modality AS modality, f.polarity AS polarity, f.predicate AS predicate,
       coalesce(o.name, f.value, '') AS object, coalesce(s.deadline, '') AS deadline,
       coalesce(s.condition, '') AS condition, coalesce(s.exception, '') AS exception,
       d.id AS document, d.name AS name, c.version AS version, c.heading AS heading,
       c.page AS page, s.start AS start, s.`end` AS stop, s.quote AS quote
ORDER BY document, start, stop, fact
"""


@dataclass(frozen=True, slots=True)
class DutyFilters:
    """`who` and `what` are parts of names and of what is to be done; empty means all."""

    who: str = ""
    what: str = ""
    modalities: frozenset[str] = frozenset()
    document: str = ""
    actors_only: bool = False
    deadline_only: bool = False


def all_duties(base: Readable) -> list[Row]:
    """Every duty, permission and prohibition, in the order of the documents."""
    return [_duty(row) for row in base.cypher(_DUTIES, limit=200_000)]


def _duty(row: Row) -> Row:
    heading = row["heading"] if isinstance(row["heading"], list) else []
    return {
        "fact": row["fact"],
        "who": row["who"],
        "who_id": row["who_id"],
        "kind": row["kind"],
        "modality": shown_modality(str(row["modality"]), str(row["polarity"])),
        "what": _flat(f"{row['predicate']} {row['object']}"),
        "by_when": _flat(row["deadline"]),
        "if_what": _flat(row["condition"]),
        "unless_what": _flat(row["exception"]),
        "document": row["document"],
        "name": row["name"],
        "version": row["version"],
        "heading": [str(part) for part in heading],
        "page": row["page"],
        "start": row["start"],
        "end": row["stop"],
        "quote": row["quote"],
    }


def chosen_duties(rows: Iterable[Row], filters: DutyFilters) -> list[Row]:
    """Those of `rows` that `filters` let through."""
    who, what = filters.who.lower(), filters.what.lower()
    return [
        row
        for row in rows
        if who in str(row["who"]).lower()
        and what in f"{row['what']} {row['quote']}".lower()
        and (not filters.modalities or row["modality"] in filters.modalities)
        and (not filters.document or row["document"] == filters.document)
        and (not filters.actors_only or row["kind"] in ACTORS)
        and (not filters.deadline_only or row["by_when"])
    ]


def actors(rows: Iterable[Row], limit: int = 200) -> list[tuple[str, int]]:
    """Who has duties, and how many, most first."""
    counts = Counter(str(row["who"]) for row in rows)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]


_COLUMNS = (
    ("who", "who"),
    ("duty", "modality"),
    ("what", "what"),
    ("by when", "by_when"),
    ("if", "if_what"),
    ("unless", "unless_what"),
    ("document", "document"),
    ("section", "heading"),
    ("page", "page"),
    ("start", "start"),
    ("end", "end"),
    ("words", "quote"),
)


def duties_csv(rows: Sequence[Row]) -> str:
    """`rows` as CSV, see `groundgraph.spreadsheet`."""
    return csv_text(
        [title for title, _ in _COLUMNS],
        ([_joined(row[key]) for _, key in _COLUMNS] for row in rows),
    )


def _joined(value: object) -> object:
    return " › ".join(value) if isinstance(value, list) else value


def _flat(text: object) -> str:
    return " ".join(str(text).split())
