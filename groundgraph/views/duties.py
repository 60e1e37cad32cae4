"""The register of duties: who must, may or must not do what, by when, unless what, each with the
words that say so. It holds the same rows as ``queries/duties.cypher``; what it lacks is in
`groundgraph.views.unread_duties`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extraction.document_title import plain_heading
from extraction.stated_under import told_under
from groundgraph.graph_values import texts
from groundgraph.modalities import ACTORS, shown_modality
from groundgraph.open_base import Readable
from groundgraph.spreadsheet import csv_text

if TYPE_CHECKING:
    from groundgraph.views.unread_duties import UnreadDuty

SLOTS = {
    "by_when": "deadline",
    "if_what": "condition",
    "unless_what": "exception",
    "only": "restriction",
    "at_most": "limit",
    "how_often": "frequency",
    "to_whom": "recipient",
    "despite": "override",
}
"""What a duty says beside who and what, and the qualifier or role that holds it."""

# "the wait may be up to an hour" is possible, and permits nothing: see `permits_nothing`
_DUTIES = """
MATCH (who:Entity)<-[:SUBJECT]-(f:Fact)-[s:SUPPORTED_BY]->(c:Chunk)-[:PART_OF]->(d:Document)
WHERE f.status = 'shown' AND f.modality IN ['must', 'may', 'should']
  AND (f.modality <> 'may' OR f.polarity = 'negative'
       OR who.kind IN ['Role', 'Person', 'Organization']
       OR s.rule STARTS WITH 'passive'
       OR (f.predicate STARTS WITH 'be ' AND s.rule <> 'copula'))
OPTIONAL MATCH (f)-[:OBJECT]->(o:Entity)
RETURN f.id AS fact, who.id AS who_id, who.name AS who, who.kind AS kind,
       f.modality AS modality, f.polarity AS polarity, f.predicate AS predicate,
       coalesce(o.name, f.value, '') AS object, f.name AS statement, f.under AS under,
       f.former_id AS former,
       properties(s) AS said,
       d.id AS document, d.name AS name, c.version AS version, c.heading AS heading,
       c.page AS page, s.start AS start, s.`end` AS stop, s.quote AS quote
ORDER BY document, start, stop, fact
"""


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty, permission or prohibition at one place. `former` is the id that its fact had
    formerly; `statement` is the sentence alone, and the headings without which its subject says
    nothing are in `under`; `what` is verb and object, and what `SLOTS` names is empty where
    nothing is said of it."""

    fact: str
    former: str | None
    statement: str
    under: str
    who: str
    who_id: str
    kind: str
    modality: str
    what: str
    by_when: str
    if_what: str
    unless_what: str
    only: str
    at_most: str
    how_often: str
    to_whom: str
    despite: str
    document: str
    name: str
    version: str
    heading: tuple[str, ...]
    page: int | None
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class DutyFilters:
    """`who` and `what` are parts of names and of what is to be done; empty means all."""

    who: str = ""
    what: str = ""
    modalities: frozenset[str] = frozenset()
    document: str = ""
    actors_only: bool = False
    deadline_only: bool = False

    @property
    def of_read_only(self) -> bool:
        """Whether they ask what only a duty that was read can tell: who, of what kind, by when."""
        return bool(self.who or self.modalities or self.actors_only or self.deadline_only)


def all_duties(base: Readable) -> list[Duty]:
    """Every duty, permission and prohibition, in the order of the documents."""
    return [_duty(row) for row in base.cypher(_DUTIES, limit=200_000)]


def _duty(row: Mapping[str, Any]) -> Duty:
    under = _flat(row["under"] or "")
    return Duty(
        fact=row["fact"],
        former=row["former"],
        statement=_flat(row["statement"]).removesuffix(told_under(under)),
        under=under,
        who=row["who"],
        who_id=row["who_id"],
        kind=row["kind"],
        modality=shown_modality(str(row["modality"]), str(row["polarity"])),
        what=_flat(f"{row['predicate']} {row['object']}"),
        **{slot: _flat(row["said"].get(kind) or "") for slot, kind in SLOTS.items()},
        document=row["document"],
        name=row["name"],
        version=row["version"],
        heading=_headings(texts(row["heading"]), under),
        page=row["page"],
        start=row["start"],
        end=row["stop"],
        quote=row["quote"],
    )


def _headings(path: tuple[str, ...], under: str) -> tuple[str, ...]:
    """The headings above a place; with the title of its document where `under` tells it too."""
    plain = " › ".join(filter(None, map(plain_heading, path)))
    return path if plain.endswith(under) else (under,)


def chosen_duties(rows: Iterable[Duty], filters: DutyFilters) -> list[Duty]:
    """Those of `rows` that `filters` let through."""
    who, what = filters.who.lower(), filters.what.lower()
    return [
        row
        for row in rows
        if who in row.who.lower()
        and what in _searched(row)
        and (not filters.modalities or row.modality in filters.modalities)
        and (not filters.document or row.document == filters.document)
        and (not filters.actors_only or row.kind in ACTORS)
        and (not filters.deadline_only or row.by_when)
    ]


def _searched(row: Duty) -> str:
    """All that the filter `what` looks in: the headings above it too."""
    return " ".join((row.what, row.statement, row.quote, row.under, *row.heading)).lower()


def actors(rows: Iterable[Duty], limit: int = 200) -> list[tuple[str, int]]:
    """Who has duties, and how many, most first."""
    counts = Counter(row.who for row in rows)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]


_COLUMNS = (
    ("who", "who"),
    ("duty", "modality"),
    ("what", "what"),
    ("sentence", "statement"),
    ("by when", "by_when"),
    ("if", "if_what"),
    ("unless", "unless_what"),
    ("only", "only"),
    ("limit", "at_most"),
    ("how often", "how_often"),
    ("to whom", "to_whom"),
    ("despite", "despite"),
    ("document", "document"),
    ("section", "heading"),
    ("page", "page"),
    ("start", "start"),
    ("end", "end"),
    ("words", "quote"),
    ("not read because", "why"),
)


def duties_csv(rows: Sequence[Duty], not_read: Sequence[UnreadDuty] = ()) -> str:
    """`rows` as CSV, see `groundgraph.spreadsheet`; below them the sentences of duties that were
    `not_read`."""
    every: list[Duty | UnreadDuty] = [*rows, *not_read]
    return csv_text(
        [title for title, _ in _COLUMNS],
        ([_cell(row, name) for _, name in _COLUMNS] for row in every),
    )


def _cell(row: Duty | UnreadDuty, name: str) -> object:
    if name == "modality" and not isinstance(row, Duty):
        return "not read"
    return joined(getattr(row, name, ""))


def joined(value: object) -> object:
    """A path of headings in one line; anything else as it is."""
    return " › ".join(value) if isinstance(value, tuple) else value


def _flat(text: object) -> str:
    return " ".join(str(text).split())
