"""What a reading model proposed, as rows of a page: the facts that entered the base, each with its
quote, and what was refused, with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from groundgraph.graph_values import number, number_or_none, texts
from groundgraph.modalities import shown_modality
from groundgraph.open_base import Readable
from groundgraph.reading_by_model import ProposalLine, Proposals

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


class Proposing(Readable, Protocol):
    """A base whose documents a model may have read."""

    def proposals(self) -> Proposals: ...


@dataclass(frozen=True, slots=True)
class AdmittedRow:
    """A fact that entered the base, at one place that states it. `by_rules`: rules read it, too;
    `said`: what is looked through; `key` is its own."""

    key: str
    fact: str
    sentence: str
    modality: str
    status: str
    entity: str
    by_rules: bool
    document: str
    name: str
    version: str
    heading: tuple[str, ...]
    page: int | None
    start: int
    end: int
    quote: str
    said: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A proposal that was refused, for `reason`. `start` and `end` are None where its quote is
    nowhere; `for_review`: refused only because the profile has no such predicate."""

    key: str
    document: str
    name: str
    version: str | None
    heading: tuple[str, ...]
    page: int | None
    reason: str
    proposal: str
    quote: str
    start: int | None
    end: int | None
    for_review: bool
    said: str


ProposedRow = AdmittedRow | RefusedRow
Chosen = TypeVar("Chosen", AdmittedRow, RefusedRow, ProposedRow)


@dataclass(frozen=True, slots=True)
class ProposedRows:
    """`admitted` and `refused` in the order of documents and texts; `names`: how many mentions of
    names entered the base; `waiting`: the documents that `model` has not read wholly."""

    model: str
    names: int
    admitted: tuple[AdmittedRow, ...]
    refused: tuple[RefusedRow, ...]
    waiting: tuple[str, ...]

    def kind(self, kind: str) -> tuple[ProposedRow, ...]:
        """The rows of ``admitted``, ``refused`` or ``review`` (refused only because the profile has
        no such predicate)."""
        if kind == ADMITTED:
            return self.admitted
        return tuple(row for row in self.refused if kind != REVIEW or row.for_review)


def proposed_rows(base: Proposing) -> ProposedRows:
    """Raises `SettingsError` where no model reads the documents of `base`."""
    found = base.proposals()
    names = {str(row["id"]): str(row["name"]) for row in base.cypher(_NAMES, limit=_ALL)}
    versions = {key: one.version for key, one in base.record.current().items()}
    refused = [_refused(one, names, versions) for one in found.refused]
    refused.sort(key=lambda row: (row.document, row.start is None, row.start or 0))
    return ProposedRows(
        found.model, found.names, tuple(_admitted(base)), _numbered(refused), found.waiting
    )


def _admitted(base: Readable) -> Iterable[AdmittedRow]:
    rows = base.cypher(_ADMITTED, limit=_ALL)
    ids = sorted({str(row["fact"]) for row in rows})
    ours = {row["fact"] for row in base.cypher(_READ_BY_RULES, {"ids": ids}, limit=_ALL)}
    for row in rows:
        yield AdmittedRow(
            key=f"{row['fact']}.{row['start']}",
            fact=str(row["fact"]),
            sentence=str(row["sentence"]),
            modality=shown_modality(str(row["modality"]), str(row["polarity"])),
            status=str(row["status"]),
            entity=str(row["entity"]),
            by_rules=row["fact"] in ours,
            document=str(row["document"]),
            name=str(row["name"]),
            version=str(row["version"]),
            heading=texts(row["heading"]),
            page=number_or_none(row["page"]),
            start=number(row["start"]),
            end=number(row["stop"]),
            quote=str(row["quote"]),
            said=f"{row['sentence']} {row['quote']}",
        )


def _refused(
    one: ProposalLine, names: Mapping[str, str], versions: Mapping[str, str]
) -> RefusedRow:
    return RefusedRow(
        key="",
        document=one.document,
        name=names.get(one.document, one.document),
        version=versions.get(one.document),
        heading=(),
        page=None,
        reason=one.reason,
        proposal=one.proposal,
        quote=one.quote,
        start=one.start,
        end=None if one.start is None else one.start + len(one.quote),
        for_review=one.for_review,
        said=f"{one.proposal} {one.quote}",
    )


def _numbered(rows: Sequence[RefusedRow]) -> tuple[RefusedRow, ...]:
    """Each with a key of its own: several proposals may quote the same words."""
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        place = f"{row.document}.{row.start}"
        seen[place] += 1
        found.append(replace(row, key=f"{place}.{seen[place]}"))
    return tuple(found)


def chosen_rows(rows: Iterable[Chosen], find: str, document: str, reason: str = "") -> list[Chosen]:
    """Those whose words hold `find`, of `document`, refused for `reason` (each empty: any)."""
    wanted = find.casefold()
    return [
        row
        for row in rows
        if (not wanted or wanted in row.said.casefold())
        and (not document or row.document == document)
        and (not reason or (isinstance(row, RefusedRow) and row.reason == reason))
    ]


def reasons_of(rows: Iterable[ProposedRow]) -> list[tuple[str, int]]:
    """How many were refused for each reason, the most frequent first."""
    counts = Counter(row.reason for row in rows if isinstance(row, RefusedRow))
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
