"""What a reading model proposed, as rows of a page: the facts that entered the base, each with its
quote, and what was refused, with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from groundgraph.fact_lines import shown_modality
from groundgraph.reading_by_model import ProposalLine

if TYPE_CHECKING:
    from groundgraph.knowledge_base import KnowledgeBase

Row = dict[str, Any]
ADMITTED, REFUSED, REVIEW = "admitted", "refused", "review"

_ADMITTED = """
MATCH (s:Entity)<-[:SUBJECT]-(f:Fact)-[e:SUPPORTED_BY]->(c:Chunk)-[:PART_OF]->(d:Document)
WHERE e.extractor STARTS WITH 'llm:'
RETURN f.id AS fact, f.name AS sentence, f.modality AS modality, f.polarity AS polarity,
       f.status AS status, s.id AS entity, d.id AS document, d.name AS name,
       c.version AS version, c.heading AS heading, c.page AS page,
       e.start AS start, e.`end` AS stop, e.quote AS quote
ORDER BY document, start, stop, fact
"""
_READ_BY_RULES = """
MATCH (f:Fact)-[e:SUPPORTED_BY]->(c:Chunk)
WHERE f.id IN $ids AND NOT e.extractor STARTS WITH 'llm:'
RETURN DISTINCT f.id AS fact
"""
_NAMES = "MATCH (d:Document) RETURN d.id AS id, d.name AS name"
_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class ProposedRows:
    """`admitted` and `refused` in the order of documents and texts; `names`: how many mentions of
    names entered the base; `waiting`: the documents that `model` has not read wholly."""

    model: str
    names: int
    admitted: tuple[Row, ...]
    refused: tuple[Row, ...]
    waiting: tuple[str, ...]

    def kind(self, kind: str) -> tuple[Row, ...]:
        """The rows of ``admitted``, ``refused`` or ``review`` (refused only because the profile has
        no such predicate)."""
        if kind == ADMITTED:
            return self.admitted
        return tuple(row for row in self.refused if kind != REVIEW or row["for_review"])


def proposed_rows(base: KnowledgeBase) -> ProposedRows:
    """Raises `SettingsError` where no model reads the documents of `base`."""
    found = base.proposals()
    names = {str(row["id"]): str(row["name"]) for row in base.cypher(_NAMES, limit=_ALL)}
    versions = {key: one.version for key, one in base.record.current().items()}
    refused = [_refused(one, names, versions) for one in found.refused]
    refused.sort(key=lambda row: (row["document"], row["start"] is None, row["start"] or 0))
    return ProposedRows(
        found.model, found.names, tuple(_admitted(base)), _numbered(refused), found.waiting
    )


def _admitted(base: KnowledgeBase) -> Iterable[Row]:
    rows = base.cypher(_ADMITTED, limit=_ALL)
    ids = sorted({str(row["fact"]) for row in rows})
    ours = {row["fact"] for row in base.cypher(_READ_BY_RULES, {"ids": ids}, limit=_ALL)}
    for row in rows:
        yield {
            **row,
            "end": row["stop"],
            "key": f"{row['fact']}.{row['start']}",
            "modality": shown_modality(str(row["modality"]), str(row["polarity"])),
            "by_rules": row["fact"] in ours,
            "said": f"{row['sentence']} {row['quote']}",
        }


def _refused(one: ProposalLine, names: Mapping[str, str], versions: Mapping[str, str]) -> Row:
    return {
        "document": one.document,
        "name": names.get(one.document, one.document),
        "version": versions.get(one.document),
        "heading": [],
        "page": None,
        "reason": one.reason,
        "proposal": one.proposal,
        "quote": one.quote,
        "start": one.start,
        "end": None if one.start is None else one.start + len(one.quote),
        "for_review": one.for_review,
        "said": f"{one.proposal} {one.quote}",
    }


def _numbered(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Each with a key of its own: several proposals may quote the same words."""
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        place = f"{row['document']}.{row['start']}"
        seen[place] += 1
        found.append({**row, "key": f"{place}.{seen[place]}"})
    return tuple(found)


def chosen_rows(rows: Iterable[Row], find: str, document: str, reason: str = "") -> list[Row]:
    """Those whose words hold `find`, of `document`, refused for `reason` (each empty: any)."""
    wanted = find.casefold()
    return [
        row
        for row in rows
        if (not wanted or wanted in row["said"].casefold())
        and (not document or row["document"] == document)
        and (not reason or row.get("reason") == reason)
    ]


def reasons_of(rows: Iterable[Row]) -> list[tuple[str, int]]:
    """How many were refused for each reason, the most frequent first."""
    counts = Counter(str(row["reason"]) for row in rows)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
