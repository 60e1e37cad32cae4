"""Passages of a context: chunks with their documents, sentences, facts and scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, cast

from graph.document_fields import Where
from graph.model import (
    QUALIFIERS,
    ROLES,
    Chunk,
    Document,
    Evidence,
    Fact,
    LiteralValue,
    Modality,
    Polarity,
    Scope,
    Sentence,
    Span,
)
from graph.outline import Outline
from graph.protocols import StoreReader, TextRow

_CHUNKS = """
UNWIND $ids AS i
MATCH (c:Chunk {id: i})
RETURN c.id AS id, c.name AS name, c.text AS text, c.start AS start, c.end AS end, c.page AS page,
       c.heading AS heading, c.ordinal AS ordinal, c.document AS document, c.version AS version,
       c.prefix AS prefix
"""

_FACTS = """
UNWIND $ids AS i
MATCH (c:Chunk {id: i})<-[r:SUPPORTED_BY]-(f:Fact)-[:SUBJECT]->(s:Entity)
WHERE f.status = 'shown' AND r.status = 'shown'
OPTIONAL MATCH (f)-[:OBJECT]->(o:Entity)
RETURN i AS chunk, c.document AS document, c.version AS version, f.id AS id,
       f.claim_id AS claim_id, f.name AS name, s.id AS subject, f.predicate AS predicate,
       o.id AS object, f.value AS value, f.value_kind AS value_kind, f.modality AS modality,
       f.polarity AS polarity, properties(r) AS place, r.start AS start, r.end AS end,
       r.quote AS quote, r.subject_start AS subject_start, r.subject_end AS subject_end,
       r.predicate_start AS predicate_start, r.predicate_end AS predicate_end,
       r.object_start AS object_start, r.object_end AS object_end, r.rule AS rule,
       r.extractor AS extractor, r.run AS run
ORDER BY id, start
"""

_PLACES = {kind: frozenset((f"{kind}_starts", f"{kind}_start")) for kind in (*QUALIFIERS, *ROLES)}
"""Kind of qualifier -> the properties that say where one stands."""

Row = Mapping[str, object]


class DocumentSource(Protocol):
    """Where whole documents come from: the system of record."""

    def document(self, key: str, version: str | None = None) -> Document:
        """One version of a document (None: the current one). Raises `NotFound`."""
        ...

    def newest_readings(self, versions: Iterable[str]) -> dict[str, Document]:
        """Version -> its newest reading; unknown versions are left out."""
        ...

    def reading_with(self, key: str, version: str, start: int, words: str) -> Document | None:
        """The newest reading of a version in which `words` stand at the offset `start`."""
        ...

    def with_fields(self, where: Where) -> frozenset[str]:
        """The current documents that have these fields. Raises `SettingsError` for a field that
        none has."""
        ...

    def count_documents(self, scope: Scope) -> int:
        """How many current documents the scope lets through."""
        ...

    def count_superseded(self, scope: Scope) -> int:
        """How many older versions stand behind them."""
        ...


def read_chunks(store: StoreReader, ids: Sequence[str]) -> dict[str, tuple[Chunk, str]]:
    """Chunk id -> the chunk and its readable name."""
    found: dict[str, tuple[Chunk, str]] = {}
    for row in store.read(_CHUNKS, {"ids": list(ids)}) if ids else []:
        page = row["page"]
        chunk = Chunk(
            id=_text(row, "id"),
            document=_text(row, "document"),
            version=_text(row, "version"),
            ordinal=_whole(row, "ordinal"),
            start=_whole(row, "start"),
            end=_whole(row, "end"),
            text=_text(row, "text"),
            heading=tuple(cast(list[str], row["heading"] or ())),
            page=None if page is None else int(str(page)),
            prefix=_text(row, "prefix"),
        )
        found[chunk.id] = (chunk, _text(row, "name"))
    return found


def read_facts(store: StoreReader, chunks: Sequence[str]) -> dict[str, tuple[Fact, ...]]:
    """Chunk id -> the shown facts it supports, each with its evidence in that chunk."""
    evidence: dict[tuple[str, str], list[Evidence]] = {}
    first: dict[tuple[str, str], Row] = {}
    for row in store.read(_FACTS, {"ids": list(chunks)}) if chunks else []:
        key = (_text(row, "chunk"), _text(row, "id"))
        first.setdefault(key, row)
        evidence.setdefault(key, []).append(_evidence(row))
    found: dict[str, list[Fact]] = {}
    for key in sorted(first):
        found.setdefault(key[0], []).append(_fact(first[key], tuple(evidence[key])))
    return {chunk: tuple(facts) for chunk, facts in found.items()}


def clause(row: Row) -> str:
    """The words of a statement from its subject to its object, or all of them where these do not
    stand in that order. A fact's own name may come from a document that the scope hides."""
    quote, start = _text(row, "quote"), _whole(row, "start")
    first, last = row["subject_start"], row["object_end"]
    if first is not None and last is not None:
        begin, end = int(str(first)) - start, int(str(last)) - start
        if 0 <= begin < end <= len(quote):
            quote = quote[begin:end]
    return " ".join(quote.split())


def _fact(row: Row, evidence: tuple[Evidence, ...]) -> Fact:
    value = row["value"]
    place = cast(Row, row["place"])
    return Fact(
        id=_text(row, "id"),
        claim_id=_text(row, "claim_id"),
        name=clause(row),
        subject=_text(row, "subject"),
        predicate=_text(row, "predicate"),
        object=None if row["object"] is None else _text(row, "object"),
        value=None if value is None else LiteralValue(row["value_kind"], str(value)),  # type: ignore[arg-type]
        modality=cast(Modality, row["modality"]),
        polarity=cast(Polarity, row["polarity"]),
        qualifiers=tuple(
            (kind, str(place[kind])) for kind in sorted((*QUALIFIERS, *ROLES)) if place.get(kind)
        ),
        evidence=evidence,
    )


def _evidence(row: Row) -> Evidence:
    place = cast(Row, row["place"])
    return Evidence(
        document=_text(row, "document"),
        version=_text(row, "version"),
        statement=Span(_whole(row, "start"), _whole(row, "end")),
        quote=_text(row, "quote"),
        subject=Span(_whole(row, "subject_start"), _whole(row, "subject_end")),
        predicate=Span(_whole(row, "predicate_start"), _whole(row, "predicate_end")),
        object=_span(row, "object_"),
        qualifiers=tuple(
            (kind, span)
            for kind, keys in _PLACES.items()
            if not keys.isdisjoint(place)
            for span in qualifier_spans(place, kind)
        ),
        rule=_text(row, "rule"),
        extractor=_text(row, "extractor"),
        run=_text(row, "run"),
    )


def sentences_of(
    chunk: Chunk, outline: Outline, rows: Sequence[tuple[TextRow, float]]
) -> tuple[tuple[Sentence, ...], tuple[float, ...]]:
    """The sentences of a chunk in text order, and their similarities to the question."""
    ordered = sorted(rows, key=lambda item: (item[0].start, item[0].end))
    sentences = tuple(
        Sentence(
            chunk=chunk.id,
            document=chunk.document,
            version=chunk.version,
            span=Span(row.start, row.end),
            text=row.text,
            lead_in=outline.lead_in(Span(row.start, row.end)),
            children=outline.introduced(Span(row.start, row.end)),
        )
        for row, _ in ordered
    )
    return sentences, tuple(value for _, value in ordered)


def _text(row: Row, key: str) -> str:
    value = row.get(key)
    return "" if value is None else str(value)


def _whole(row: Row, key: str) -> int:
    return int(str(row[key]))


def qualifier_spans(place: Row, kind: str) -> list[Span]:
    """Where each qualifier of a kind stands."""
    starts, ends = place.get(f"{kind}_starts"), place.get(f"{kind}_ends")
    if starts and ends:
        pairs = zip(cast(list[int], starts), cast(list[int], ends), strict=True)
        return [Span(start, end) for start, end in pairs]
    one = _span(place, f"{kind}_")
    return [] if one is None else [one]


def _span(row: Row, prefix: str) -> Span | None:
    if row.get(f"{prefix}start") is None or row.get(f"{prefix}end") is None:
        return None
    return Span(_whole(row, f"{prefix}start"), _whole(row, f"{prefix}end"))
